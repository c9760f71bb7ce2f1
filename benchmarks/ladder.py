"""The ladder's committed rungs: budget limits that bind, and fingerprints of every case.

`ladder.toml` holds them, so that generating a binding case needs no solver and a change of
the generator cannot pass unseen.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.shapes import Density, Regime

LADDER = Path(__file__).with_name("ladder.toml")


@dataclass(frozen=True)
class Rung:
    """One committed case; `limits` in pence a week by fund, empty in the slack regime."""

    size: str
    seed: int
    regime: Regime
    density: Density
    fingerprint: str
    limits: tuple[tuple[str, int], ...] = ()


@cache
def rungs(path: Path = LADDER) -> tuple[Rung, ...]:
    """Every rung of the ladder, in the file's order."""
    if not path.exists():
        return ()
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("rung", [])
    return tuple(_rung(entry) for entry in entries)


def _rung(entry: dict[str, Any]) -> Rung:
    return Rung(**{**entry, "limits": tuple(entry.get("limits", {}).items())})


def binding_limits(size: str, seed: int, density: str) -> dict[str, int]:
    """The committed limits under which this case binds. Raises LookupError when there are none."""
    for rung in rungs():
        if (rung.size, rung.seed, rung.density, rung.regime) == (size, seed, density, "binding"):
            return dict(rung.limits)
    raise LookupError(
        f"the ladder has no binding limits for {size}, seed {seed}, {density}: "
        f"run `python -m benchmarks.tighten {size} --seed {seed} --density {density}`"
    )


def write(entries: list[Rung], path: Path = LADDER) -> None:
    """Write the ladder, one rung after the other in a fixed order."""
    ordered = sorted(entries, key=lambda r: (r.size, r.density, r.seed, r.regime))
    path.write_text(HEADER + "\n".join(_text(rung) for rung in ordered), encoding="utf-8")
    rungs.cache_clear()


HEADER = """\
# Written by `python -m benchmarks.tighten`. Everything in these cases is invented.
# A binding case is its slack twin with limits that its best plan meets to within one per cent.

"""


def _text(rung: Rung) -> str:
    lines = ["[[rung]]"]
    for name in ("size", "seed", "regime", "density", "fingerprint"):
        value = getattr(rung, name)
        lines.append(f"{name} = {value}" if isinstance(value, int) else f'{name} = "{value}"')
    if rung.limits:
        lines.append("limits = { " + ", ".join(f"{fund} = {pence}" for fund, pence in rung.limits) + " }")
    return "\n".join(lines) + "\n"
