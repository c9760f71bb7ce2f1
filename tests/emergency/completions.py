"""Every way in which an unfinished referral may turn out, over small sets of values with every extreme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import chain, combinations, product
from random import Random
from typing import Any

from benchmarks.tiny import tiny
from tests.differential.plain import World, beds, limit_m, metres

Doc = dict[str, Any]
TYPES = ("childrens_home", "secure_home", "foster", "supported_accommodation", "short_break")
LISTS = ("also_needs", "flags", "exclusion_zones")
MONEY = ("supplement_pence", "max_weekly_pence", "funding")
FAR, NEAR = (
    {"easting": 430_000, "northing": 290_000, "miles": 1_000},
    {"easting": 423_000, "northing": 284_000, "miles": 1},
)


def unfinished(seed: int, without: tuple[str, ...] = ()) -> tuple[Doc, str]:
    """A small case and its one child of whom one to three fields are not known; lists keep what is known."""
    draw, doc = Random(f"unfinished-{seed}"), tiny(seed)
    doc["pins"] = []
    child = draw.choice(doc["referrals"])
    fields = [field for field in DOMAINS if field not in without]
    leave_open(child, draw.sample(fields, draw.choice([1, 1, 2, 2, 3])), keep=draw.random() < 0.5)
    return doc, child["id"]


def leave_open(child: Doc, fields: list[str], keep: bool = False) -> None:
    """Name fields in `unknown` and take their values out; `keep` the known part of lists."""
    child["unknown"] = fields
    for field in fields:
        if not (keep and field in LISTS):
            child.pop(field, None)


def completions(doc: Doc, child: Doc) -> Iterator[Doc]:
    """The child, finished in every way that is legal and within the sets of values."""
    unknown = child["unknown"]
    finished = {name: value for name, value in child.items() if name != "unknown"}
    for values in product(*(DOMAINS[field](doc, child) for field in unknown)):
        whole = finished | dict(zip(unknown, values, strict=True))
        if "placement_types" not in unknown or _accepts_its_home(doc, whole):
            yield whole


def _accepts_its_home(doc: Doc, child: Doc) -> bool:
    """A child under review is taken to accept the type of home that it lives in."""
    homes = {home["id"]: home["placement_type"] for home in doc["homes"]}
    return child.get("current_home") is None or homes[child["current_home"]] in child["placement_types"]


def subsets(values: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(values, n) for n in range(len(values) + 1))


def _with_known(field: str, listed: Callable[[Doc], list[Any]]) -> Callable[[Doc, Doc], list[Any]]:
    def domain(doc: Doc, child: Doc) -> list[Any]:
        known = child.get(field) or []
        more = [value for value in listed(doc) if value not in known]
        return [[*known, *extra] for extra in subsets(more)]

    return domain


def needs(doc: Doc) -> list[str]:
    return sorted({need for home in doc["homes"] for need in home["needs_met"]})


def flags(doc: Doc) -> list[str]:
    policy = doc["policy"]
    pairs = policy.get("incompatible_flags", [])
    return sorted({*policy.get("solo_flags", []), *(flag for pair in pairs for flag in pair)})


def _days(doc: Doc, child: Doc) -> list[str]:
    today = date.fromisoformat(doc["as_of"])
    return [(today + timedelta(days=days)).isoformat() for days in (0, 7, 8, 30)]


def _homes(doc: Doc, child: Doc) -> list[str | None]:
    if any(child["id"] in g["members"] and g["rule"] == "together" for g in doc["sibling_groups"]):
        return [None]
    living = [other.get("current_home") for other in doc["referrals"] if other is not child]
    return [None, *(home["id"] for home in doc["homes"] if beds(home) > living.count(home["id"]))]


def _one(value: Any) -> Callable[[Doc, Doc], list[Any]]:
    return lambda doc, child: [value]


DOMAINS: dict[str, Callable[[Doc, Doc], list[Any]]] = {
    "gender": lambda doc, child: ["female", "male", "non_binary"],
    "school": _one(None),
    "need": lambda doc, child: needs(doc),
    "also_needs": _with_known("also_needs", needs),
    "flags": _with_known("flags", flags),
    "urgency": _one("planned"),
    "needed_by": _days,
    "placement_types": lambda doc, child: [list(kinds) for kinds in subsets(list(TYPES)) if kinds],
    "max_miles": lambda doc, child: [0, 5, 10, 12.5, 1_000, None],
    "exclusion_zones": _with_known("exclusion_zones", lambda doc: [FAR, NEAR]),
    "step_free": lambda doc, child: [False, True],
    "solo": lambda doc, child: [False, True],
    "staff_hours": lambda doc, child: [0, 10, 15, 10_000],
    "supplement_pence": lambda doc, child: [0, 50_000, 10**9],
    "max_weekly_pence": lambda doc, child: [0, 300_001, 10**9, None],
    "funding": _one([{"fund": "la", "percent": 100}]),
    "current_home": _homes,
}


def holds(must: Doc, world: World, child: Doc, home: Doc) -> bool:
    """Whether a finished child is what an option hangs on; read from the words of the answer alone."""
    value: Any = child.get(must["field"])
    codes, figure = set(must["codes"]), must["figure"]
    if must["must"] == "covers":
        limit = child["max_weekly_pence"]
        return limit is None or limit - child["supplement_pence"] >= figure
    if must["must"] == "outside":
        return all(metres(zone, home["location"]) >= limit_m(zone["miles"]) for zone in value)
    if must["field"] == "max_miles":
        return value is None or limit_m(value) >= figure
    reading: dict[str, Callable[[], bool]] = {
        "one_of": lambda: value in codes,
        "within": lambda: set(value) <= codes,
        "none_of": lambda: codes.isdisjoint(value),
        "includes": lambda: codes <= set(value),
        "no": lambda: not value,
        "at_most": lambda: value <= figure,
        "at_least": lambda: value is None or value >= figure,
        "by_then": lambda: value >= must["day"],
        "here": lambda: value == home["id"],
    }
    return reading[must["must"]]()
