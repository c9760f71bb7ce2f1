"""Write docs/performance.md and its charts from the newest results: `python -m benchmarks.report`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import charts
from benchmarks.readings import ENGINE, REGIMES, Line, Readings, core_seconds, disagreements, read, seconds
from benchmarks.targets import fastest_resolving, rows, told

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "performance.md"
HEAD = """\
# Performance

Written by `python -m benchmarks.report` from `benchmarks/results`: do not edit. How it is measured,
and how to measure it again: [benchmarks](../benchmarks/README.md). All cases are generated;
everything in them is invented.
"""
ALLOCATIONS = """\
## Allocation, side by side

Seconds from a case in memory to an allocation (arrays and solve). `proved` counts the seeds with
both tiers proved in the time allowed; a run without a proof counts with the time it took. Tier 1 is
the weight left unplaced: less is better, and a cost means nothing unless it is equal.
"""
REGRETS = """\
## Exact regrets

The complete table, from bytes to bytes. "Solving again" is the fastest peer's mean over a sample of
options, times the number of options that need a solve.
"""
PARTS = """\
## Where the time goes

From the case's bytes to the answer's bytes. `solve` runs in the child process and includes the way
there and back.
"""
PEERS = {
    ENGINE: "this engine",
    "highs": "HiGHS, compact model, two phases, one thread",
    "scip": "SCIP, the same rows, through ortools",
    "cbc": "CBC, the same rows, through ortools",
    "cpsat": "CP-SAT as a tutorial would write it, eight workers, two solves",
    "timefold": "Timefold, constraint streams, 60 s of local search",
    "first_come": "first come, first served by price: today's practice",
    "first_come_urgent": "the same, the most urgent children first",
    "flow": "min-cost flow without side constraints: a floor, not a plan",
}


def page(readings: Readings) -> str:
    """The whole page."""
    parts = [*_head(readings), *_targets(readings), *_allocations(readings), *_tables(readings)]
    return "\n".join([*parts, *_parts(readings), *_limits(readings)]) + "\n"


def _head(readings: Readings) -> Iterator[str]:
    lines = readings.lines
    loads = sorted(float(line["load"]) for line in lines)
    dates = sorted(str(line["date"])[:10] for line in lines)
    revisions = ", ".join(sorted({line["revision"] for line in lines}))
    compared, differ = disagreements(readings)
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


def _table(head: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    for cells in body:
        yield "| " + " | ".join(cells) + " |"
    yield ""


def _targets(readings: Readings) -> Iterator[str]:
    yield "## Targets"
    yield ""
    said = {True: "met", False: "**not met**", None: "–"}
    yield from _table(
        ("target", "measured", ""), ((r.target, r.measured, said[r.met]) for r in rows(readings))
    )


def _allocations(readings: Readings) -> Iterator[str]:
    yield ALLOCATIONS
    for size in readings.sizes():
        for regime in REGIMES:
            body = [cells for method in PEERS for cells in _allocation(readings, size, regime, method)]
            if body:
                yield f"### {size.capitalize()}, budgets {regime}"
                yield ""
                yield from _table(("method", "seconds", "proved", "tier 1", "memory, MiB"), body)
    yield "![Seconds to an allocation at county size, by method](performance/allocation.svg)"
    yield ""
    yield "![Seconds to an allocation over the number of options](performance/growth.svg)"
    yield ""


def _allocation(readings: Readings, size: str, regime: str, method: str) -> Iterator[list[str]]:
    lines = [n for n in _core_lines(readings, size, regime, method) if n["parts"]]
    if not lines:
        return
    times = sorted(core_seconds(line) for line in lines)
    floors = [line.get("tier1", line.get("floor1")) for line in lines]
    tier1 = sorted(floor for floor in floors if floor is not None)
    proved = sum(line["status"] == "optimal" for line in lines)
    memory = [
        n["peak_mib"]
        for n in (readings.of(size, regime, "memory") if method == ENGINE else lines)
        if "peak_mib" in n
    ]
    yield [
        PEERS[method],
        told(times[len(times) // 2], ""),
        f"{proved} of {len(lines)}",
        f"{tier1[len(tier1) // 2]:,}" if tier1 else "none",
        f"{max(memory):.0f}" if memory else "–",
    ]


def _core_lines(readings: Readings, size: str, regime: str, method: str) -> list[Line]:
    return readings.of(size, regime, "overhead" if method == ENGINE else "allocate", method)


def _tables(readings: Readings) -> Iterator[str]:
    yield REGRETS
    body = []
    for size in readings.sizes():
        for regime in REGIMES:
            table = readings.of(size, regime, "options")
            again = sorted(fastest_resolving(readings, size, regime).values())
            if table:
                middle = told(again[len(again) // 2]) if again else "–"
                settled = (
                    f"{sum(n.get('settled', 0) for n in table)} of {sum(n.get('options', 0) for n in table)}"
                )
                first = told(seconds(readings.of(size, regime, "first3"), "first_three"))
                body.append([size, regime, told(seconds(table)), settled, first, middle])
    names = (
        "size",
        "budgets",
        "complete table",
        "options settled",
        "first three of each child",
        "solving again",
    )
    yield from _table(names, body)


def _parts(readings: Readings) -> Iterator[str]:
    yield PARTS
    body = []
    for name, parts in _shares(readings):
        whole = sum(parts.values())
        body.append([name, told(whole), *(f"{value / whole:.1%}" for value in parts.values())])
    names = list(_shares(readings)[0][1]) if body else []
    yield from _table(("case", "whole", *names), body)
    yield "![Shares of the parts](performance/parts.svg)"
    yield ""


def _shares(readings: Readings) -> list[tuple[str, dict[str, float]]]:
    found = []
    for size in readings.sizes():
        for regime in REGIMES:
            lines = [n for n in readings.of(size, regime, "overhead") if n["parts"]]
            if lines:
                parts = {name: seconds(lines, name) or 0.0 for name in lines[0]["parts"]}
                found.append((f"{size}, {regime}", parts))
    return found


def _limits(readings: Readings) -> Iterator[str]:
    notes = PAGE.with_name("performance") / "notes.md"
    if notes.exists():
        yield notes.read_text(encoding="utf-8").rstrip()


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
    if _shares(readings):
        found["parts.svg"] = charts.shares("Shares of the whole, bytes to bytes", _shares(readings))
    return found


def _bars(readings: Readings, regime: str, method: str) -> Iterator[charts.Bar]:
    lines = [n for n in _core_lines(readings, "county", regime, method) if n["parts"]]
    if lines and method not in ("flow", "first_come_urgent"):
        times = sorted(core_seconds(line) for line in lines)
        open_ended = method != "first_come" and any(line["status"] != "optimal" for line in lines)
        yield charts.Bar(method.replace("_", " "), regime, times[len(times) // 2], open_ended)


def main(arguments: list[str] | None = None) -> None:
    """Write the page and its charts, or with --print only print the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the page, write nothing")
    asked = parser.parse_args(arguments)
    readings = read()
    if asked.print:
        sys.stdout.write(page(readings))
        return
    folder = PAGE.with_name("performance")
    folder.mkdir(exist_ok=True)
    PAGE.write_text(page(readings), encoding="utf-8")
    for name, picture in pictures(readings).items():
        (folder / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
