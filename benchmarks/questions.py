"""The clock for the questions of a meeting: one JSON line for each question to each case.

`python -m benchmarks.questions --seeds 1-3 --regimes slack,binding --what relax,price,sweep`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from benchmarks.answer_times import Line, measured, once
from benchmarks.asking import ASKING, Ask, Reply
from benchmarks.half_known import UNKNOWN, half_known
from benchmarks.machine import load, now, setting
from benchmarks.readings import ENGINE
from benchmarks.run import RESULTS, Rung, numbers, rung_of, several, warm_up
from benchmarks.shapes import Regime
from matcher import library
from matcher.domain.case import Case
from matcher.errors import MatcherError

WHAT = {
    "relax": ("relax",),
    "price": ("price",),
    "sweep": ("sweep_uplift", "sweep_mile"),
    "frontier": ("frontier",),
    "emergency": tuple(UNKNOWN),
    "break_even": ("break_even",),
}
SIZES = {
    "desk": ("relax", "price", "sweep_uplift", "sweep_mile", "frontier", "break_even"),
    "county": ("relax",),
    "emergency": tuple(UNKNOWN),
}
"""What is asked at which size."""
THROW_AWAY = 99
"""The seed of the case on which each question is asked once before anything is counted."""


def rung_for(size: str, seed: int, regime: Regime, what: str) -> Rung:
    """The case that a question is put to: of the ladder, or that of emergency mode."""
    if what not in UNKNOWN:
        return rung_of(size, seed, regime, "sparse")
    # it knows no budgets, and is slack whatever was asked
    document = json.dumps(half_known(seed, UNKNOWN[what])).encode()
    return Rung(size, seed, "slack", "sparse", document, library.load_case(document).fingerprint)


def asks_of(rung: Rung, what: str, limit_s: float) -> list[Ask]:
    """The question's asks, chosen by the case's allocation; none where nobody is left to ask about.

    Where there is no allocation the one ask fails as it did: a case without an answer is not left out.
    """
    case = library.load_case(rung.document)
    try:
        plan = library.allocate(case, library.Settings(limit_s=limit_s))
    except MatcherError as error:
        return [failing(error)]
    return ASKING[what](case, plan)


def failing(error: MatcherError) -> Ask:
    """An ask that ends in this error."""

    def ask(case: Case, settings: library.Settings) -> Reply:
        raise error

    return ask


def warm_questions(asked: argparse.Namespace) -> None:
    """Ask each question once of a throw-away case, so that nobody's first time is measured."""
    warm_up()
    for size, what in _wanted(asked):
        if size != "county":
            rung = rung_for(size, THROW_AWAY, "slack", what)
            for ask in asks_of(rung, what, asked.limit)[:1]:
                once(rung.document, ask, asked.limit)


def _wanted(asked: argparse.Namespace) -> list[tuple[str, str]]:
    names = {name for group in asked.what for name in WHAT[group]}
    return [(size, what) for size in asked.sizes for what in SIZES[size] if what in names]


def lines_of(asked: argparse.Namespace) -> Iterator[Line]:
    """All measurements asked for, one at a time; emergency mode knows no budgets, so no regimes."""
    regimes: list[Regime] = asked.regimes
    for (size, what), seed in product(_wanted(asked), asked.seeds):
        for regime in regimes if size != "emergency" else regimes[:1]:
            rung = rung_for(size, seed, regime, what)
            asks = asks_of(rung, what, asked.limit)
            say(f"{name_of(rung)} {what}: {len(asks)} to ask …")
            if asks:
                yield _about(rung, what, asked.limit) | measured(
                    rung.document, asks, asked.limit, asked.repeat, warm_up
                )


def _about(rung: Rung, what: str, limit_s: float) -> Line:
    about: Line = {name: value for name, value in rung._asdict().items() if name != "document"}
    asked = {"what": what, "method": ENGINE, "limit_s": limit_s}
    return about | asked | {"load": load(), "date": now()} | setting()


def name_of(rung: Rung) -> str:
    """A case as it is called in progress lines."""
    return f"{rung.size}-{rung.seed}-{rung.regime}"


def told(line: Line) -> str:
    """A measurement in one line for whoever watches."""
    case = f"{line['size']}-{line['seed']}-{line['regime']}"
    slowest = max(one["seconds"] for one in line["each"])
    found = "; ".join(_counts(one["found"]) for one in line["each"] if one["found"])
    times = f"{line['seconds']:.3f} s, slowest {slowest:.3f} s, own {line['processor_seconds']:.3f} s"
    verified = "verified" if line["verified"] else "NOT VERIFIED"
    return f"{case} {line['what']}: {times}, {line['status']}, {verified} ({found or 'no answer'})"


def _counts(found: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in found.items())


def say(text: str) -> None:
    """Tell whoever watches, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    made.add_argument("--sizes", type=several(tuple(SIZES)), default=",".join(SIZES))
    made.add_argument("--seeds", type=numbers, default="1-3", help="1-3 or 1,3")
    made.add_argument("--regimes", type=several(("slack", "binding")), default="slack,binding")
    made.add_argument("--what", type=several(tuple(WHAT)), default=",".join(WHAT))
    made.add_argument("--repeat", type=int, default=3, help="each ask counts with the median of so many")
    made.add_argument("--limit", type=float, default=60.0, help="seconds for each answer")
    made.add_argument("--out", type=Path, help="a file of JSON lines to add to")
    return made


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for and add it to a file, line by line as it comes."""
    asked = parser().parse_args(arguments)
    out = asked.out or RESULTS / f"{now()[:10]}-questions.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    say("warming up: each question once of a throw-away case …")
    warm_questions(asked)
    for line in lines_of(asked):
        with out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        say(told(line))


if __name__ == "__main__":
    main()
