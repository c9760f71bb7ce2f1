"""Every rule refuses the allocation that just breaks it and accepts its twin on the boundary."""

from __future__ import annotations

import pytest

from matcher.rules.book import ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from matcher.verify import verify
from tests.builders import case, home, referral, relationship
from tests.verify.paths import codes
from tests.verify.twins import ALL_TWINS, GROUP_TWINS, PAIR_TWINS, Twin


@pytest.mark.parametrize("twin", ALL_TWINS, ids=str)
def test_the_allocation_that_breaks_a_rule_names_it_and_no_other(twin: Twin) -> None:
    assert codes(twin.refused, {"allocation": twin.allocation}) == twin.broken


@pytest.mark.parametrize("twin", ALL_TWINS, ids=str)
def test_its_twin_on_the_boundary_is_accepted(twin: Twin) -> None:
    assert verify(twin.allowed, {"allocation": twin.allocation}) == ()


def test_every_rule_of_the_book_has_its_twins() -> None:
    assert {twin.rule for twin in PAIR_TWINS} == set(PAIR_RULES) == set(ORDER)
    assert {twin.rule for twin in GROUP_TWINS} == set(GROUP_RULES)


@pytest.mark.parametrize("twin", ALL_TWINS, ids=str)
def test_a_breach_that_both_statements_of_a_rule_find_is_told_once(twin: Twin) -> None:
    found = [breach.code for breach in verify(twin.refused, {"allocation": twin.allocation})]

    assert sorted(found) == sorted(twin.broken)


def test_what_shuts_a_home_to_others_only_warns_the_child_who_lives_there() -> None:
    lives = case([referral(current_home="H1", need="autism", max_miles=1)], [home(judgement="inadequate")])
    warned = {"referral": "A", "warnings": [{"rule": "distance"}, {"rule": "need"}]}

    assert verify(lives, {"allocation": {"A": "H1"}, "placements": [warned]}) == ()
    silent = {"allocation": {"A": "H1"}, "placements": [{"referral": "A", "warnings": []}]}
    assert [breach.message for breach in verify(lives, silent)] == [
        "A at H1: distance is missing",
        "A at H1: need is missing",
    ]


def test_a_stay_in_a_home_that_lost_its_registration_is_refused() -> None:
    lives = case([referral(current_home="H1", need="autism")], [home(registered=False)])

    assert codes(lives, {"allocation": {"A": "H1"}}) == {"registration"}


@pytest.mark.parametrize(("home_of_b", "tier1"), [("H1", 100), ("H2", 0), (None, 10)])
def test_two_who_must_not_share_and_both_stay_weigh_the_larger_of_their_weights(
    home_of_b: str | None, tier1: int
) -> None:
    two = case(
        [
            referral("A", current_home="H1", urgency="emergency"),
            referral("B", current_home="H1" if home_of_b else None, urgency="urgent"),
        ],
        [home("H1"), home("H2")],
        relationships=[relationship("A", "B")],
    )
    answer = {"allocation": {"A": "H1", "B": home_of_b}, "tier1": tier1}

    assert verify(two, answer) == ()
    assert codes(two, answer | {"tier1": tier1 + 1}) == {"tier1"}


@pytest.mark.parametrize(("related", "tier1"), [(True, 1), (False, 0)])
def test_of_those_who_stay_only_a_pair_who_must_not_share_is_weighed(related: bool, tier1: int) -> None:
    lives = [referral(id, current_home="H1") for id in "ABC"]
    three = case(lives, [home(places=3)], relationships=[relationship("A", "C")] if related else [])

    assert verify(three, {"allocation": dict.fromkeys("ABC", "H1"), "tier1": tier1}) == ()


def test_a_crowd_in_one_home_is_refused_for_its_beds_without_comparing_every_two() -> None:
    many = [referral(f"C{n}", solo=True) for n in range(2_000)]
    crowd = case(many, [home()])

    assert codes(crowd, {"allocation": {child["id"]: "H1" for child in many}}) == {"beds"}
