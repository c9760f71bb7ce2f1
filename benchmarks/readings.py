"""The newest measurements, as the report reads them: one a case, question and method."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import exp, fsum, log
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).with_name("results")
ENGINE = "engine"
REGIMES = ("slack", "binding")
Line = dict[str, Any]


class Readings:
    """Measurements by size, regime, question and method, each a line a seed in order of the seeds."""

    def __init__(self, lines: Iterable[Line], density: str = "sparse") -> None:
        newest: dict[tuple[Any, ...], Line] = {}
        for line in sorted(lines, key=lambda line: str(line["date"])):
            if line["density"] == density:
                names = ("size", "regime", "what", "method", "seed")
                newest[tuple(line[name] for name in names)] = line
        self.lines = [newest[key] for key in sorted(newest)]

    def of(self, size: str, regime: str, what: str, method: str = ENGINE) -> list[Line]:
        """The lines of one question to one method."""
        wanted = (size, regime, what, method)
        return [n for n in self.lines if (n["size"], n["regime"], n["what"], n["method"]) == wanted]

    def methods(self, what: str) -> list[str]:
        """Who has answered a question, the engine first."""
        found = {line["method"] for line in self.lines if line["what"] == what}
        return sorted(found, key=lambda name: (name != ENGINE, name))

    def sizes(self) -> list[str]:
        """The sizes measured, smallest first."""
        order = ("desk", "county", "region", "super", "national")
        return [size for size in order if any(line["size"] == size for line in self.lines)]


def read(folder: Path = RESULTS, density: str = "sparse") -> Readings:
    """Every line of every results file that is of cases of this density."""
    files = sorted(folder.glob("*.jsonl"))
    lines = (json.loads(text) for file in files for text in file.read_text("utf-8").splitlines())
    return Readings(lines, density)


def seconds(lines: Iterable[Line], part: str | None = None) -> float | None:
    """The median over the seeds of a whole, or of one of its parts; None where nothing was measured."""
    found = [line["parts"].get(part) if part else line.get("seconds") for line in lines]
    known = [value for value in found if value is not None]
    return median(known) if known else None


def core_seconds(line: Line) -> float:
    """From a case in memory to an allocation: what a peer's time is, without figures and checking."""
    parts = line["parts"]
    return float(parts["pack"] + parts["solve"])


def ratios(peer: list[Line], engine: list[Line]) -> list[float]:
    """Seed by seed, how many times longer the peer took for the same case."""
    ours = {line["seed"]: core_seconds(line) for line in engine if line["parts"]}
    return [core_seconds(n) / ours[n["seed"]] for n in peer if n["parts"] and n["seed"] in ours]


def mean_ratio(values: list[float]) -> float | None:
    """The geometric mean."""
    return exp(fsum(map(log, values)) / len(values)) if values else None


def disagreements(readings: Readings) -> tuple[int, list[str]]:
    """How often two methods both prove an optimum of one case, and the cases where they differ."""
    proved: dict[tuple[Any, ...], set[tuple[int, int]]] = {}
    count: dict[tuple[Any, ...], int] = {}
    for line in readings.lines:
        if line["status"] == "optimal" and line.get("tier1") is not None:
            key = (line["size"], line["regime"], line["seed"])
            proved.setdefault(key, set()).add((line["tier1"], line["tier2"]))
            count[key] = count.get(key, 0) + 1
    differ = ["-".join(map(str, key)) for key, found in sorted(proved.items()) if len(found) > 1]
    return sum(several - 1 for several in count.values()), differ
