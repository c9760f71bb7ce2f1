"""Today's case: what a day may hold, beside its twin. Children A and B; homes H1 and H2, one bed each."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from matcher.errors import Conflict
from matcher.service.cases import deciding_of
from matcher.service.seeding import moved_to
from matcher.store import beds, contracts, holds, homes, links, placements, policies, referrals
from matcher.store.children import add_child
from matcher.store.rows import change
from matcher.store.tables.children import CHILDREN
from matcher.store.tables.homes import CONTRACTS
from matcher.store.tables.money import BUDGETS
from matcher.store.work import Store, Work
from tests.builders import case, home, referral, resident
from tests.service.acting import TODAY, day, home_in, now, referral_in, rows
from tests.service.seeded import Seeded, settled, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def bed_of(work: Work, council: Seeded, reference: str) -> int:
    return beds.beds_of(work, council.homes[reference])[0].id


def sleeps(
    store: Store, council: Seeded, child_id: int, home: str, starts: int, ends: int | None = None
) -> int:
    """A placement of so many days from today up to so many."""

    def place(work: Work) -> int:
        bed = (council.homes[home], bed_of(work, council, home))
        nights = (day(starts), None if ends is None else day(ends))
        return placements.add_placement(work, child_id, bed, nights, 300_000)

    return rows(store, council.officer, place)


def newcomer(store: Store, council: Seeded, reference: str = "K", age_days: int = 12 * 365) -> int:
    born = TODAY - timedelta(days=age_days)
    return rows(store, council.officer, lambda work: add_child(work, reference, born, "male", ["arson"]))


def held(store: Store, council: Seeded, home: str, child: str, minutes: int = 60) -> None:
    def hold(work: Work) -> None:
        assert council.officer.id is not None
        until = work.now + timedelta(minutes=minutes)
        bed = bed_of(work, council, home)
        holds.hold(work, bed, council.referrals[child], council.officer.id, until)

    rows(store, council.officer, hold)


def usable(store: Store, council: Seeded, reference: str, on: date = TODAY) -> int:
    return home_in(now(store, council.officer, on).case, reference).beds


def forbidden(store: Store, council: Seeded) -> list[tuple[str, str]]:
    return [(pair.referral, pair.home) for pair in now(store, council.officer).case.forbids]


def test_a_child_who_sleeps_there_is_a_resident(store: Store, council: Seeded) -> None:
    sleeps(store, council, newcomer(store, council), "H1", -10)
    found = home_in(now(store, council.officer).case, "H1")
    assert [(child.id, child.gender, child.flags) for child in found.residents] == [("K", "male", ("arson",))]
    assert (found.places, found.blocked_places, found.beds) == (1, 0, 0)


def test_the_night_on_which_a_placement_ends_is_free_and_the_one_before_is_not(
    store: Store, council: Seeded
) -> None:
    sleeps(store, council, newcomer(store, council), "H1", -10, 5)
    assert usable(store, council, "H1", day(4)) == 0
    assert usable(store, council, "H1", day(5)) == 1


def test_a_child_to_come_counts_as_a_resident_before_it_comes(store: Store, council: Seeded) -> None:
    sleeps(store, council, newcomer(store, council), "H1", 5)
    found = home_in(now(store, council.officer).case, "H1")
    assert ([child.id for child in found.residents], found.beds) == (["K"], 0)


def test_of_two_who_follow_one_another_in_a_bed_the_one_who_comes_is_the_resident(
    store: Store, council: Seeded
) -> None:
    sleeps(store, council, newcomer(store, council, "K"), "H1", -10, 5)
    sleeps(store, council, newcomer(store, council, "L"), "H1", 5)
    found = home_in(now(store, council.officer).case, "H1")
    assert ([child.id for child in found.residents], found.blocked_places) == (["L"], 0)


def test_a_child_between_two_homes_lives_in_the_next_and_keeps_its_bed_until_then(
    store: Store, council: Seeded
) -> None:
    child = newcomer(store, council)
    sleeps(store, council, child, "H1", -10, 5)
    sleeps(store, council, child, "H2", 5)
    today = now(store, council.officer)
    found = today.case
    assert [(note.code, note.reference) for note in today.notes] == [("leaves_later", "H1")]
    assert [note.code for note in now(store, council.officer, day(5)).notes] == []
    assert [(home.id, len(home.residents), home.blocked_places) for home in found.homes] in (
        [("H1", 0, 1), ("H2", 1, 0)],
        [("H2", 1, 0), ("H1", 0, 1)],
    )


def test_an_open_referral_makes_a_resident_a_review(store: Store, council: Seeded) -> None:
    sleeps(store, council, council.children["A"], "H1", -10)
    found = now(store, council.officer).case
    assert referral_in(found, "A").current_home == "H1"
    assert (home_in(found, "H1").residents, home_in(found, "H1").beds) == ((), 1)


def test_a_child_whose_stay_ends_on_a_known_day_is_no_review_and_its_bed_is_taken(
    store: Store, council: Seeded
) -> None:
    sleeps(store, council, council.children["A"], "H1", -10, 20)
    today = now(store, council.officer)
    found = today.case
    assert [(note.code, note.reference) for note in today.notes] == [("leaves_later", "H1")]
    assert referral_in(found, "A").current_home is None
    assert (home_in(found, "H1").blocked_places, home_in(found, "H1").beds) == (1, 0)


def test_a_blocked_bed_with_a_child_in_it_is_counted_once(store: Store, council: Seeded) -> None:
    sleeps(store, council, newcomer(store, council), "H1", -10)
    rows(store, council.officer, lambda w: beds.set_blocked(w, bed_of(w, council, "H1"), "repairs"))
    found = home_in(now(store, council.officer).case, "H1")
    assert (len(found.residents), found.blocked_places, found.beds) == (1, 0, 0)


def test_a_last_bed_that_is_held_is_kept_from_everybody_else(store: Store, council: Seeded) -> None:
    held(store, council, "H1", "A")
    found = now(store, council.officer)
    assert (forbidden(store, council), home_in(found.case, "H1").beds) == ([("B", "H1")], 1)
    assert [(note.code, note.reference) for note in found.notes] == [("bed_held", "H1")]


def test_a_hold_that_has_run_out_keeps_nobody(store: Store, council: Seeded) -> None:
    held(store, council, "H1", "A", minutes=60)
    later = Store(store.engine, lambda: store.clock() + timedelta(minutes=60))
    assert (forbidden(later, council), usable(later, council, "H1")) == ([], 1)


def test_a_held_bed_beside_a_free_one_is_counted_as_blocked(store: Store) -> None:
    council = settled(
        store, moved_to(case(referrals=[referral("A"), referral("B")], homes=[home("H1")]), TODAY), "two"
    )
    held(store, council, "H1", "A")
    assert (forbidden(store, council), usable(store, council, "H1")) == ([], 1)


def test_a_pin_stands_above_a_hold(store: Store, council: Seeded) -> None:
    held(store, council, "H1", "A")
    pair = (council.referrals["B"], council.homes["H1"])
    rows(store, council.officer, lambda work: links.add_pair(work, "pin", pair, "a panel", None))
    assert forbidden(store, council) == []


def test_a_child_who_lives_in_the_home_is_not_kept_from_it_by_a_hold(store: Store) -> None:
    children = [referral("A"), referral("B", current_home="H1")]
    council = settled(store, moved_to(case(referrals=children, homes=[home("H1")]), TODAY), "stay")

    def hold(work: Work) -> None:
        free = beds.beds_of(work, council.homes["H1"])
        lived_in = {p.bed_id for p in placements.lasting(work, TODAY)}
        bed_id = next(bed.id for bed in free if bed.id not in lived_in)
        assert council.officer.id is not None
        holds.hold(work, bed_id, council.referrals["A"], council.officer.id, work.now + timedelta(hours=1))

    rows(store, council.officer, hold)
    assert (forbidden(store, council), usable(store, council, "H1")) == ([], 2)


def test_a_closed_home_is_not_in_the_case_and_its_review_needs_a_place(store: Store, council: Seeded) -> None:
    sleeps(store, council, council.children["A"], "H1", -10)
    rows(store, council.officer, lambda work: homes.change_home(work, council.homes["H1"], 1, open=False))
    found = now(store, council.officer).case
    assert ([one.id for one in found.homes], referral_in(found, "A").current_home) == (["H2"], None)


@pytest.mark.parametrize(("ends", "shown"), [(1, ["H1", "H2"]), (0, ["H2"])])
def test_a_home_is_in_the_case_while_a_contract_is_in_force(
    store: Store, council: Seeded, ends: int, shown: list[str]
) -> None:
    def stop(work: Work) -> None:
        contract = contracts.contracts_of(work, council.homes["H1"])[0]
        change_start(work, contract.id)
        contracts.end_contract(work, contract.id, day(ends))

    rows(store, council.officer, stop)
    found = now(store, council.officer)
    assert sorted(one.id for one in found.case.homes) == shown
    assert [note.code for note in found.notes] == ([] if ends else ["no_contract"])


def change_start(work: Work, contract_id: int) -> None:
    """A contract that began before today, so that it may end today."""
    change(work, CONTRACTS, contract_id, starts=day(-30))


def test_a_child_under_review_keeps_its_home_after_the_contract(store: Store, council: Seeded) -> None:
    sleeps(store, council, council.children["A"], "H1", -10)

    def stop(work: Work) -> None:
        contract = contracts.contracts_of(work, council.homes["H1"])[0]
        change_start(work, contract.id)
        contracts.end_contract(work, contract.id, TODAY)

    rows(store, council.officer, stop)
    found = now(store, council.officer)
    assert referral_in(found.case, "A").current_home == "H1"
    assert [(note.code, note.reference) for note in found.notes] == [("contract_ended", "H1")]


def test_a_home_has_the_price_of_the_day_it_opens(store: Store) -> None:
    opening = home("H1", available_from="2026-05-01")
    council = settled(store, moved_to(case(referrals=[referral("A")], homes=[opening]), TODAY), "open")
    opens = home_in(council.case, "H1").available_from

    def dearer(work: Work) -> None:
        prices = {"weekly_price_pence": 1, "void_charge_pence": 2, "sibling_discount_percent": 3}
        contracts.add_contract(work, council.homes["H1"], prices, opens)
        contracts.end_contract(work, contracts.contracts_of(work, council.homes["H1"])[0].id, opens)

    rows(store, council.officer, dearer)
    found = home_in(now(store, council.officer).case, "H1")
    amounts = (found.weekly_price_pence, found.void_charge_pence, found.sibling_discount_percent)
    assert amounts == (1, 2, 3)


def test_headroom_is_rounded_down_to_a_penny(store: Store) -> None:
    budget = [{"fund": "la", "weekly_limit_pence": 1_000}]
    document = case(referrals=[referral("A")], homes=[home()], budgets=budget)
    council = settled(store, moved_to(document, TODAY), "money")
    for committed, over, headroom in ((0, 0, 1_000), (1, 0, 999), (100, 0, 999), (100_001, 2, 0)):
        figures = {"committed_centipence": committed, "overridden_centipence": over}
        statement = update(BUDGETS).where(BUDGETS.c.council_id == council.council_id).values(**figures)
        rows(store, council.officer, partial(executed, statement))
        assert now(store, council.officer).case.budgets[0].weekly_limit_pence == headroom


def executed(statement: Any, work: Work) -> None:
    work.connection.execute(statement)


def test_siblings_who_are_placed_leave_their_group(store: Store) -> None:
    group = [{"id": "S", "members": ["A", "B", "C"], "rule": "together"}]
    three = [referral("A"), referral("B"), referral("C")]
    council = settled(
        store, moved_to(case(referrals=three, homes=[home()], sibling_groups=group), TODAY), "kin"
    )
    rows(store, council.officer, lambda work: referrals.close(work, council.referrals["A"], "placed"))
    assert [sorted(one.members) for one in now(store, council.officer).case.sibling_groups] == [["B", "C"]]
    rows(store, council.officer, lambda work: referrals.close(work, council.referrals["B"], "placed"))
    assert now(store, council.officer).case.sibling_groups == ()


def test_siblings_of_whom_one_is_under_review_are_preferred_together(store: Store, council: Seeded) -> None:
    ids = [council.children["A"], council.children["B"]]
    rows(store, council.officer, lambda work: links.add_group(work, "S", "together", ids))
    assert now(store, council.officer).case.sibling_groups[0].rule == "together"
    sleeps(store, council, ids[0], "H1", -10)
    found = now(store, council.officer)
    assert found.case.sibling_groups[0].rule == "prefer_together"
    assert [(note.code, note.reference) for note in found.notes] == [("together_under_review", "S")]


def test_a_relationship_is_told_while_both_children_are_in_the_case(store: Store) -> None:
    lives = home("H1", residents=[resident("K")])
    link = [{"a": "A", "b": "K", "kind": "avoid"}]
    council = settled(
        store, moved_to(case(referrals=[referral("A")], homes=[lives], relationships=link), TODAY), "kin"
    )
    found = now(store, council.officer).case.relationships
    assert [(one.a, one.b, one.kind) for one in found] == [("A", "K", "avoid")]
    with store.read(council.council_id) as work:
        placed = placements.lasting(work, TODAY)[0].id
    rows(store, council.officer, lambda work: placements.end(work, placed, TODAY))
    assert now(store, council.officer).case.relationships == ()


def test_the_same_waiver_twice_is_one(store: Store, council: Seeded) -> None:
    waived = (council.referrals["A"], "age", None, "a panel", None)
    rows(store, council.officer, lambda work: links.add_waiver(work, *waived))
    rows(store, council.officer, lambda work: links.add_waiver(work, *waived))
    assert len(now(store, council.officer).case.waivers) == 1


def test_an_eighteenth_birthday_is_told_before_and_after(store: Store, council: Seeded) -> None:
    child = council.children["A"]
    told = {91: [], 90: ["turns_18"], 1: ["turns_18"], 0: ["is_18"], -1: ["is_18"]}
    for days_until, codes in told.items():
        turns = day(days_until)
        born = turns.replace(year=turns.year - 18)
        rows(store, council.officer, partial(change, table=CHILDREN, key=child, birth_date=born))
        notes = now(store, council.officer).notes
        assert [(note.code, note.reference) for note in notes] == [(code, "A") for code in codes]


def test_no_policy_in_force_is_told_as_a_conflict(store: Store, council: Seeded) -> None:
    with pytest.raises(Conflict, match="no policy is in force on 2026-11-22: have one approved") as refused:
        now(store, council.officer, day(-1))
    assert refused.value.code == "no_policy"


def test_the_policy_of_a_day_is_the_last_approved_one_by_then(store: Store, council: Seeded) -> None:
    policy = council.case.policy.model_dump(mode="json") | {"move_pence": 7}
    deciding: dict[str, Any] = {"hold_minutes": 15}

    def next_version(work: Work) -> int:
        return policies.add_policy(work, (policy, deciding), day(3), "why", council.commissioner.id)

    policy_id = rows(store, council.officer, next_version)
    before = council.case.policy.move_pence
    assert now(store, council.officer, day(3)).case.policy.move_pence == before
    rows(store, council.officer, lambda work: policies.approve(work, policy_id, council.panel.id))
    assert now(store, council.officer, day(2)).case.policy.move_pence == before
    found = now(store, council.officer, day(3))
    assert (found.case.policy.move_pence, found.policy_id) == (7, policy_id)
    later = Store(store.engine, lambda: store.clock() + timedelta(days=3))
    with later.read(council.council_id) as work:
        assert (deciding_of(work).hold_minutes, deciding_of(work).holds_per_officer) == (15, 3)


def test_references_lead_to_the_rows(store: Store, council: Seeded) -> None:
    found = now(store, council.officer)
    assert (found.referral_ids, found.home_ids) == (council.referrals, council.homes)


@pytest.mark.parametrize(
    ("rule", "linked", "noted"),
    [
        ("apart", [("B", "A", "must_not_share")], []),
        ("together", [], [("together_placed", "S")]),
        ("prefer_together", [], []),
    ],
)
def test_a_sibling_who_is_placed_still_counts(
    store: Store, council: Seeded, rule: str, linked: list[tuple[str, str, str]], noted: list[tuple[str, str]]
) -> None:
    ids = [council.children["A"], council.children["B"]]
    rows(store, council.officer, lambda work: links.add_group(work, "S", rule, ids))
    sleeps(store, council, ids[0], "H1", -10)
    rows(store, council.officer, lambda work: referrals.close(work, council.referrals["A"], "placed"))
    found = now(store, council.officer)
    assert found.case.sibling_groups == ()
    assert [(one.a, one.b, one.kind) for one in found.case.relationships] == linked
    assert [(note.code, note.reference) for note in found.notes] == noted


def test_siblings_kept_apart_by_a_link_too_are_told_once(store: Store, council: Seeded) -> None:
    ids = [council.children["A"], council.children["B"]]
    rows(store, council.officer, lambda work: links.add_group(work, "S", "apart", ids))
    rows(store, council.officer, lambda work: links.add_group(work, "T", "apart", ids))
    rows(store, council.officer, lambda work: links.add_relationship(work, ids[0], ids[1], "must_not_share"))
    sleeps(store, council, ids[0], "H1", -10)
    rows(store, council.officer, lambda work: referrals.close(work, council.referrals["A"], "placed"))
    found = now(store, council.officer).case.relationships
    assert [(one.a, one.b, one.kind) for one in found] == [("B", "A", "must_not_share")]
