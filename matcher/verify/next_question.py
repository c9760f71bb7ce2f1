"""The questions held against the case: every answer that is expected, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from matcher.domain.referral import Referral
from matcher.verify.breach import Breach, misstated
from matcher.verify.expected import FIELDS, Told, told_of
from matcher.verify.figures import same_set, stated
from matcher.verify.pricing import Pricing
from matcher.verify.shut import Shut
from matcher.verify.three_ways import ThreeWays

Doc = dict[str, Any]
PLACES = 3
FIELDS_OF = {
    "registration": ("placement_types",),
    "need": ("need", "also_needs"),
    "gender": ("gender",),
    "step_free": ("step_free",),
    "availability": ("needed_by",),
    "distance": ("max_miles",),
    "exclusion_zone": ("exclusion_zones",),
    "price_cap": ("supplement_pence", "max_weekly_pence"),
    "residents": ("flags",),
    "solo_occupied": ("flags", "solo"),
    "staffing": ("staff_hours",),
}


def question_breaches(ways: ThreeWays, shut: Shut, pricing: Pricing, answer: Doc) -> Iterator[Breach]:
    """Every question that is missing, out of place, or whose figures the case contradicts."""
    if "questions" not in answer:
        return
    hanging = {field: _hanging_on(ways, field) for field in ways.child.unknown}
    open_ones = {field for field, homes in hanging.items() if homes}
    claims = answer["questions"]
    wrong = list(same_set("questions.field", ways.child.id, (c["field"] for c in claims), open_ones))
    yield from wrong
    if wrong:
        return
    tops = _Tops(ways, shut, pricing)
    for claim in claims:
        yield from stated(
            claim, {"options": hanging[claim["field"]].bit_count()}, "questions.", f"field {claim['field']}"
        )
        yield from tops.breaches(claim)
    yield from _order(claims, answer, ways.child.id)


def _hanging_on(ways: ThreeWays, field: str) -> int:
    """The possible options that a field decides about."""
    homes = ways.here if field == "current_home" else 0
    for rule, hanging in ways.hanging.items():
        if field in FIELDS_OF.get(rule, ()):
            homes |= hanging & ~ways.broken
    return homes & ways.possible


def _order(claims: list[Doc], answer: Doc, child_id: str) -> Iterator[Breach]:
    keys = [
        (-Fraction(c["expected_changed"], c["total_weight"]), -c["options"], FIELDS.index(c["field"]))
        for c in claims
        if c["total_weight"] > 0
    ]
    if keys != sorted(keys):
        yield Breach("questions", f"{child_id}: the question to ask first does not come first")
    first = claims[0]["field"] if claims else None
    if answer.get("ask_next", first) != first:
        yield misstated("ask_next", child_id, answer["ask_next"], first)
    if answer.get("first_places", PLACES) != PLACES:
        yield misstated("first_places", child_id, answer["first_places"], PLACES)


class _Tops:
    """The first places now, and what each answer makes of them."""

    def __init__(self, ways: ThreeWays, shut: Shut, pricing: Pricing) -> None:
        self.ways, self.shut, self.pricing = ways, shut, pricing
        self.now = self._first(ways.sure, ways.possible)

    def breaches(self, claim: Doc) -> Iterator[Breach]:
        """The answers told of one question, each with its weight and its first places."""
        field, what = claim["field"], f"question {claim['field']}"
        right = [self._answer(field, told) for told in told_of(self.ways.case, self.ways.child, field)]
        totals = {
            "expected_changed": sum(each["weight"] * each["changed"] for each in right),
            "total_weight": sum(each["weight"] for each in right),
        }
        yield from stated(claim, totals, "questions.", what)
        if "answers" in claim and [_plain(each) for each in claim["answers"]] != right:
            yield Breach("questions.answers", f"{what}: an answer, its weight or its first places are not so")

    def _answer(self, field: str, told: Told) -> Doc:
        first = self._first(*self._open(field, told))
        both = [(self.now[n : n + 1], first[n : n + 1]) for n in range(PLACES)]
        return {
            "value": told.value,
            "weight": told.weight,
            "changed": sum(old != new for old, new in both),
            "sure": [home for home, sure in first if sure],
            "possible": [home for home, sure in first if not sure],
        }

    def _open(self, field: str, told: Told) -> tuple[int, int]:
        if field == "current_home":
            return self.ways.lives_at(told.fields["current_home"])
        after = ThreeWays(self.shut, self.ways.case, _knowing(self.ways.child, field, told))
        return after.sure, after.possible

    def _first(self, sure: int, possible: int) -> list[tuple[str, bool]]:
        found = []
        for homes, certain in ((sure, True), (possible, False)):
            placed = [self.pricing.at(self.ways.child.id, home) for home in self.ways.ids(homes)]
            placed.sort(key=lambda each: (each.total_pence, each.distance_m, each.home.id))
            found += [(each.home.id, certain) for each in placed[:PLACES]]
        return found[:PLACES]


def _knowing(child: Referral, field: str, told: Told) -> Referral:
    left = tuple(name for name in child.unknown if name != field)
    return child.model_copy(update=told.fields | {"unknown": left})


def _plain(answer: Doc) -> Doc:
    return {name: answer.get(name) for name in ("value", "weight", "changed", "sure", "possible")}
