"""The frontier: every best trade of cost for distance at the least tier 1, walked from both ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher import goals
from matcher.answers.allocation import proposal
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.walks import Track, walked
from matcher.domain.case import Case
from matcher.domain.frontier import Frontier, FrontierPoint, OpenRange, ProposedPlan, Spot
from matcher.errors import OutOfTime
from matcher.model.frontier import Point
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.model.problem import Ints
from matcher.rules.facts import Facts

MILES = ("pence_per_mile", "pence_per_school_mile")
JUDGED = (*MILES, "out_of_area_pence", "move_pence", "avoid_pence", "split_siblings_pence")


def frontier(case: Case, settings: Settings) -> Frontier:
    """Whole, or what time allowed and where it is open. Raises PinsClash, OutOfTime, SolveFailed."""
    clock, facts, packed = Clock(), Facts(case), pack(case)
    solved: Solved = solve("allocate", packed.problem, {}, settings, clock)
    best = proposal(facts, packed, solved, settings, clock)
    if best.proof.tier1.gap != 0:
        raise OutOfTime(
            "who can have a home was not proved in the time allowed, and a frontier rests on it. "
            "Allow more time."
        )
    asked = {"pence": incremental_pence(case), "metres": metres(packed), "tier1": best.tier1}
    track = walked(packed.problem, asked, solved.outcome.chosen, settings, clock)
    points = track.points
    return Frontier(
        status="optimal" if track.whole else "best_found",
        tier1=best.tier1,
        proposed=ProposedPlan(
            incremental_pence=best.totals.incremental_pence,
            distance_m=best.totals.distance_m,
            tier2=best.tier2,
            allocation=best.allocation,
        ),
        points=tuple(
            _told(facts, packed, point, known)
            for point, known in zip(points, supported(points, track.whole), strict=True)
        ),
        open=_open(track),
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def incremental_pence(case: Case) -> Ints:
    """By choice: tier 2 under a price list that judges nothing, which is the incremental cost."""
    policy = case.policy
    nothing = policy.provision_pence.model_copy(
        update=dict.fromkeys(type(policy.provision_pence).model_fields, 0)
    )
    bare = policy.model_copy(update=dict.fromkeys(JUDGED, 0) | {"provision_pence": nothing})
    return pack(case.model_copy(update={"policy": bare})).problem.cost


def metres(packed: Packed) -> Ints:
    """By choice: the metres from home of its children together."""
    total = np.zeros(packed.problem.choices, dtype=np.int64)
    used = packed.choice >= 0
    np.add.at(total, packed.choice[used], packed.options.distance_m[used])
    return total


def _told(facts: Facts, packed: Packed, point: Point, known: bool | None) -> FrontierPoint:
    allocation = packed.allocation(point.chosen)
    placed = {child: home for child, home in allocation.items() if home is not None}
    near = sum(
        facts.referrals[child].origin.area == facts.homes[home].location.area
        for child, home in placed.items()
    )
    return FrontierPoint(
        incremental_pence=point.pence,
        distance_m=point.metres,
        tier2=goals.tiers(facts, placed)[1],
        supported=known,
        placed=len(placed),
        in_area=near,
        allocation=allocation,
    )


def _open(track: Track) -> tuple[OpenRange, ...]:
    if track.whole:
        return ()
    ends = (track.cheap[-1] if track.cheap else None, track.near[-1] if track.near else None)
    cheaper, nearer = (end and Spot(incremental_pence=end.pence, distance_m=end.metres) for end in ends)
    return (OpenRange(cheaper=cheaper, nearer=nearer),)


def supported(points: Sequence[Point], whole: bool) -> list[bool | None]:
    """Whether each point lies on the lower convex hull; above it is certain, on it only when whole."""
    hull: list[Point] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) < 0:
            hull.pop()
        hull.append(point)
    on_it = {(point.pence, point.metres) for point in hull}
    known = True if whole else None
    return [known if (point.pence, point.metres) in on_it else False for point in points]


def _turn(a: Point, b: Point, c: Point) -> int:
    """Below 0 where b lies above the line from a to c."""
    return (b.pence - a.pence) * (c.metres - a.metres) - (b.metres - a.metres) * (c.pence - a.pence)
