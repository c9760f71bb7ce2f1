"""The page's section on the questions: how long each takes, and whether that is what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from benchmarks.answer_times import WHOLE
from benchmarks.readings import REGIMES, Line, Readings, seconds
from benchmarks.targets import told

HEAD = """\
## The questions

Seconds from the case's bytes to the verified answer's bytes, in a warm process. `median` is over the
seeds, `slowest` is the slowest answer of any seed, `own` the asking process's processor seconds, median
over the seeds: the rest is the solving processes' or waiting. `whole` counts the answers that are
verified and proved to their end, and names what the others are; `found` is what all of them hold
together. A target is met when the slowest answer keeps it and every answer is whole.
"""


class Promise(NamedTuple):
    """One question at one size, and the seconds in which each answer is to come; None: no target."""

    text: str
    what: str
    size: str
    limit_s: float | None
    regimes: tuple[str, ...] = REGIMES


PROMISES = (
    Promise("what would it take, a child", "relax", "desk", 5),
    Promise("price of all rules", "price", "desk", 5),
    Promise("9-point sweep of a provider's uplift", "sweep_uplift", "desk", 5),
    Promise("9-point sweep of the pence a mile", "sweep_mile", "desk", 5),
    Promise("frontier", "frontier", "desk", 30),
    Promise("break-even of a home in use", "break_even", "desk", None),
    Promise("what would it take, a child", "relax", "county", 10),
    Promise("emergency mode, six fields unknown, 30 × 300", "emergency", "emergency", 1, ("slack",)),
    Promise("emergency mode, every field unknown, 30 × 300", "emergency_all", "emergency", 1, ("slack",)),
)


def questions(readings: Readings) -> Iterator[str]:
    """The section, a row for each question and regime, measured or not."""
    yield HEAD
    names = ("question", "seeds", "median", "slowest", "own", "whole", "found", "target", "")
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    for promise in PROMISES:
        for regime in promise.regimes:
            lines = readings.of(promise.size, regime, promise.what)
            yield "| " + " | ".join(_cells(promise, regime, lines)) + " |"
    yield ""


def _cells(promise: Promise, regime: str, lines: list[Line]) -> Iterator[str]:
    where = "" if promise.size == "emergency" else f"{promise.size}, {regime}: "
    each = [ask for line in lines for ask in line["each"]]
    yield where + promise.text
    yield str(len(lines))
    yield told(seconds(lines))
    yield told(slowest_s(lines)) if lines else "–"
    yield told(median(line["processor_seconds"] for line in lines)) if lines else "–"
    yield _whole_of(each)
    yield found(each)
    yield "–" if promise.limit_s is None else f"≤ {promise.limit_s:g} s"
    yield verdict(promise.limit_s, lines)


def _whole_of(each: list[Line]) -> str:
    """How many are whole, and what the others say they are."""
    others = sorted({str(ask["status"]) for ask in each if not whole(ask)})
    return f"{sum(map(whole, each))} of {len(each)}" + (f" ({', '.join(others)})" if others else "")


def whole(ask: Line) -> bool:
    """Whether an answer is verified, and proved to its end."""
    return bool(ask["verified"] and ask["status"] in WHOLE)


def slowest_s(lines: Iterable[Line]) -> float | None:
    """The seconds of the slowest answer; None where there is none."""
    return max((float(ask["seconds"]) for line in lines for ask in line["each"]), default=None)


def found(each: Iterable[Line]) -> str:
    """What all answers hold together; of flags, how many are set."""
    counts = Counter[str]()
    for ask in each:
        counts.update(ask["found"])
    return ", ".join(f"{count:,} {name}" for name, count in counts.items()) or "–"


def verdict(limit_s: float | None, lines: list[Line]) -> str:
    """Met by every answer, by the median only, or not; a dash without a target or a measurement."""
    middle, slowest = seconds(lines), slowest_s(lines)
    if limit_s is None or middle is None or slowest is None:
        return "–"
    if not all(whole(ask) for line in lines for ask in line["each"]):
        return "**not met**: not every answer is whole"
    if slowest <= limit_s:
        return "met"
    return "**not met** by the slowest" if middle <= limit_s else "**not met**"
