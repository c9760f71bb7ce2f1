"""Write docs/performance.md and its charts from the newest results: `python -m benchmarks.report`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import charts
from benchmarks.question_targets import questions
from benchmarks.readings import REGIMES, Line, Readings, core_seconds, disagreements, read
from benchmarks.sections import (
    PEERS,
    allocations,
    core_lines,
    dense_options,
    regrets,
    shares,
    table,
    where_time_goes,
)
from benchmarks.targets import rows

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "performance.md"
NOTES = Path(__file__).with_name("notes.md")
"""What people have written under the figures."""
HEAD = """\
# Performance

Written by `python -m benchmarks.report` from `benchmarks/results`: do not edit. How it is measured,
and how to measure it again: [benchmarks](../benchmarks/README.md). All cases are generated;
everything in them is invented.
"""


def page(readings: Readings, dense: Readings) -> str:
    """The whole page: the ladder's sparse cases, and a section on the dense ones."""
    measured = [
        *allocations(readings),
        *regrets(readings),
        *dense_options(dense),
        *questions(readings),
        *where_time_goes(readings),
    ]
    head = [*_head(readings, dense), *_targets(readings)]
    return "\n".join([*head, *measured, NOTES.read_text("utf-8").rstrip()]) + "\n"


def _head(readings: Readings, dense: Readings) -> Iterator[str]:
    lines = [*readings.lines, *dense.lines]
    loads = sorted(float(line["load"]) for line in lines)
    dates = sorted(str(line["date"])[:10] for line in lines)
    revisions = ", ".join(sorted({line["revision"] for line in lines}))
    (compared, differ), (also, and_differ) = disagreements(readings), disagreements(dense)
    compared, differ = compared + also, differ + [f"{name}-dense" for name in and_differ]
    said = "none differs" if not differ else f"these differ: {', '.join(differ)}"
    unverified = sum(not line["verified"] for line in lines)
    yield HEAD
    yield f"- Measured {_range(dates)} at revision {revisions} (+: with changes not committed)."
    yield f"- Machine: {'; '.join(sorted({_machine(line) for line in lines}))}."
    yield f"- Versions: {'; '.join(sorted({_versions(line) for line in lines}))}."
    yield f"- {len(lines)} measurements. Figures are medians over the seeds, each the median of its repeats."
    yield f"- The machine was shared: its load was {loads[0]:.1f} to {loads[-1]:.1f}, median"
    yield f"  {loads[len(loads) // 2]:.1f}. Ratios of what ran side by side mean more than seconds."
    yield f"- Two methods proved the optimum of the same case {compared} times: {said}."
    yield f"- Every plan was checked by the verifier; {unverified} measurements have no verified answer."
    yield ""


def _machine(line: Line) -> str:
    machine = line["machine"]
    return f"{machine['cores']} cores of {machine['cpu']}, {machine['memory_mib'] // 1024} GiB"


def _versions(line: Line) -> str:
    return ", ".join(f"{name} {number}" for name, number in line["versions"].items())


def _range(dates: list[str]) -> str:
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]} to {dates[-1]}"


def _targets(readings: Readings) -> Iterator[str]:
    yield "## Targets"
    yield ""
    said = {True: "met", False: "**not met**", None: "–"}
    yield from table(
        ("target", "measured", ""), ((r.target, r.measured, said[r.met]) for r in rows(readings))
    )


def pictures(readings: Readings) -> dict[str, str]:
    """The charts by file name."""
    found = {}
    bars = [bar for regime in REGIMES for method in PEERS for bar in _bars(readings, regime, method)]
    if bars:
        found["allocation.svg"] = charts.bars(
            "County: seconds to an allocation (→: not proved in time)", bars
        )
    points = [
        charts.Point(line["options"], core_seconds(line), regime)
        for size in readings.sizes()
        for regime in REGIMES
        for line in readings.of(size, regime, "overhead")
        if line["parts"]
    ]
    if points:
        found["growth.svg"] = charts.points(
            "Seconds to an allocation, by eligible options", points, "options"
        )
    if shares(readings):
        found["parts.svg"] = charts.shares("Shares of the whole, bytes to bytes", shares(readings))
    return found


def _bars(readings: Readings, regime: str, method: str) -> Iterator[charts.Bar]:
    lines = [n for n in core_lines(readings, "county", regime, method) if n["parts"]]
    if lines and method not in ("flow", "first_come_urgent"):
        times = sorted(core_seconds(line) for line in lines)
        open_ended = method != "first_come" and any(line["status"] != "optimal" for line in lines)
        yield charts.Bar(method.replace("_", " "), regime, times[len(times) // 2], open_ended)


def main(arguments: list[str] | None = None) -> None:
    """Write the page and its charts, or with --print only print the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the page, write nothing")
    asked = parser.parse_args(arguments)
    readings, dense = read(), read(density="dense")
    if asked.print:
        sys.stdout.write(page(readings, dense))
        return
    folder = PAGE.with_name("performance")
    folder.mkdir(exist_ok=True)
    PAGE.write_text(page(readings, dense), encoding="utf-8")
    for name, picture in pictures(readings).items():
        (folder / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
