"""Holds: few, short, seen by all, and in nobody's way once they are over (threat T10)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from matcher.domain.deciding import Deciding
from matcher.errors import Conflict, Forbidden, NotFound
from matcher.service import decisions
from matcher.service.actor import Actor
from matcher.store import homes
from matcher.store.holds import Hold
from matcher.store.work import Store
from tests.builders import case, home, referral
from tests.service.decisions.acts import BOTH, TODAY, Desk, desk


def seen(here: Desk, actor: Actor | None = None) -> list[int]:
    """The holds that somebody sees."""
    with here.store.read(here.council.council_id) as work:
        found = decisions.page_of_holds(work, actor or here.council.second_officer, None, 100)
    return [hold.id for hold in found]


def released(here: Desk, hold: Hold, actor: Actor) -> Hold:
    """Somebody gives a bed back."""
    given: Hold = here.change(partial(decisions.release, actor=actor, hold_id=hold.id))
    return given


def test_a_held_bed_is_kept_from_other_children_and_seen_by_all(store: Store) -> None:
    here = desk(store)
    hold = here.hold("A", "H1")
    assert hold.expires_at == here.store.clock() + timedelta(minutes=120)
    assert seen(here) == [hold.id]
    for refused_act in (lambda: here.hold("B", "H1"), lambda: here.override("B", "H1")):
        with pytest.raises(Conflict) as refused:
            refused_act()
        assert refused.value.code == "bed_taken"
    assert here.actions() == ["hold.made"]
    assert here.breaches() == []


def test_the_child_it_is_held_for_gets_the_bed_whoever_accepts(store: Store) -> None:
    here = desk(store)
    hold = here.hold("A", here.proposal("A").document["home"])
    decision = here.accept("A", actor=here.council.second_officer)
    assert decision.bed_id == hold.bed_id
    assert seen(here) == []
    assert here.breaches() == []


@pytest.mark.parametrize(("minutes", "free"), [(119, False), (120, True)])
def test_an_expired_hold_is_in_nobodys_way(store: Store, minutes: int, free: bool) -> None:
    here = desk(store)
    here.hold("A", "H1")
    late = here.later(minutes=minutes)
    if free:
        assert seen(late) == []
        assert late.hold("B", "H1").referral_id == here.council.referrals["B"]
        assert late.breaches() == []
        return
    with pytest.raises(Conflict):
        late.hold("B", "H1")


def test_an_officer_holds_as_many_as_the_policy_says(store: Store) -> None:
    given = case([referral("A")], [home(f"H{i}") for i in range(4)])
    here = desk(store, given, Deciding(holds_per_officer=2))
    first = here.hold("A", "H0")
    here.hold("A", "H1")
    with pytest.raises(Conflict) as refused:
        here.hold("A", "H2")
    assert refused.value.code == "too_many_holds"
    here.hold("A", "H2", actor=here.council.second_officer)
    released(here, first, here.council.officer)
    assert here.hold("A", "H3").home_id == here.council.homes["H3"]


def test_a_bed_that_awaits_a_second_person_is_not_counted(store: Store) -> None:
    here = desk(store, deciding=BOTH.model_copy(update={"holds_per_officer": 1}))
    here.accept("A")
    other = next(name for name in ("H1", "H2") if name != here.proposal("A").document["home"])
    assert here.hold("B", other).held_by == here.council.officer.id
    assert here.breaches() == []


def test_one_child_holds_one_bed_of_a_home(store: Store) -> None:
    here = desk(store, case([referral("A")], [home("H1", places=3)]))
    here.hold("A", "H1")
    with pytest.raises(Conflict) as refused:
        here.hold("A", "H1", actor=here.council.second_officer)
    assert refused.value.code == "held"


def test_who_holds_it_or_a_commissioner_gives_it_back(store: Store) -> None:
    here = desk(store)
    hold = here.hold("A", "H1")
    for actor in (here.council.second_officer, here.council.panel, here.council.auditor):
        with pytest.raises(Forbidden):
            released(here, hold, actor)
    released(here, hold, here.council.commissioner)
    assert seen(here) == []
    with pytest.raises(NotFound):
        released(here, hold, here.council.officer)
    again = here.hold("B", "H1")
    released(here, again, here.council.officer)
    assert here.actions() == ["hold.made", "hold.released", "hold.made", "hold.released"]


def test_what_is_kept_for_a_decision_is_not_given_back_alone(store: Store) -> None:
    here = desk(store, deciding=BOTH)
    here.accept("A")
    with here.store.read(here.council.council_id) as work:
        hold = decisions.page_of_holds(work, here.council.officer, None, 10)[0]
    assert hold.awaiting is not None
    with pytest.raises(Conflict) as refused:
        released(here, hold, here.council.officer)
    assert refused.value.code == "awaiting"


def test_only_who_may_decide_holds(store: Store) -> None:
    here = desk(store)
    for actor in (here.council.panel, here.council.commissioner, here.council.service, here.council.provider):
        with pytest.raises(Forbidden):
            here.hold("A", "H1", actor=actor)
    with pytest.raises(Forbidden):
        seen(here, here.council.provider)


def test_no_bed_is_held_for_a_placed_child_or_in_a_closed_home(store: Store) -> None:
    here = desk(store)
    here.accept("A")
    other = next(name for name in ("H1", "H2") if name != here.proposal("A").document["home"])
    with pytest.raises(Conflict) as refused:
        here.hold("A", other)
    assert refused.value.code == "decided"
    here.change(lambda work: homes.change_home(work, here.council.homes[other], None, open=False))
    with pytest.raises(Conflict) as refused:
        here.hold("B", other)
    assert refused.value.code == "closed"


def test_a_bed_whose_child_leaves_is_held_from_that_night_on(store: Store) -> None:
    here = desk(
        store,
        case(
            [referral("A", current_home="H1"), referral("B")],
            [home("H1", places=1, weekly_price_pence=900_000), home("H2", places=1)],
        ),
    )
    leaves = TODAY + timedelta(days=10)
    here.override("A", "H2", starts=leaves) if here.proposal("A").document["home"] != "H2" else here.accept(
        "A", starts=leaves
    )
    with pytest.raises(Conflict) as refused:
        here.hold("B", "H1", starts=leaves - timedelta(days=1))
    assert refused.value.code == "bed_taken"
    assert here.hold("B", "H1", starts=leaves).home_id == here.council.homes["H1"]
