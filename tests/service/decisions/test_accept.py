"""Accept: the plan's own proposal becomes a placement, once, and only as it was shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matcher.domain.commands.decisions import Choice
from matcher.errors import BadCase, Conflict, Forbidden, NotFound
from matcher.store import beds, offers
from matcher.store.work import Store, Work
from tests.builders import budget, case, home, referral
from tests.service.decisions.acts import TODAY, desk


def test_an_accepted_proposal_is_a_placement_a_charge_and_one_row_of_the_record(store: Store) -> None:
    given = case([referral("A")], [home("H1", places=1)], budgets=[budget(500_000)])
    here = desk(store, given)
    decision = here.accept("A")
    assert (decision.kind, decision.state, decision.two_people, decision.loss) == (
        "accept",
        "final",
        False,
        {"tier1": 0, "tier2": 0},
    )
    assert here.lives() == {"A": ("H1", TODAY, None)}
    assert here.state_of("A") == "placed"
    assert here.committed() == {"la": 300_000 * 100}
    assert here.actions() == ["decision.accepted"]
    assert here.breaches() == []


def test_only_who_may_decide_accepts(store: Store) -> None:
    here = desk(store)
    council = here.council
    others = (
        council.panel,
        council.commissioner,
        council.auditor,
        council.administrator,
        council.provider,
        council.service,
    )
    for actor in others:
        with pytest.raises(Forbidden):
            here.accept("A", actor=actor)
    assert here.lives() == {}


def test_an_unknown_proposal_is_not_found(store: Store) -> None:
    here = desk(store)
    with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
        here.decide("accept", Choice(proposal_id=1, shown_hash="0" * 64))


def test_a_child_is_placed_once(store: Store) -> None:
    here = desk(store)
    here.accept("A")
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "decided"
    assert here.actions() == ["decision.accepted"]


def test_a_hash_that_was_not_shown_is_stale(store: Store) -> None:
    here = desk(store)
    wrong = Choice(proposal_id=here.choice("A").proposal_id, shown_hash="0" * 64)
    with pytest.raises(Conflict) as refused:
        here.decide("accept", wrong)
    assert refused.value.code == "stale"
    assert [fault.path for fault in refused.value.changed] == ["$.choices[0].shown_hash"]


def test_a_bed_that_went_names_the_next_homes_with_room(store: Store) -> None:
    here = desk(store)
    taken = here.proposal("A")
    other = "B" if taken.document["referral"] == "A" else "A"
    first_home = taken.document["home"]
    here.override(other, first_home)
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    free = "H2" if first_home == "H1" else "H1"
    assert refused.value.code == "bed_taken"
    assert str(refused.value) == f"{first_home} has no bed free any more; free among the next ranked: {free}"
    assert [fault.path for fault in refused.value.changed] == ["$.home", "$.alternatives[0]"]


def test_what_moved_is_told_field_by_field_and_nothing_is_written(store: Store) -> None:
    here = desk(store, case([referral("A")], [home("H1", places=2)]))
    home_id = here.council.homes["H1"]

    def declined(work: Work) -> None:
        offers.add_offer(work, here.council.referrals["A"], home_id, None, status="declined", reason="full")

    here.change(declined)
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "stale"
    assert [fault.path for fault in refused.value.changed] == ["$.offer", "$.rules.declined"]
    assert (here.lives(), here.actions(), here.breaches()) == ({}, [], [])


def test_a_blocked_bed_is_no_bed(store: Store) -> None:
    here = desk(store, case([referral("A")], [home("H1", places=1)]))
    with here.store.read(here.council.council_id) as work:
        bed = beds.beds_of(work, here.council.homes["H1"])[0]
    here.change(lambda work: beds.set_blocked(work, bed.id, "no staff"))
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "bed_taken"


@pytest.mark.parametrize(("days", "allowed"), [(-7, True), (-8, False), (366, True), (367, False)])
def test_a_first_night_is_near_today(store: Store, days: int, allowed: bool) -> None:
    here = desk(store, case([referral("A")], [home("H1", available_from="2020-01-01")]))
    starts = TODAY + timedelta(days=days)
    if allowed:
        here.accept("A", starts=starts)
        assert here.lives() == {"A": ("H1", starts, None)}
        return
    with pytest.raises(Conflict) as refused:
        here.accept("A", starts=starts)
    assert refused.value.code == "starts"


def test_nobody_starts_before_the_home_opens(store: Store) -> None:
    given = case([referral("A")], [home("H1", available_from="2026-04-10")])
    here = desk(store, given)
    opens = TODAY + timedelta(days=9)
    with pytest.raises(Conflict) as refused:
        here.accept("A", starts=opens - timedelta(days=1))
    assert refused.value.code == "starts"
    told = f"$.starts: H1 takes nobody before {opens:%Y-%m-%d}"
    assert [str(fault) for fault in refused.value.changed] == [told]
    here.accept("A", starts=opens)
    assert here.lives() == {"A": ("H1", opens, None)}


def test_what_the_plan_did_not_propose_is_not_accepted(store: Store) -> None:
    here = desk(store)
    proposed = here.proposal("A").document["home"]
    other = "H2" if proposed == "H1" else "H1"
    with pytest.raises(BadCase) as refused:
        here.decide("accept", here.choice("A", other))
    assert [fault.path for fault in refused.value.faults] == ["$.kind"]
    with pytest.raises(BadCase) as refused:
        here.decide("override", here.choice("A", proposed), reason="because")
    assert [fault.path for fault in refused.value.faults] == ["$.kind"]
