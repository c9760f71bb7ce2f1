"""The reasons read as English does: one bed, two beds, and the need of a child who has one."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.answers.allocation import unplaced_children
from matcher.model.columns import Columns
from matcher.rules.book import breaches, exclusions
from matcher.rules.facts import Facts
from tests.builders import Doc, case, group, home, place, policy, referral, relationship, resident, zone


def reason(child: Doc, at: Doc, **changes: Any) -> str:
    """The one sentence that shuts H1 to A."""
    facts = Facts(case([referral("A", **child)], [home("H1", **at)], **changes))
    [shut] = exclusions(facts, facts.referrals["A"], facts.homes["H1"])
    return shut.reason


def said(count: int, at: Doc, **changes: Any) -> list[str]:
    """What is said of these children placed in H1."""
    children = [referral(name, **changes) for name in "ABC"[:count]]
    facts = Facts(case(children, [home("H1", **at)]))
    placed = dict.fromkeys("ABC"[:count], "H1")
    return [sentence for code, sentence in breaches(facts, placed) if code in GROUP]


GROUP = {"beds", "admissions", "staff_hours"}
AUTISM = {"need": "autism"}
SOLO = policy(solo_flags=["alone"])
APART = [relationship("A", "R1")]


@pytest.mark.parametrize(
    ("child", "at", "changes", "sentence"),
    [
        (AUTISM, {}, {}, "H1 does not meet the need of A: autism"),
        ({"also_needs": ["autism"]}, {}, {}, "H1 does not meet 1 of 2 needs of A: autism"),
        ({}, {"places": 1, "blocked_places": 1}, {}, "H1 has no free bed: 1 place, 1 blocked, 0 taken"),
        ({}, {"places": 2, "blocked_places": 2}, {}, "H1 has no free bed: 2 places, 2 blocked, 0 taken"),
        (
            {"staff_hours": 1},
            {"spare_staff_hours": 0},
            {},
            "A needs 1 extra staff hour a week; H1 has 0 to spare",
        ),
        (
            {"staff_hours": 2},
            {"spare_staff_hours": 0},
            {},
            "A needs 2 extra staff hours a week; H1 has 0 to spare",
        ),
        (
            {},
            {"residents": [resident("R1")]},
            {"relationships": APART},
            "A must not live with the resident of H1: they must not share a home",
        ),
        (
            {},
            {"residents": [resident("R1"), resident("R2")], "places": 3},
            {"relationships": APART},
            "A must not live with 1 of 2 residents of H1: they must not share a home",
        ),
        ({"solo": True}, {"residents": [resident("R1")]}, {}, "A must be the only child; H1 has 1 resident"),
        (
            {},
            {"residents": [resident("R1", flags=["alone"])]},
            {"policy": SOLO},
            "the resident of H1 must be the only child there",
        ),
        ({"max_miles": 1}, {}, {}, "H1 is 3.1 miles (5,000 m) from home for A; the limit is 1 mile"),
        ({"max_miles": 1.5}, {}, {}, "H1 is 3.1 miles (5,000 m) from home for A; the limit is 1.5 miles"),
    ],
)
def test_a_sentence_counts_as_english_does(child: Doc, at: Doc, changes: Doc, sentence: str) -> None:
    assert reason(child, at, **changes) == sentence


def test_a_zone_of_one_mile_is_one_mile() -> None:
    here = place(433_000, 280_000)
    shut = reason({"exclusion_zones": [zone(1, 433_000, 280_000)]}, {"location": here})

    assert shut == "H1 is 0.0 miles (0 m) from a place that A must stay 1 mile away from"


def test_ages_one_year_apart_are_one_year_apart() -> None:
    at = {"residents": [resident("R1", birth_date="2012-01-01")]}
    shut = reason({"birth_date": "2011-01-01"}, at, policy=policy(max_age_gap_years=0))

    assert shut.endswith("their ages are 1 year apart and the policy allows 0")


@pytest.mark.parametrize(
    ("count", "at", "changes", "sentence"),
    [
        (2, {"places": 1}, {}, "H1 has 1 usable bed and 2 children placed"),
        (3, {"places": 2}, {}, "H1 has 2 usable beds and 3 children placed"),
        (1, {"admissions_limit": 0}, {}, "H1 would admit 1 child; it can settle in 0"),
        (2, {"admissions_limit": 1}, {}, "H1 would admit 2 children; it can settle in 1"),
        (
            1,
            {"spare_staff_hours": 0},
            {"staff_hours": 1},
            "H1 would need 1 extra staff hour a week; it has 0",
        ),
        (
            2,
            {"spare_staff_hours": 1},
            {"staff_hours": 1},
            "H1 would need 2 extra staff hours a week; it has 1",
        ),
    ],
)
def test_a_breach_counts_as_english_does(count: int, at: Doc, changes: Doc, sentence: str) -> None:
    assert said(count, at, **changes) == [sentence]


def test_one_sibling_of_two_is_placed() -> None:
    children = [referral("A"), referral("B")]
    facts = Facts(case(children, sibling_groups=[group("A", "B", rule="together")]))

    assert ("together", "sibling group G1 must live together; 1 of 2 is placed, in 1 home") in breaches(
        facts, {"A": "H1"}
    )


@pytest.mark.parametrize(
    ("homes", "reason"),
    [
        ([], "The case holds no home."),
        ([home("H1", places=0)], "The only home is shut to A by one rule alone."),
        ([home("H1", places=0, registered=False)], "The only home is shut to A by two rules or more."),
        (
            [home("H1", places=0), home("H2", places=0)],
            "Every one of the 2 homes is shut to A by the rules, 2 of them by one rule alone.",
        ),
    ],
)
def test_a_child_to_whom_every_home_is_shut_is_told_so(homes: list[Doc], reason: str) -> None:
    facts = Facts(case([referral("A")], homes))

    assert [entry.reason for entry in unplaced_children(facts, Columns(facts.case), {"A": 0})] == [reason]
