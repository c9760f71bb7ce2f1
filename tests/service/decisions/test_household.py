"""Who may live together is asked of today's household, and a child under review leaves or stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from matcher.domain.deciding import Deciding
from matcher.errors import Conflict
from matcher.store import homes, links, placements, referrals
from matcher.store.work import Store, Work
from tests.builders import budget, case, group, home, referral, relationship, resident
from tests.service.decisions.acts import TODAY, desk


def test_the_residents_of_today_decide_who_may_come(store: Store) -> None:
    """Two children of one plan may share; a third, who must not live with the first, may not."""
    links = [{"a": "A", "b": "C", "kind": "must_not_share"}]
    given = case(
        [referral("A"), referral("B"), referral("C")],
        [home("H1", places=3), home("H2", places=3, weekly_price_pence=900_000)],
        relationships=links,
    )
    here = desk(store, given)
    where = {name: here.proposal(name).document["home"] for name in "ABC"}
    assert where["A"] != where["C"]
    here.accept("A")
    with pytest.raises(Conflict) as refused:
        here.override("C", where["A"])
    assert refused.value.code == "stale"
    assert "$.rules.residents" in [fault.path for fault in refused.value.changed]
    here.accept("C")
    here.accept("B")
    assert here.breaches() == []


def test_a_child_whose_bed_is_held_for_a_second_person_counts_as_living_there(store: Store) -> None:
    links = [{"a": "A", "b": "B", "kind": "must_not_share"}]
    cheap = home("H1", places=2)
    dear = home("H2", places=2, weekly_price_pence=800_000)
    given = case([referral("A"), referral("B")], [cheap, dear], relationships=links)
    here = desk(store, given, deciding=Deciding())
    first = next(name for name in "AB" if here.proposal(name).document["home"] == "H2")
    other = "B" if first == "A" else "A"
    assert here.accept(first).state == "awaiting"
    with pytest.raises(Conflict) as refused:
        here.override(other, "H2")
    assert [fault.path for fault in refused.value.changed] == ["$.rules.conflicts"]


def test_staff_hours_and_admissions_are_used_up(store: Store) -> None:
    """One home with room for two, but staff and time for one: the second of two plans is refused."""
    only = home("H1", places=3, admissions_limit=2, spare_staff_hours=15)
    given = case([referral("A", staff_hours=10), referral("B", staff_hours=10)], [only])
    here = desk(store, given)
    placed = next(name for name in "AB" if here.options(name)[0].home_id)
    here.accept(placed)
    with here.store.read(here.council.council_id) as work:
        document = homes.home(work, here.council.homes["H1"]).document
    assert (document["admissions_limit"], document["spare_staff_hours"]) == (1, 5)
    other = "B" if placed == "A" else "A"
    with pytest.raises(Conflict) as refused:
        here.override(other, "H1")
    assert "$.rules.staffing" in [fault.path for fault in refused.value.changed]


def test_two_of_one_plan_come_to_one_home_one_after_the_other(store: Store) -> None:
    only = home("H1", places=3, admissions_limit=2, spare_staff_hours=20)
    given = case([referral("A", staff_hours=10), referral("B", staff_hours=10)], [only])
    here = desk(store, given)
    here.accept("A")
    here.accept("B", starts=TODAY + timedelta(days=3))
    assert set(here.lives()) == {"A", "B"}
    assert here.breaches() == []


def test_a_child_under_review_moves_on_the_day_it_starts(store: Store) -> None:
    dear = home("H2", weekly_price_pence=900_000, residents=[resident("R1")])
    given = case([referral("A", current_home="H2")], [home("H1"), dear], budgets=[budget(100_000)])
    here = desk(store, given)
    here.accept("A", starts=TODAY + timedelta(days=5))
    assert here.lives()["A"] == ("H1", TODAY + timedelta(days=5), None)
    assert here.committed() == {"la": (300_000 - 900_000) * 100}
    with here.store.read(here.council.council_id) as work:
        both = placements.lasting(work, TODAY)
    ends = [one.ends for one in both if one.child_id == here.council.children["A"]]
    assert sorted(ends, key=str) == [TODAY + timedelta(days=5), None]
    assert here.breaches() == []


def test_a_child_under_review_who_stays_keeps_its_bed(store: Store) -> None:
    own = home("H1", places=1)
    here = desk(store, case([referral("A", current_home="H1")], [own], budgets=[budget(0)]))
    decision = here.accept("A")
    assert (decision.state, decision.grounds) == ("final", ())
    assert here.lives() == {"A": ("H1", TODAY, None)}
    assert here.committed() == {"la": 0}
    assert here.breaches() == []


def test_a_sibling_to_live_apart_does_not_follow_one_who_is_placed(store: Store) -> None:
    """The plan keeps them apart, and so does a decision on another home; the plan itself may go on."""
    homes = [home("H1", places=3), home("H2", places=3, weekly_price_pence=900_000)]
    given = case([referral("A"), referral("B")], homes, sibling_groups=[group("A", "B", rule="apart")])
    here = desk(store, given)
    where = {name: here.proposal(name).document["home"] for name in "AB"}
    assert set(where.values()) == {"H1", "H2"}
    here.accept("A")
    with pytest.raises(Conflict) as refused:
        here.override("B", where["A"])
    assert "$.rules.residents" in [fault.path for fault in refused.value.changed]
    assert {here.planned().proposal("B").document["home"]} == {where["B"]}
    here.accept("B")
    assert {name: lived[0] for name, lived in here.lives().items()} == where


def test_a_child_who_moves_out_later_is_there_until_then(store: Store) -> None:
    leaves = TODAY + timedelta(days=5)
    links = [relationship("A", "B")]
    dear = home("H2", places=3, weekly_price_pence=900_000)
    given = case([referral("A", current_home="H2"), referral("B")], [home("H1"), dear], relationships=links)
    here = desk(store, given)
    here.override("A", "H1", starts=leaves)
    fresh = here.planned()
    with pytest.raises(Conflict) as refused:
        fresh.accept("B", starts=leaves - timedelta(days=1))
    assert [fault.path for fault in refused.value.changed] == ["$.rules.residents"]
    fresh.accept("B", starts=leaves)
    assert here.lives() == {"A": ("H1", leaves, None), "B": ("H2", leaves, None)}


@pytest.mark.parametrize("bound", [{"relationships": [relationship("A", "R1")]}, {}])
def test_a_child_who_was_given_notice_is_there_until_then(store: Store, bound: dict[str, Any]) -> None:
    """Whether by a link or as siblings: R1 waits for another home, and sleeps where A is to come."""
    leaves = TODAY + timedelta(days=60)
    here = desk(store, case([referral("A")], [home("H1", places=3, residents=[resident("R1")])], **bound))
    ids = here.council.children

    def give_notice(work: Work) -> None:
        [lives] = placements.lasting(work, TODAY)
        placements.end(work, lives.id, leaves)
        asked = referrals.open_referral_of(work, ids["A"])
        assert asked is not None
        referrals.add_referral(work, "R1-again", ids["R1"], asked.document, None)
        if not bound:
            links.add_group(work, "S", "apart", [ids["A"], ids["R1"]])

    here.change(give_notice)
    fresh = here.planned()
    with pytest.raises(Conflict) as refused:
        fresh.override("A", "H1") if fresh.options("A")[0].home_id is None else fresh.accept("A")
    assert [fault.path for fault in refused.value.changed] == ["$.rules.residents"]
