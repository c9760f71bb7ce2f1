"""A home says no, and an act that could not be done is written down."""

from __future__ import annotations

from functools import partial

import pytest

from matcher.domain.commands.decisions import Rejected
from matcher.errors import Conflict, Forbidden
from matcher.service import decisions
from matcher.service.actor import Actor
from matcher.service.cases import case_of
from matcher.service.decisions.rejecting import Rejection
from matcher.store.work import Store
from tests.service.decisions.acts import BOTH, TODAY, Desk, desk


def rejected(here: Desk, child: str, home: str, actor: Actor | None = None) -> Rejection:
    """A home says no to a child."""
    ids = (here.council.referrals[child], here.council.homes[home])
    command = Rejected(referral_id=ids[0], home_id=ids[1], reason="no waking night staff")
    done: Rejection = here.act(actor or here.council.officer, decisions.record_rejection, command)
    return done


def declined_in_the_case(here: Desk) -> list[tuple[str, str]]:
    """The pairs of today's case that a home has declined."""
    with here.store.read(here.council.council_id) as work:
        case = case_of(work, TODAY)
    return [(offer.referral, offer.home) for offer in case.offers if offer.status == "declined"]


def test_a_rejection_feeds_the_rule_declined(store: Store) -> None:
    here = desk(store)
    assert rejected(here, "A", "H1").withdrawn == ()
    assert declined_in_the_case(here) == [("A", "H1")]
    assert here.planned().proposal("A").document["home"] == "H2"


def test_a_rejection_withdraws_what_awaits_a_second_person(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    where = here.proposal("A").document["home"]
    decision = here.accept("A")
    done = rejected(here, "A", where)
    assert [(one.id, one.state) for one in done.withdrawn] == [(decision.id, "withdrawn")]
    assert here.actions() == ["decision.accepted", "decision.withdrawn", "offer.declined"]
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert refused.value.code == "decided"
    assert here.hold("B", where).home_id == here.council.homes[where]
    assert here.breaches() == []


def test_another_homes_no_leaves_the_decision_alone(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    where = here.proposal("A").document["home"]
    decision = here.accept("A")
    assert rejected(here, "A", "H2" if where == "H1" else "H1").withdrawn == ()
    assert here.approve(decision).state == "final"


def test_a_second_no_is_the_same_answer_anew(store: Store) -> None:
    here = desk(store)
    assert rejected(here, "A", "H1").offer_id == rejected(here, "A", "H1").offer_id


def test_after_the_placing_it_is_too_late_for_a_no(store: Store) -> None:
    here = desk(store)
    where = here.proposal("A").document["home"]
    here.accept("A")
    with pytest.raises(Conflict) as refused:
        rejected(here, "A", where)
    assert refused.value.code == "decided"


def test_only_an_officer_records_a_homes_no(store: Store) -> None:
    here = desk(store)
    with pytest.raises(Forbidden):
        rejected(here, "A", "H1", actor=here.council.panel)


def test_a_refused_act_is_one_row_of_the_record_with_its_code_alone(store: Store) -> None:
    here = desk(store)
    here.accept("A")
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    subject = ("proposal", here.choice("A").proposal_id)
    write = partial(
        decisions.record_refusal, actor=here.council.officer, subject=subject, refused=refused.value
    )
    here.change(write)
    assert here.actions() == ["decision.accepted", "act.refused"]
    assert here.breaches() == []
