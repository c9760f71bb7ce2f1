"""A sweep: one number of a case over a range, the plan at even points, and where exactly it changes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from matcher.answers.ask import Clock, Settings, run_of
from matcher.answers.figures import figures_of
from matcher.answers.oracle import Met, Oracle, evenly
from matcher.answers.several import Counted, share_s
from matcher.answers.turns import Found, find_turns
from matcher.answers.what_if import fields_of
from matcher.domain.case import Case
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Point, Range, Sweep
from matcher.errors import BadCase, Fault


def sweep(case: Case, parameter: Parameter, asked: Range, settings: Settings) -> Sweep:
    """The plans at so many values from start to stop, and the turns between two that differ.

    Raises BadCase for a range or a parameter that cannot be; OutOfTime when a point has no plan in time;
    SolveFailed.
    """
    _refuse_range(parameter, asked)
    clock = Clock()
    oracle = Oracle(case, parameter, settings, clock)
    values = evenly(asked.start, asked.stop, asked.points)
    # the plan of dear homes is possible where they are cheaper: a start for the next, not the other way
    met = _points(oracle, values[::-1] if parameter.turns == "uplift" else values)
    found = _turns(oracle, met, asked.solves)
    told = tuple(_point(one) for one in met)
    proved = all(point.status == "optimal" for point in told)
    return Sweep(
        status="optimal" if proved else "best_found",
        parameter=parameter,
        unit=parameter.unit,
        points=told,
        turns=tuple(turn for part in found for turn in part.turns),
        complete=all(part.complete for part in found),
        searched="everywhere" if parameter.widens else "between points whose plans differ",
        solves=len(oracle.met),
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _refuse_range(parameter: Parameter, asked: Range) -> None:
    least, most = parameter.range
    faults = [
        Fault(f"$.{name}", f"must be from {least} to {most} ({parameter.unit})")
        for name, value in (("start", asked.start), ("stop", asked.stop))
        if not least <= value <= most
    ]
    if not faults and asked.stop <= asked.start:
        faults = [Fault("$.stop", "must be more than start: give a greater one, or a smaller start")]
    if faults:
        raise BadCase(faults)


def _points(oracle: Oracle, values: Sequence[int]) -> list[Met]:
    """The plan at each value. Each lane goes along its part of the range, from plan to plan."""
    lanes = max(1, min(oracle.settings.workers, len(values)))
    size = -(-len(values) // lanes)
    counted = Counted(oracle.settings, oracle.clock, "points", len(values))

    def along(part: Sequence[int]) -> list[Met]:
        met: list[Met] = []
        for value in part:
            limit_s = share_s(oracle.settings, oracle.clock, counted.total - counted.done)
            met.append(oracle.at(value, [met[-1] if met else first], limit_s))
            counted.one_more()
        return met

    first = oracle.at(values[0], [], oracle.settings.limit_s)
    parts = [values[at : at + size] for at in range(0, len(values), size)]
    with ThreadPoolExecutor(lanes) as threads:
        met = [one for lane in threads.map(along, parts) for one in lane]
    return sorted(met, key=lambda one: one.value)


def _turns(oracle: Oracle, met: Sequence[Met], solves: int) -> list[Found]:
    """What lies between every two neighbours, in order; each has its share of the solves."""
    pairs = list(pairwise(met))
    differing = sum(low.plan.allocation != high.plan.allocation for low, high in pairs)

    def between(pair: tuple[Met, Met]) -> Found:
        found = Found(-(-solves // max(1, differing)))
        find_turns(oracle, *pair, found)
        return found

    with ThreadPoolExecutor(max(1, oracle.settings.workers)) as threads:
        return list(threads.map(between, pairs))


def _point(met: Met) -> Point:
    figures = figures_of(met.case, met.plan)
    return Point.model_validate(fields_of(met.plan) | {"value": met.value, "figures": figures})
