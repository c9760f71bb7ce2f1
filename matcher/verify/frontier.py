"""A frontier held against its case: every plan, every figure, the order, and which points are supported."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matcher.verify.breach import Breach
from matcher.verify.documents import ALLOCATION, RUN, STATUS
from matcher.verify.figures import stated
from matcher.verify.shape import Record, Shape, list_of, or_null, text, whole, yes_no

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
_SPOT: dict[str, Shape] = {"incremental_pence": whole, "distance_m": whole}
_PLAN = Record({"allocation": ALLOCATION, "tier2": whole} | _SPOT, {})
_POINT = Record(
    {"allocation": ALLOCATION, "supported": or_null(yes_no)}
    | dict.fromkeys(("tier2", "placed", "in_area"), whole)
    | _SPOT,
    {},
)
_OPEN = Record({"cheaper": or_null(Record(_SPOT, {})), "nearer": or_null(Record(_SPOT, {}))}, {})
FRONTIER = Record(
    {
        "status": STATUS,
        "tier1": whole,
        "proposed": _PLAN,
        "points": list_of(_POINT),
        "open": list_of(_OPEN),
        "case_fingerprint": text,
    },
    {"schema": text, "run": RUN},
)


def frontier_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Every plan is legal and at the frontier's tier 1, no point beats another, no figure is misstated.

    That no point is missing is the solver's word: nothing short of another search can check it.
    """
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    for position, point in enumerate(answer["points"], start=1):
        yield from _plan(checker, point, answer["tier1"], f"point {position}")
    yield from _plan(checker, answer["proposed"], answer["tier1"], "the proposed plan")
    yield from _undominated(answer)
    yield from _order(answer["points"])
    yield from _supported(answer)
    yield from _claims(answer)


def _plan(checker: Checker, plan: Doc, tier1: int, what: str) -> Iterator[Breach]:
    for breach in checker.proposal({"allocation": plan["allocation"]}):
        yield Breach(breach.code, f"{what}: {breach.message}")
    if list(checker.unaccounted(plan["allocation"])):
        return
    account = checker.account(plan)
    placed = account.placed.values()
    right = {
        "incremental_pence": sum(one.incremental_pence for one in placed),
        "distance_m": sum(one.distance_m for one in placed),
        "tier2": account.tier2,
        "placed": len(placed),
        "in_area": sum(one.in_area for one in placed),
    }
    yield from stated(plan, right, "", what)
    if account.tier1 != tier1:
        yield Breach("tier1", f"{what} has a tier 1 of {account.tier1}, and the frontier is at {tier1}")


def _order(points: list[Doc]) -> Iterator[Breach]:
    """Each point is dearer than the one before it, and nearer."""
    for position, (one, other) in enumerate(pairwise(points), start=2):
        dearer = other["incremental_pence"] > one["incremental_pence"]
        if not dearer or other["distance_m"] >= one["distance_m"]:
            yield Breach("order", f"point {position} is not both dearer and nearer than the one before it")


def _undominated(answer: Doc) -> Iterator[Breach]:
    """The proposed plan is a plan at that tier 1 too: it beats no point, and a whole frontier reaches it."""
    mine = _at(answer["proposed"])
    for position, point in enumerate(answer["points"], start=1):
        if _beats(mine, _at(point)):
            yield Breach("dominated", f"the proposed plan beats point {position}")
    reached = any(_at(p) == mine or _beats(_at(p), mine) for p in answer["points"])
    if answer["status"] == "optimal" and not reached:
        yield Breach("status", "the answer says optimal, and no point is as good as the proposed plan")


def _at(spot: Doc) -> tuple[int, int]:
    return spot["incremental_pence"], spot["distance_m"]


def _beats(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _supported(answer: Doc) -> Iterator[Breach]:
    """A point is above some line between two others, or it is supported: where the frontier is whole."""
    places, whole_one = [_at(point) for point in answer["points"]], answer["status"] == "optimal"
    for position, (point, at) in enumerate(zip(answer["points"], places, strict=True), start=1):
        above = any(
            (at[1] - a[1]) * (b[0] - a[0]) > (at[0] - a[0]) * (b[1] - a[1])
            for a in places[: position - 1]
            for b in places[position:]
        )
        right = False if above else (True if whole_one else None)
        if point["supported"] != right:
            yield Breach("supported", f"point {position} says {point['supported']}, and it is {right}")


def _claims(answer: Doc) -> Iterator[Breach]:
    """`optimal` leaves nothing open; what is open lies between two points that follow each other."""
    points, ranges = answer["points"], answer["open"]
    if (answer["status"] == "optimal") != (not ranges):
        yield Breach("open", "an optimal frontier is open nowhere, and any other is open somewhere")
    if answer["status"] == "optimal" and not points:
        yield Breach("status", "a whole frontier has a point")
    edges = [None, *map(_at, points), None]
    between = set(pairwise(edges)) if points else {(None, None)}
    for entry in ranges:
        ends = tuple(None if entry[end] is None else _at(entry[end]) for end in ("cheaper", "nearer"))
        if ends not in between:
            yield Breach("open", "an open range does not lie between two neighbouring points")
