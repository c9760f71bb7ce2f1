"""The measured part of the performance page: who is how fast, and where the time goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.readings import ENGINE, REGIMES, Line, Readings, core_seconds, seconds
from benchmarks.targets import fastest_resolving, told

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
DENSE = """\
## Dense option sets

The same ladder where every home takes nearly every child and most children may go any distance.
Budgets slack; seconds from bytes to bytes, but first threes from a case in memory.
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


def table(head: Iterable[str], body: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    for cells in body:
        yield "| " + " | ".join(cells) + " |"
    yield ""


def allocations(readings: Readings) -> Iterator[str]:
    yield ALLOCATIONS
    for size in readings.sizes():
        for regime in REGIMES:
            body = [cells for method in PEERS for cells in _allocation(readings, size, regime, method)]
            if body:
                yield f"### {size.capitalize()}, budgets {regime}"
                yield ""
                yield from table(("method", "seconds", "proved", "tier 1", "memory, MiB"), body)
    yield "![Seconds to an allocation at county size, by method](performance/allocation.svg)"
    yield ""
    yield "![Seconds to an allocation over the number of options](performance/growth.svg)"
    yield ""


def _allocation(readings: Readings, size: str, regime: str, method: str) -> Iterator[list[str]]:
    lines = [n for n in core_lines(readings, size, regime, method) if n["parts"]]
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


def core_lines(readings: Readings, size: str, regime: str, method: str) -> list[Line]:
    return readings.of(size, regime, "overhead" if method == ENGINE else "allocate", method)


def regrets(readings: Readings) -> Iterator[str]:
    yield REGRETS
    body = []
    for size in readings.sizes():
        for regime in REGIMES:
            found = readings.of(size, regime, "options")
            again = sorted(fastest_resolving(readings, size, regime).values())
            if found:
                middle = told(again[len(again) // 2]) if again else "–"
                settled = (
                    f"{sum(n.get('settled', 0) for n in found)} of {sum(n.get('options', 0) for n in found)}"
                )
                first = told(seconds(readings.of(size, regime, "first3"), "first_three"))
                body.append([size, regime, told(seconds(found)), settled, first, middle])
    names = (
        "size",
        "budgets",
        "complete table",
        "options settled",
        "first three of each child",
        "solving again",
    )
    yield from table(names, body)


def dense_options(readings: Readings) -> Iterator[str]:
    if not readings.lines:
        return
    yield DENSE
    body = []
    for size in readings.sizes():
        plans, tables, parts = (readings.of(size, "slack", w) for w in ("allocate", "options", "overhead"))
        counts = sorted(line["options"] for line in [*tables, *parts] if "options" in line)
        body.append(
            [
                size,
                f"{counts[len(counts) // 2]:,}" if counts else "–",
                told(seconds(plans)),
                f"{sum(n['status'] == 'optimal' for n in plans)} of {len(plans)}",
                told(seconds(tables)),
                told(seconds(readings.of(size, "slack", "first3"), "first_three")),
            ]
        )
    names = ("size", "options", "allocation", "proved", "complete table", "first three of each child")
    yield from table(names, body)


def where_time_goes(readings: Readings) -> Iterator[str]:
    yield PARTS
    body = []
    for name, parts in shares(readings):
        whole = sum(parts.values())
        body.append([name, told(whole), *(f"{value / whole:.1%}" for value in parts.values())])
    names = list(shares(readings)[0][1]) if body else []
    yield from table(("case", "whole", *names), body)
    yield "![Shares of the parts](performance/parts.svg)"
    yield ""


def shares(readings: Readings) -> list[tuple[str, dict[str, float]]]:
    found = []
    for size in readings.sizes():
        for regime in REGIMES:
            lines = [n for n in readings.of(size, regime, "overhead") if n["parts"]]
            if lines:
                parts = {name: seconds(lines, name) or 0.0 for name in lines[0]["parts"]}
                found.append((f"{size}, {regime}", parts))
    return found
