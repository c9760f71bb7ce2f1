"""For every rule the same small case twice: the one that breaks it by the least, and its neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matcher.domain.case import Case
from tests.builders import (
    Doc,
    budget,
    case,
    group,
    home,
    offer,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
    waiver,
    zone,
)

EAST = place()["easting"]
NORTH = place()["northing"]


@dataclass(frozen=True)
class Twin:
    """An allocation of two cases that differ in one thing; `broken` are all the rules it breaks."""

    rule: str
    what: str
    refused: Case
    allowed: Case
    allocation: dict[str, str | None]
    broken: frozenset[str]

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


def _pair(rule: str, what: str, refused: Doc, allowed: Doc, also: str | None = None) -> Twin:
    """A alone at H1; each side gives changes for `child`, `home` and, by name, the case."""
    broken = frozenset({rule, also} - {None})
    return Twin(rule, what, _one(**refused), _one(**allowed), {"A": "H1"}, frozenset(map(str, broken)))


def _one(child: Doc | None = None, house: Doc | None = None, **changes: Any) -> Case:
    return case([referral(**child or {})], [home(**house or {}), home("H2")], **changes)


def _east(metres: int) -> Doc:
    """A home this far from the child, on the same northing; 10 miles are 16 093 m exactly."""
    return {"location": place(EAST + metres, NORTH)}


def _lives(**changes: Any) -> Doc:
    return {"residents": [resident(**changes)]}


CLASH = policy(incompatible_flags=[["risk", "harm"]])
GAP = policy(max_age_gap_years=4)
ALONE = policy(solo_flags=["fire"])
BARRED = policy(barred_judgements=["inadequate"])
SUPPORTED: Doc = {"placement_type": "supported_accommodation"}
ACCEPTS_IT: Doc = {"placement_types": ["supported_accommodation"]}

PAIR_TWINS = [
    _pair("registration", "not registered", {"house": {"registered": False}}, {}),
    _pair(
        "registration",
        "another type",
        {"house": {"placement_type": "foster"}},
        {"house": {"placement_type": "foster"}, "child": {"placement_types": ["secure_home", "foster"]}},
    ),
    _pair(
        "regulated_under_16",
        "15 and 16",
        {"child": {"age": 15, **ACCEPTS_IT}, "house": SUPPORTED},
        {"child": {"age": 16, **ACCEPTS_IT}, "house": SUPPORTED},
    ),
    _pair(
        "need",
        "primary",
        {"child": {"need": "autism"}},
        {"child": {"need": "autism"}, "house": {"needs_met": ["autism"]}},
    ),
    _pair(
        "need",
        "one of the others",
        {"child": {"also_needs": ["autism"]}},
        {"child": {"also_needs": ["autism"]}, "house": {"needs_met": ["autism", "general"]}},
    ),
    _pair("age", "too young", {"house": {"min_age": 13}}, {"house": {"min_age": 12}}),
    _pair("age", "too old", {"house": {"max_age": 11}}, {"house": {"max_age": 12}}),
    _pair(
        "age",
        "13 tomorrow",
        {"house": {"min_age": 13}, "child": {"birth_date": "2013-04-02"}},
        {"house": {"min_age": 13}, "child": {"birth_date": "2013-04-01"}},
    ),
    _pair("gender", "not taken", {"house": {"genders": ["male"]}}, {"house": {"genders": ["female"]}}),
    _pair(
        "step_free",
        "steps",
        {"child": {"step_free": True}, "house": {"step_free": False}},
        {"house": {"step_free": False}},
    ),
    _pair(
        "availability",
        "a day late",
        {"child": {"needed_by": "2026-03-31"}},
        {"child": {"needed_by": "2026-04-01"}},
    ),
    _pair(
        "distance",
        "a metre over ten miles",
        {"child": {"max_miles": 10}, "house": _east(16_094)},
        {"child": {"max_miles": 10}, "house": _east(16_093)},
    ),
    _pair(
        "distance",
        "no miles at all",
        {"child": {"max_miles": 0}, "house": _east(1)},
        {"child": {"max_miles": 0}, "house": _east(0)},
    ),
    _pair(
        "exclusion_zone",
        "a zone of no size",
        {"child": {"exclusion_zones": [zone(0.001)]}},
        {"child": {"exclusion_zones": [zone(0)]}},
    ),
    _pair(
        "exclusion_zone",
        "a metre inside",
        {"child": {"exclusion_zones": [zone(10, EAST, NORTH)]}, "house": _east(16_092)},
        {"child": {"exclusion_zones": [zone(10, EAST, NORTH)]}, "house": _east(16_093)},
    ),
    _pair(
        "price_cap",
        "a penny over",
        {"child": {"max_weekly_pence": 299_999}},
        {"child": {"max_weekly_pence": 300_000}},
    ),
    _pair(
        "price_cap",
        "with the supplement",
        {"child": {"max_weekly_pence": 300_004, "supplement_pence": 5}},
        {"child": {"max_weekly_pence": 300_005, "supplement_pence": 5}},
    ),
    _pair(
        "price_cap",
        "as offered",
        {"child": {"max_weekly_pence": 300_000}, "offers": [offer("A", "H1", weekly_price_pence=300_001)]},
        {"child": {"max_weekly_pence": 300_000}, "offers": [offer("A", "H2", weekly_price_pence=300_001)]},
    ),
    _pair(
        "declined",
        "declined",
        {"offers": [offer("A", "H1", "declined")]},
        {"offers": [offer("A", "H2", "declined")]},
    ),
    _pair(
        "declined",
        "ran out yesterday",
        {"offers": [offer("A", "H1", expires="2026-03-31")]},
        {"offers": [offer("A", "H1", expires="2026-04-01")]},
    ),
    _pair(
        "residents",
        "a relationship",
        {"house": _lives(), "relationships": [relationship("R1", "A")]},
        {"house": _lives(), "relationships": [relationship("R1", "A", "avoid")]},
    ),
    _pair(
        "residents",
        "the child's risk",
        {"child": {"flags": ["risk"]}, "house": _lives(flags=["harm"]), "policy": CLASH},
        {"child": {"flags": ["risk"]}, "house": _lives(flags=["risk"]), "policy": CLASH},
    ),
    _pair(
        "residents",
        "the resident's risk",
        {"child": {"flags": ["harm"]}, "house": _lives(flags=["risk"]), "policy": CLASH},
        {"child": {"flags": ["harm"]}, "house": _lives(flags=["harm"]), "policy": CLASH},
    ),
    _pair(
        "residents",
        "five years older",
        {"house": _lives(age=17), "policy": GAP},
        {"house": _lives(age=16), "policy": GAP},
    ),
    _pair(
        "residents",
        "five years younger",
        {"house": _lives(age=7), "policy": GAP},
        {"house": _lives(age=8), "policy": GAP},
    ),
    _pair(
        "solo_occupied",
        "the child, by field",
        {"child": {"solo": True}, "house": _lives()},
        {"child": {"solo": True}},
    ),
    _pair(
        "solo_occupied",
        "the child, by flag",
        {"child": {"flags": ["fire"]}, "house": _lives(), "policy": ALONE},
        {"child": {"flags": ["fire"]}, "house": _lives()},
    ),
    _pair(
        "solo_occupied",
        "the resident",
        {"house": _lives(flags=["fire"]), "policy": ALONE},
        {"house": _lives(flags=["fire"])},
    ),
    _pair(
        "judgement",
        "barred",
        {"house": {"judgement": "inadequate"}, "policy": BARRED},
        {"house": {"judgement": "requires_improvement"}, "policy": BARRED},
    ),
    _pair(
        "capacity",
        "all taken",
        {"house": {"places": 1, **_lives()}},
        {"house": {"places": 2, **_lives()}},
        also="beds",
    ),
    _pair(
        "capacity",
        "all blocked",
        {"house": {"places": 2, "blocked_places": 2}},
        {"house": {"places": 2, "blocked_places": 1}},
        also="beds",
    ),
    _pair(
        "staffing",
        "an hour short",
        {"child": {"staff_hours": 6}, "house": {"spare_staff_hours": 5}},
        {"child": {"staff_hours": 5}, "house": {"spare_staff_hours": 5}},
        also="staff_hours",
    ),
    _pair("forbidden", "ruled out", {"forbids": [pair("A", "H1")]}, {"forbids": [pair("A", "H2")]}),
    _pair(
        "forbidden", "pinned elsewhere", {"pins": [pair("A", "H2")]}, {"pins": [pair("A", "H1")]}, also="pins"
    ),
]


def _two(a: Doc | None = None, b: Doc | None = None, house: Doc | None = None, **changes: Any) -> Case:
    """A and B, with H1 and a second plain home."""
    return case(
        [referral("A", **a or {}), referral("B", **b or {})], [home(**house or {}), home("H2")], **changes
    )


def _group(
    rule: str, what: str, refused: Doc, allowed: Doc, allocation: dict[str, str | None] | None = None
) -> Twin:
    return Twin(rule, what, _two(**refused), _two(**allowed), allocation or BOTH_AT_H1, frozenset({rule}))


BOTH_AT_H1: dict[str, str | None] = {"A": "H1", "B": "H1"}
APART_HOMES: dict[str, str | None] = {"A": "H1", "B": "H2"}
LIVES: Doc = {"current_home": "H1"}
HOURS: Doc = {"staff_hours": 5}
TOGETHER = [group("A", "B", rule="together")]
SHARES = [{"fund": "la", "percent": 33}, {"fund": "icb", "percent": 67}]
# Two at H1: 600 000 pence; a third of one of them, 33 x 300 000 = 9 900 000 hundredths.
GROUP_TWINS = [
    _group("beds", "one too many", {"house": {"places": 1}}, {"house": {"places": 2}}),
    _group(
        "beds",
        "a review holds a bed",
        {"a": LIVES, "house": {"places": 1}},
        {"a": LIVES, "house": {"places": 2}},
    ),
    _group(
        "admissions", "one too many", {"house": {"admissions_limit": 1}}, {"house": {"admissions_limit": 2}}
    ),
    _group(
        "admissions",
        "a stay is none",
        {"house": {"admissions_limit": 1}},
        {"a": LIVES, "house": {"admissions_limit": 1}},
    ),
    _group(
        "staff_hours",
        "an hour over",
        {"a": HOURS, "b": HOURS, "house": {"spare_staff_hours": 9}},
        {"a": HOURS, "b": HOURS, "house": {"spare_staff_hours": 10}},
    ),
    _group(
        "staff_hours",
        "a stay needs none",
        {"a": HOURS, "b": HOURS, "house": {"spare_staff_hours": 5}},
        {"a": HOURS | LIVES, "b": HOURS, "house": {"spare_staff_hours": 5}},
    ),
    _group("solo", "by field", {"a": {"solo": True}}, {}),
    _group("solo", "by flag", {"b": {"flags": ["fire"]}, "policy": ALONE}, {"b": {"flags": ["fire"]}}),
    _group("solo", "two who stay", {"a": {"solo": True} | LIVES}, {"a": {"solo": True} | LIVES, "b": LIVES}),
    _group(
        "together",
        "in two homes",
        {"sibling_groups": TOGETHER},
        {"sibling_groups": [group("A", "B")]},
        APART_HOMES,
    ),
    _group(
        "together",
        "one unplaced",
        {"sibling_groups": TOGETHER},
        {"sibling_groups": [group("A", "B")]},
        {"A": None, "B": "H1"},
    ),
    _group(
        "conflicts",
        "a relationship",
        {"relationships": [relationship("B", "A")]},
        {"relationships": [relationship("B", "A", "avoid")]},
    ),
    _group(
        "conflicts",
        "an apart group",
        {"sibling_groups": [group("A", "B", rule="apart")]},
        {"sibling_groups": TOGETHER},
    ),
    _group(
        "conflicts",
        "flags",
        {"a": {"flags": ["risk"]}, "b": {"flags": ["harm"]}, "policy": CLASH},
        {"a": {"flags": ["risk"]}, "b": {"flags": ["risk"]}, "policy": CLASH},
    ),
    _group(
        "conflicts",
        "flags the other way",
        {"a": {"flags": ["harm"]}, "b": {"flags": ["risk"]}, "policy": CLASH},
        {"a": {"flags": ["harm"]}, "b": {"flags": ["harm"]}, "policy": CLASH},
    ),
    _group("conflicts", "five years", {"b": {"age": 17}, "policy": GAP}, {"b": {"age": 16}, "policy": GAP}),
    _group(
        "conflicts",
        "siblings of any age",
        {"b": {"age": 17}, "policy": GAP},
        {"b": {"age": 17}, "policy": GAP, "sibling_groups": [group("B", "A")]},
    ),
    _group(
        "conflicts",
        "two who stay",
        {"a": LIVES, "relationships": [relationship("A", "B")]},
        {"a": LIVES, "b": LIVES, "relationships": [relationship("A", "B")]},
    ),
    _group("budget", "a penny over", {"budgets": [budget(599_999)]}, {"budgets": [budget(600_000)]}),
    _group(
        "budget",
        "a share of a child",
        {"a": {"funding": SHARES}, "budgets": [budget(200_999, "icb")]},
        {"a": {"funding": SHARES}, "budgets": [budget(201_000, "icb")]},
    ),
    _group(
        "budget",
        "a stay is no new commitment",
        {"budgets": [budget(300_000)]},
        {"a": LIVES, "budgets": [budget(300_000)]},
    ),
    _group(
        "budget",
        "less the discount",
        {"budgets": [budget(570_000)], "house": {"sibling_discount_percent": 10}},
        {"budgets": [budget(570_000)], "house": {"sibling_discount_percent": 10}, "sibling_groups": TOGETHER},
    ),
    _group(
        "budget",
        "less what it cost, after the void",
        {"a": LIVES, "house": {"void_charge_pence": 1_000}, "budgets": [budget(999)]},
        {"a": LIVES, "house": {"void_charge_pence": 1_000}, "budgets": [budget(1_000)]},
        {"A": "H2", "B": None},
    ),
    _group(
        "pins", "unplaced", {"pins": [pair("B", "H1")]}, {"pins": [pair("A", "H1")]}, {"A": "H1", "B": None}
    ),
    _group(
        "reviews_keep_a_home",
        "who may stay",
        {"a": LIVES},
        {"a": LIVES, "house": {"registered": False}},
        {"A": None, "B": None},
    ),
]

WAIVED: list[tuple[str, Doc]] = [
    ("age", {"house": {"min_age": 13}}),
    ("availability", {"child": {"needed_by": "2026-03-31"}}),
    ("distance", {"child": {"max_miles": 1}}),
    ("price_cap", {"child": {"max_weekly_pence": 1}}),
    ("judgement", {"house": {"judgement": "inadequate"}, "policy": BARRED}),
]
WAIVER_TWINS = [
    Twin(
        rule,
        "waived",
        _one(**changes, waivers=[waiver("A", rule, "H2")]),
        _one(**changes, waivers=[waiver("A", rule, where)]),
        {"A": "H1"},
        frozenset({rule}),
    )
    for rule, changes in WAIVED
    for where in ("H1", None)
]
ALL_TWINS = [*PAIR_TWINS, *GROUP_TWINS, *WAIVER_TWINS]
