"""What the engine is to reach, and whether the newest measurements say that it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import log
from typing import NamedTuple

from benchmarks.readings import REGIMES, Line, Readings, core_seconds, mean_ratio, ratios, seconds

SEEDS = 5
SECONDS_60 = 60.0
MB_PER_MIB = 1.048576


MEMORY = ("memory", "memory_options")


class Row(NamedTuple):
    """One target, the value measured, and whether it is met; None: not measured."""

    target: str
    measured: str
    met: bool | None


def rows(readings: Readings) -> list[Row]:
    """Every target in order."""
    return [row for family in FAMILIES for row in family(readings)]


def told(value: float | None, unit: str = "s") -> str:
    """A figure in three significant digits, with its unit."""
    return "not measured" if value is None else f"{value:.3g} {unit}".strip()


def at_most(target: str, value: float | None, limit: float, unit: str = "s") -> Row:
    """A target that is met from `limit` downwards."""
    return Row(
        f"{target} ≤ {limit:g} {unit}".strip(), told(value, unit), None if value is None else value <= limit
    )


def at_least(target: str, value: float | None, limit: float, more: str = "") -> Row:
    """A ratio that is met from `limit` upwards."""
    met = None if value is None else value >= limit
    return Row(f"{target} ≥ {limit:g} ×", told(value, "×") + (more if value is not None else ""), met)


def whole(line: Line) -> bool:
    """Whether the answer is all that was asked: verified, both tiers proved, every regret asked for exact."""
    exact = (
        line.get("settled") == line.get("options") if line["what"] == "options" else line.get("exact", True)
    )
    return bool(line["status"] == "optimal" and line["verified"] and exact)


def judged(row: Row, lines: list[Line]) -> Row:
    """The row with its open answers and missing seeds told; a target with an open answer is not met."""
    opened = sum(not whole(line) for line in lines)
    said = row.measured + (f"; open on {opened} of {len(lines)} seeds" if opened else "")
    few = 0 < len(lines) < SEEDS
    return Row(row.target, said + (f"; {len(lines)} of {SEEDS} seeds" if few else ""), row.met and not opened)


def desk(readings: Readings) -> Iterator[Row]:
    for regime, limit in zip(REGIMES, (0.3, 0.5), strict=True):
        plans, tables = (readings.of("desk", regime, what) for what in ("allocate", "options"))
        yield judged(at_most(f"desk, {regime}: allocation end to end", seconds(plans), 0.05), plans)
        yield judged(at_most(f"desk, {regime}: complete regret table", seconds(tables), limit), tables)


def against_peers(readings: Readings) -> Iterator[Row]:
    for size, peer, limits in (
        ("county", "highs", (4, 2)),
        ("county", "cpsat", (5, 5)),
        ("region", "highs", (10, 10)),
    ):
        for regime, limit in zip(REGIMES, limits, strict=True):
            engine = readings.of(size, regime, "overhead")
            found = ratios(readings.of(size, regime, "allocate", peer), engine)
            slowest = f"; slowest seed {min(found):.2g} ×" if found else ""
            row = at_least(f"{size}, {regime}: allocation against {peer}", mean_ratio(found), limit, slowest)
            slower = peer == "highs" and size == "county" and found and min(found) < 1
            yield judged(Row(row.target, row.measured, row.met and not slower), engine if found else [])


def regret_tables(readings: Readings) -> Iterator[Row]:
    for regime, times, limit in (("slack", 200, 4.0), ("binding", 20, 45.0)):
        tables = readings.of("county", regime, "options")
        yield judged(at_most(f"county, {regime}: complete regret table", seconds(tables), limit), tables)
        found = fastest_resolving(readings, "county", regime)
        ours = {line["seed"]: float(line["seconds"]) for line in tables}
        times_longer = [again / ours[seed] for seed, again in found.items() if seed in ours]
        text = f"county, {regime}: regret table against solving again for each option by the fastest peer"
        yield judged(at_least(text, mean_ratio(times_longer), times), tables if times_longer else [])


def fastest_resolving(readings: Readings, size: str, regime: str) -> dict[int, float]:
    """By seed, seconds to solve again for each option, at the mean of the fastest peer's sample."""
    best: dict[int, float] = {}
    for method in readings.methods("resolve"):
        for line in readings.of(size, regime, "resolve", method):
            if line["seconds"] is not None:
                whole = line["seconds"] * line["to_solve"]
                best[line["seed"]] = min(best.get(line["seed"], whole), whole)
    return best


def first_threes(readings: Readings) -> Iterator[Row]:
    for regime, limit in zip(REGIMES, (0.5, 10.0), strict=True):
        lines = readings.of("county", regime, "first3")
        value = seconds(lines, "first_three")
        yield judged(at_most(f"county, {regime}: every child's first three", value, limit), lines)
    for regime, limit in zip(REGIMES, (0.15, 1.0), strict=True):
        lines = readings.of("region", regime, "first3")
        known = [line["seconds_a_child"] for line in lines if "seconds_a_child" in line]
        row = at_most(f"region, {regime}: first three of a list, a child", max(known, default=None), limit)
        yield judged(row, lines)


def region(readings: Readings) -> Iterator[Row]:
    for regime in REGIMES:
        lines = readings.of("region", regime, "allocate")
        proved = [n for n in lines if n["status"] == "optimal" and n["seconds"] <= SECONDS_60]
        rest = [_gap(line) for line in lines if line not in proved]
        met = len(proved) >= SEEDS - 1 and all(gap is not None and gap <= 0.0005 for gap in rest)
        said = f"{len(proved)} of {len(lines)}" + "".join(f"; gap {_percent(gap)}" for gap in rest)
        text = f"region, {regime}: proved in both tiers within 60 s on 4 of 5 seeds, the rest within .05 %"
        yield Row(text, said if lines else "not measured", met if lines else None)


def _gap(line: Line) -> float | None:
    if line.get("gap1") != 0 or line.get("gap2") is None:
        return None
    return float(line["gap2"] / line["tier2"])


def _percent(gap: float | None) -> str:
    return "open" if gap is None else f"{gap * 100:.3f} %"


def practice(readings: Readings) -> Iterator[Row]:
    for size in ("county", "region"):
        for regime in REGIMES:
            engine = {n["seed"]: n["tier1"] for n in readings.of(size, regime, "allocate") if n.get("tier1")}
            first = [n for n in readings.of(size, regime, "allocate", "first_come") if n.get("tier1")]
            found = [engine[line["seed"]] / line["tier1"] for line in first if line["seed"] in engine]
            text = f"{size}, {regime}: weight left unplaced, against first come first served"
            row = at_most(text, mean_ratio(found), 0.6, "×")
            few = 0 < len(found) < SEEDS
            yield row._replace(measured=row.measured + (f"; {len(found)} of {SEEDS} seeds" if few else ""))


def growth(readings: Readings) -> Iterator[Row]:
    for regime in REGIMES:
        yield at_most(
            f"{regime}: exponent of allocation time in options, desk to region",
            exponent(readings, regime),
            1.4,
            "",
        )


def exponent(readings: Readings, regime: str) -> float | None:
    """The slope of log seconds over log options, by least squares; None without all three sizes."""
    sizes = ("desk", "county", "region")
    found = [line for size in sizes for line in readings.of(size, regime, "overhead") if line["parts"]]
    if {line["size"] for line in found} != set(sizes):
        return None
    points = [(log(line["options"]), log(core_seconds(line))) for line in found]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def shares(readings: Readings) -> Iterator[Row]:
    for size, limit in (("county", 15), ("region", 5)):
        for regime in REGIMES:
            lines = readings.of(size, regime, "overhead")
            found = sorted(line["share_outside_solver"] * 100 for line in lines if line["parts"])
            value = found[len(found) // 2] if found else None
            yield at_most(f"{size}, {regime}: everything but the solver", value, limit, "%")


def memory(readings: Readings) -> Iterator[Row]:
    """The larger of the two processes, of an allocation and at county size of a whole table too."""
    for size, limit in (("county", 200), ("region", 600)):
        lines = [n for r in REGIMES for what in MEMORY for n in readings.of(size, r, what) if "peak_mib" in n]
        most = max((n["peak_mib"] * MB_PER_MIB for n in lines), default=None)
        row = at_most(f"{size}: most memory of a process", most, limit, "MB")
        both = max(((n["parent_mib"] + n["child_mib"]) * MB_PER_MIB for n in lines), default=None)
        yield row._replace(measured=row.measured + (f"; both together {told(both, 'MB')}" if lines else ""))


FAMILIES: tuple[Callable[[Readings], Iterator[Row]], ...] = (
    desk,
    against_peers,
    regret_tables,
    first_threes,
    region,
    practice,
    growth,
    shares,
    memory,
)
