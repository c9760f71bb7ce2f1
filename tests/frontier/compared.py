"""A frontier against every legal plan of a small case, with the sums written from the text once more."""

from __future__ import annotations

from collections.abc import Iterator

from matcher import library
from matcher.domain.frontier import Frontier
from matcher.errors import MatcherError, PinsClash
from tests.differential.brute import Enumerated, enumerate_case
from tests.differential.draws import read
from tests.differential.plain import Doc, Plan, World, discounts, incremental, metres
from tests.frontier.draws import traded

Point = tuple[int, int, int, bool]
"""Pence, metres, the least tier 2 there, supported."""


def disagreements(seed: int, workers: int = 2) -> Iterator[str]:
    """What the engine says of a drawn case that brute force does not."""
    doc = traded(seed)
    truth = enumerate_case(doc)
    try:
        answer = library.frontier(read(doc), library.Settings(workers=workers))
    except PinsClash:
        if truth.best is not None:
            yield f"seed {seed}: pins clash, and brute force finds {truth.best}"
        return
    except MatcherError as error:
        yield f"seed {seed}: {type(error).__name__}: {error}"
        return
    if truth.best is None:
        yield f"seed {seed}: a frontier, and no plan is legal"
    elif (answer.status, answer.tier1) != ("optimal", truth.best[0]):
        yield f"seed {seed}: {answer.status} at tier 1 of {answer.tier1}, not {truth.best[0]}"
    elif told(answer) != expected(doc, truth):
        yield f"seed {seed}: {told(answer)} is not {expected(doc, truth)}"


def told(answer: Frontier) -> list[Point]:
    """What the engine answers, in its order."""
    return [(p.incremental_pence, p.distance_m, p.tier2, bool(p.supported)) for p in answer.points]


def expected(doc: Doc, truth: Enumerated) -> list[Point]:
    """The plans of least tier 1 that no other beats in both, cheapest first."""
    world, best = World(doc), truth.best
    assert best is not None
    least: dict[tuple[int, int], int] = {}
    for (tier1, tier2), plan in truth.plans:
        if tier1 == best[0]:
            at = sums(world, plan)
            least[at] = min(tier2, least.get(at, tier2))
    kept = [at for at in sorted(least) if not any(_beats(other, at) for other in least)]
    return [(*at, least[at], _supported(at, kept)) for at in kept]


def sums(world: World, plan: Plan) -> tuple[int, int]:
    """Incremental cost after discounts, and metres from home."""
    pairs = [(world.children[child], world.homes[home]) for child, home in plan.items()]
    cost = sum(incremental(world, *pair) for pair in pairs) - sum(discounts(world, plan).values())
    return cost, sum(metres(child["origin"], home["location"]) for child, home in pairs)


def _beats(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _supported(at: tuple[int, int], kept: list[tuple[int, int]]) -> bool:
    """Whether some prices of a penny and a metre, neither below nothing, make it a best one."""
    slopes = {(a[1] - b[1], b[0] - a[0]) for a in kept for b in kept if a[0] < b[0]} | {(1, 0), (0, 1)}
    return any(all(p * at[0] + m * at[1] <= p * o[0] + m * o[1] for o in kept) for p, m in slopes)
