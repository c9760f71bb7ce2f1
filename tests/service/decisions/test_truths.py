"""What the database itself refuses, whoever asks it and whatever the code forgot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from matcher.errors import Broken, Conflict
from matcher.store import decisions, homes
from matcher.store.decisions import Decision
from matcher.store.rows import change
from matcher.store.tables.base import new_id
from matcher.store.tables.decisions import DECISIONS
from matcher.store.work import Store
from tests.service.decisions.acts import BOTH, Desk, desk


def awaiting(here: Desk) -> Decision:
    """A decision as the code makes it, for the database to be asked about others like it."""
    return here.withdraw(here.accept("A"))


@pytest.mark.parametrize(
    ("forged", "constraint"),
    [
        ({"decided_by": "service"}, None),
        ({"decided_by": "nobody"}, None),
        ({"state": "final", "approver_id": None}, "ck_decisions_second_person"),
        ({"state": "final", "approver_id": "officer"}, "ck_decisions_two_people"),
        ({"kind": "override", "reason": None}, "ck_decisions_override_reason"),
        ({"bed_id": None}, "ck_decisions_a_bed"),
        ({"state": "approved"}, "ck_decisions_state"),
        ({"kind": "automatic"}, "ck_decisions_kind"),
    ],
)
def test_a_decision_that_must_not_be_is_refused(
    store: Store, forged: dict[str, Any], constraint: str | None
) -> None:
    here = desk(store, deciding=BOTH)
    right = replace(awaiting(here), id=new_id(), state="awaiting", closed_at=None)
    people = {"officer": here.council.officer.id, "service": here.council.service.id, "nobody": 1}
    values = {name: people.get(str(value), value) for name, value in forged.items()}
    with pytest.raises(Broken) as refused:
        here.change(lambda work: decisions.insert(work, replace(right, **values)))
    if constraint is not None:
        assert refused.value.constraint == constraint
    here.change(lambda work: decisions.insert(work, right))


def test_a_child_has_one_placing_that_awaits_or_is_final(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    second = replace(here.accept("A"), id=new_id())
    with pytest.raises(Broken) as refused:
        here.change(lambda work: decisions.insert(work, second))
    assert refused.value.constraint == decisions.ONE_PLACING


@pytest.mark.parametrize(
    "column", ["proposal_id", "referral_id", "home_id", "bed_id", "kind", "shown_hash", "decided_by"]
)
def test_what_was_decided_is_never_rewritten(store: Store, column: str) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    other: Any = "decline" if column == "kind" else "0" * 64 if column == "shown_hash" else 1
    with pytest.raises(Broken) as refused:
        here.change(lambda work: change(work, DECISIONS, decision.id, **{column: other}))
    assert refused.value.constraint == "frozen_decisions"


def test_a_home_that_closes_makes_its_proposals_stale(store: Store) -> None:
    here = desk(store)
    home_id = here.proposal("A").home_id or 0
    here.change(lambda work: homes.change_home(work, home_id, None, open=False))
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert (refused.value.code, [fault.path for fault in refused.value.changed]) == ("stale", ["$.home"])
