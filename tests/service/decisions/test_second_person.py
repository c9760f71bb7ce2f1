"""A placing that needs two people: why, who the second may be, and that everything is looked at again."""

from __future__ import annotations

import pytest

from matcher.domain.commands.decisions import Approve
from matcher.domain.deciding import Deciding
from matcher.errors import Conflict, Forbidden
from matcher.service import decisions
from matcher.service.actor import Actor
from matcher.store import beds, offers
from matcher.store.rows import add, put
from matcher.store.tables.people import USER_ROLES, USERS
from matcher.store.work import Store, Work
from tests.builders import case, home, place, referral, waiver
from tests.service.decisions.acts import ALONE, BOTH, TODAY, Desk, desk

FAR = place(300_000, 500_000, "E06000063")


@pytest.mark.parametrize(("pence", "state"), [(700_000, "final"), (700_001, "awaiting")])
def test_above_the_policys_price_a_second_person_is_needed(store: Store, pence: int, state: str) -> None:
    given = case([referral("A", supplement_pence=100_000)], [home("H1", weekly_price_pence=pence - 100_000)])
    decision = desk(store, given, Deciding()).accept("A")
    assert (decision.state, decision.grounds) == (state, () if state == "final" else ("price",))


@pytest.mark.parametrize(
    ("listed", "offered", "grounds"),
    [
        (700_001, 699_999, ("price",)),
        (700_000, 600_000, ()),
        (600_000, 700_001, ("price",)),
        (600_000, 450_000, ()),
        (600_000, 449_999, ("price",)),
        (663_800, 100, ("price",)),
    ],
)
def test_an_officers_own_offer_does_not_bring_a_price_below_the_second_person(
    store: Store, listed: int, offered: int, grounds: tuple[str, ...]
) -> None:
    answer = {"referral": "A", "home": "H1", "status": "offered", "weekly_price_pence": offered}
    given = case([referral("A")], [home("H1", weekly_price_pence=listed)], offers=[answer])
    decision = desk(store, given, Deciding()).accept("A")
    assert (decision.grounds, decision.state) == (grounds, "awaiting" if grounds else "final")


@pytest.mark.parametrize(("days", "allowed"), [(7, True), (8, False)])
def test_an_approval_weeks_later_does_not_date_a_placement_back(
    store: Store, days: int, allowed: bool
) -> None:
    here = desk(store, case([referral("A")], [home("H1")]), BOTH)
    decision = here.accept("A")
    late = here.later(days=days)
    if allowed:
        assert late.approve(decision).state == "final"
        return
    with pytest.raises(Conflict) as refused:
        late.approve(decision)
    assert (refused.value.code, here.lives()) == ("starts", {})
    assert late.withdraw(decision).state == "withdrawn"


@pytest.mark.parametrize(("needed", "grounds"), [(True, ("distance",)), (False, ())])
def test_at_a_distance_a_second_person_is_needed_where_the_policy_says_so(
    store: Store, needed: bool, grounds: tuple[str, ...]
) -> None:
    deciding = Deciding(second_person_at_a_distance=needed)
    decision = desk(store, case([referral("A")], [home("H1", location=FAR)]), deciding).accept("A")
    assert (decision.grounds, decision.two_people) == (grounds, needed)


@pytest.mark.parametrize(("needed", "grounds"), [(True, ("waiver",)), (False, ())])
@pytest.mark.parametrize("used", [True, False])
def test_by_a_waiver_that_is_used_a_second_person_is_needed(
    store: Store, needed: bool, grounds: tuple[str, ...], used: bool
) -> None:
    deciding = Deciding(second_person_by_waiver=needed)
    oldest = 11 if used else 17
    given = case([referral("A")], [home("H1", max_age=oldest)], waivers=[waiver("A", "age", "H1")])
    assert desk(store, given, deciding).accept("A").grounds == (grounds if used else ())


def test_while_it_awaits_the_bed_is_held_and_nobody_is_placed(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    where = here.proposal("A").document["home"]
    assert (here.lives(), here.state_of("A")) == ({}, "open")
    with pytest.raises(Conflict) as refused:
        here.override("B", where)
    assert refused.value.code == "bed_taken"
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "decided"
    assert decision.state == "awaiting"
    assert here.breaches() == []


def test_an_approved_decision_is_a_placement(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.approve(here.accept("A"))
    assert (decision.state, decision.approver_id) == ("final", here.council.panel.id)
    assert here.lives() == {"A": (here.proposal("A").document["home"], TODAY, None)}
    assert here.state_of("A") == "placed"
    assert here.actions() == ["decision.accepted", "decision.approved"]
    assert here.breaches() == []
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert refused.value.code == "decided"


def both_roles(here: Desk) -> Actor:
    """Somebody who is officer and panel."""

    def made(work: Work) -> Actor:
        key = add(work, USERS, email="both@council.test", name="both", created_at=work.now)
        for role in ("officer", "panel"):
            put(work, USER_ROLES, user_id=key, role=role)
        return Actor(work.council_id, "human", key, frozenset({"officer", "panel"}))

    actor: Actor = here.change(made)
    return actor


def test_nobody_approves_or_refuses_what_they_decided(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    both = both_roles(here)
    decision = here.accept("A", actor=both)
    for act in (here.approve, here.refuse):
        with pytest.raises(Forbidden):
            act(decision, actor=both)
    assert here.lives() == {}
    assert here.approve(decision).state == "final"


@pytest.mark.parametrize(
    "role", ["officer", "second_officer", "auditor", "administrator", "provider", "service"]
)
def test_only_who_may_approve_does(store: Store, role: str) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    for act in (here.approve, here.refuse):
        with pytest.raises(Forbidden):
            act(decision, actor=getattr(here.council, role))
    assert here.approve(decision, actor=here.council.commissioner).state == "final"


def test_an_approval_binds_what_was_shown(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    command = Approve(shown_hashes=("0" * 64,))
    with pytest.raises(Conflict) as refused:
        here.close(decisions.approve, decision, command, here.council.panel)
    assert (refused.value.code, here.lives()) == ("stale", {})


def test_what_moved_since_the_decision_stops_the_approval(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    home_id = decision.home_id or 0
    declined = {"status": "declined", "reason": "full"}
    here.change(lambda work: offers.add_offer(work, decision.referral_id, home_id, None, **declined))
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert refused.value.code == "stale"
    assert [fault.path for fault in refused.value.changed] == ["$.offer", "$.rules.declined"]
    assert here.withdraw(decision).state == "withdrawn"
    assert here.breaches() == []


def test_a_refused_decision_frees_its_bed_and_the_child_waits_on(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.refuse(here.accept("A"))
    assert (decision.state, decision.approver_id, decision.closing_reason) == (
        "refused",
        here.council.panel.id,
        "too far from school",
    )
    assert (here.lives(), here.state_of("A")) == ({}, "open")
    assert here.actions() == ["decision.accepted", "decision.refused"]
    assert here.accept("A").state == "awaiting"
    assert here.breaches() == []


def test_any_officer_withdraws_and_nobody_else(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    for actor in (here.council.panel, here.council.commissioner, here.council.auditor):
        with pytest.raises(Forbidden):
            here.withdraw(decision, actor=actor)
    assert here.withdraw(decision, actor=here.council.second_officer).state == "withdrawn"
    assert here.accept("A").state == "awaiting"
    assert here.breaches() == []


def test_after_its_hold_ran_out_an_approval_still_stands_while_the_bed_is_free(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    assert here.later(minutes=121).approve(decision).state == "final"
    assert here.breaches() == []


def test_after_its_hold_ran_out_another_child_may_have_the_bed(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    where = here.proposal("A").document["home"]
    decision = here.accept("A")
    late = here.later(minutes=121)
    late.approve(late.override("B", where))
    with pytest.raises(Conflict) as refused:
        late.approve(decision)
    words = f"the bed at {where} that was decided on is gone: withdraw the decision, and decide again"
    assert (refused.value.code, str(refused.value)) == ("bed_taken", words)
    assert [fault.path for fault in refused.value.changed] == ["$.bed"]
    assert late.breaches() == []


def test_a_bed_blocked_meanwhile_stops_the_approval(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    decision = here.accept("A")
    here.change(lambda work: beds.set_blocked(work, decision.bed_id or 0, "flood"))
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert refused.value.code == "bed_taken"


def test_without_any_ground_nobody_else_is_asked(store: Store) -> None:
    assert desk(store, deciding=ALONE).accept("A").grounds == ()


def test_an_approval_after_midnight_is_looked_at_with_the_new_days_eyes(store: Store) -> None:
    """The offer stood until today: tomorrow the same placing is shut."""
    standing = {"referral": "A", "home": "H1", "status": "offered", "expires": "2026-04-01"}
    here = desk(store, case([referral("A")], [home("H1")], offers=[standing]), BOTH)
    decision = here.accept("A")
    tomorrow = here.later(days=1)
    with pytest.raises(Conflict) as refused:
        tomorrow.approve(decision)
    assert "$.rules.declined" in [fault.path for fault in refused.value.changed]
    assert decision.starts == TODAY
    assert here.approve(decision).state == "final"
