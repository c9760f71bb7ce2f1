"""Override and decline: another home with a reason and its loss, or none with a reason."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from matcher.domain.commands.decisions import Decide
from matcher.errors import BadCase, Conflict
from matcher.store.work import Store
from tests.builders import case, home, pair, referral
from tests.service.decisions.acts import TODAY, desk

NEAR_AND_DEAR = [home("H1"), home("H2", weekly_price_pence=400_000)]


def test_another_home_is_chosen_with_a_reason_and_its_loss_is_kept(store: Store) -> None:
    here = desk(store, case([referral("A")], NEAR_AND_DEAR))
    decision = here.override("A", "H2")
    assert decision.loss == {"tier1": 0, "tier2": 100_000}
    assert (decision.kind, decision.reason, decision.state) == ("override", "nearer to school", "final")
    assert here.lives() == {"A": ("H2", TODAY, None)}
    assert here.actions() == ["decision.overridden"]
    assert here.breaches() == []


@pytest.mark.parametrize("kind", ["override", "decline"])
def test_without_a_reason_nothing_but_an_accept_is_asked(kind: str) -> None:
    choice = {"proposal_id": 1, "shown_hash": "0" * 64}
    starts = None if kind == "decline" else TODAY
    with pytest.raises(BadCase) as refused:
        Decide.model_validate({"kind": kind, "choices": (choice,), "starts": starts})
    assert [fault.path for fault in refused.value.faults] == ["$.reason"]
    Decide.model_validate({"kind": kind, "choices": (choice,), "starts": starts, "reason": "because"})


@pytest.mark.parametrize("reason", ["", "no", "a\x00b", "a\u202eb", "x" * 2_001])
def test_a_reason_is_a_readable_sentence(reason: str) -> None:
    with pytest.raises(ValidationError):
        Decide.model_validate(
            {"kind": "decline", "choices": ({"proposal_id": 1, "shown_hash": "0" * 64},), "reason": reason}
        )


def test_a_pinned_home_is_an_override_even_where_the_plan_has_it(store: Store) -> None:
    here = desk(store, case([referral("A")], NEAR_AND_DEAR, pins=[pair("A", "H2")]))
    with pytest.raises(BadCase) as refused:
        here.decide("accept", here.choice("A", "H2"))
    assert [fault.path for fault in refused.value.faults] == ["$.kind"]
    assert here.override("A", "H2").state == "final"


def test_a_declined_proposal_places_nobody_and_leaves_the_child_waiting(store: Store) -> None:
    here = desk(store)
    decision = here.decide("decline", here.choice("A"), reason="the child said no")[0]
    assert (decision.kind, decision.state, decision.bed_id, decision.starts) == (
        "decline",
        "final",
        None,
        None,
    )
    assert (here.lives(), here.state_of("A"), here.actions()) == ({}, "open", ["decision.declined"])
    with pytest.raises(Conflict) as refused:
        here.decide("decline", here.choice("A"), reason="the child said no")
    assert refused.value.code == "decided"
    assert here.accept("A").state == "final"
    assert here.breaches() == []


def test_a_child_left_waiting_by_the_plan_can_only_be_declined(store: Store) -> None:
    here = desk(store, case([referral("A", need="autism")], [home("H1")]))
    waits = here.options("A")[0]
    assert waits.home_id is None
    choice = {"proposal_id": waits.id, "shown_hash": waits.hash}
    for kind in ("accept", "override"):
        with pytest.raises(BadCase) as refused:
            here.decide(kind, choice, reason="there must be a home")  # type: ignore[arg-type]
        assert "$.choices[0]" in [fault.path for fault in refused.value.faults]
    here.decide("decline", choice, reason="ask outside the region")  # type: ignore[arg-type]
    assert here.breaches() == []
