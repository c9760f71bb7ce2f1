"""The clock: one JSON line for each measurement of the engine and of its peers.

`python -m benchmarks.run desk county --seeds 1-5 --regimes slack,binding --what allocate,options`
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.generate import generate
from benchmarks.ladder import rungs
from benchmarks.machine import load, now, setting
from benchmarks.measures import MEASURES
from benchmarks.memory import in_own_process
from benchmarks.peers.ask import NAMES
from benchmarks.peers.ask import asked as ask_peer
from benchmarks.readings import core_seconds
from benchmarks.resolve import resolve
from benchmarks.shapes import SIZES, Density, Regime
from matcher import library
from matcher.model.process import POOL

RESULTS = Path(__file__).with_name("results")
ENGINE = "engine"
MEMORY = {"memory": "allocate", "memory_options": "options"}
WHAT = (*MEASURES, *MEMORY)
FASTEST = "fastest"
"""To solve again for each option: the peer that was the fastest to prove its allocation of the case."""
Line = dict[str, Any]


class Rung(NamedTuple):
    """One case of the ladder, and its document."""

    size: str
    seed: int
    regime: Regime
    density: Density
    document: bytes
    fingerprint: str


def rung_of(size: str, seed: int, regime: Regime, density: Density) -> Rung:
    """Generate a case. Raises ValueError when it is not the one that the ladder has committed."""
    document = json.dumps(generate(size, seed, regime, density)).encode()
    fingerprint = library.load_case(document).fingerprint
    for rung in rungs():
        same = (rung.size, rung.seed, rung.regime, rung.density) == (size, seed, regime, density)
        if same and rung.fingerprint != fingerprint:
            raise ValueError(
                f"{size} seed {seed} {regime} {density} is not the committed case: run its tests"
            )
    return Rung(size, seed, regime, density, document, fingerprint)


def warm_up() -> None:
    """Start the solving child and solve a throw-away case: imports and compiled kernels are paid here."""
    POOL.warm()
    case = library.load_case(json.dumps(generate("desk", 99)).encode())
    library.allocate(case)
    library.options(case)


def engine_line(rung: Rung, what: str, limit_s: float, repeat: int) -> Line:
    """One measurement of the engine."""
    if what in MEMORY:
        return {"what": what, "method": ENGINE, **in_own_process(rung.document, MEMORY[what], limit_s)}
    return {"what": what, "method": ENGINE, **MEASURES[what](rung.document, limit_s, repeat).line()}


def peer_line(rung: Rung, what: str, name: str, limit_s: float, repeat: int) -> Line:
    """One measurement of a peer, in a process of its own."""
    if what == "resolve":
        return {"what": what, "method": name, **resolve(name, rung.document, limit_s)}
    return {"what": what, "method": name, **ask_peer(name, rung.document, limit_s, repeat).line()}


def lines_of(rung: Rung, asked: argparse.Namespace) -> Iterator[Line]:
    """All measurements asked for of one case, one at a time."""
    about = {
        "size": rung.size,
        "seed": rung.seed,
        "regime": rung.regime,
        "density": rung.density,
        "fingerprint": rung.fingerprint,
    }
    for found, limit_s in chain(_of_engine(rung, asked), _of_peers(rung, asked)):
        yield {**about, **found, "limit_s": limit_s, "load": load(), "date": now(), **setting()}


def _of_engine(rung: Rung, asked: argparse.Namespace) -> Iterator[tuple[Line, float]]:
    for what in asked.what:
        yield engine_line(rung, what, asked.limit, asked.repeat), asked.limit


def _of_peers(rung: Rung, asked: argparse.Namespace) -> Iterator[tuple[Line, float]]:
    plans = []
    for name in asked.peers:
        plans.append(peer_line(rung, "allocate", name, asked.peer_limit, asked.repeat))
        yield plans[-1], asked.peer_limit
    for name in dict.fromkeys(chain(*(fastest(plans) if n == FASTEST else [n] for n in asked.resolve))):
        yield peer_line(rung, "resolve", name, asked.peer_limit, asked.repeat), asked.peer_limit


def fastest(plans: list[Line]) -> list[str]:
    """The peer that proved its plan in the least time; none where none did."""
    proved = [line for line in plans if line["status"] == "optimal"]
    return [min(proved, key=core_seconds)["method"]] if proved else []


def told(line: Line) -> str:
    """A measurement in one line for whoever watches."""
    case = f"{line['size']}-{line['seed']}-{line['regime']}-{line['density']}"
    seconds, peak = line.get("seconds"), line.get("peak_mib")
    figure = f"{seconds:.3f} s" if seconds is not None else f"{peak} MiB" if peak else "no answer"
    verified = "verified" if line.get("verified") else "NOT VERIFIED"
    tiers = f"{line.get('tier1')} / {line.get('tier2')}"
    why = f" ({line['last_words']})" if line.get("last_words") else ""
    return f"{case} {line['what']} {line['method']}: {figure} {line['status']} {tiers} {verified}{why}"


def numbers(text: str) -> list[int]:
    """Seeds as people write them: 1-5, or 1,3,4."""
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        found += range(int(low), int(high or low) + 1)
    return found


def several(allowed: tuple[str, ...]) -> Any:
    """A parser of lists with commas that refuses what is not allowed."""

    def parse(text: str) -> list[str]:
        names = [name for name in text.split(",") if name]
        wrong = [name for name in names if name not in allowed]
        if wrong:
            raise argparse.ArgumentTypeError(f"{', '.join(wrong)}: choose from {', '.join(allowed)}")
        return names

    return parse


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    made = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    made.add_argument("sizes", nargs="+", choices=SIZES)
    made.add_argument("--seeds", type=numbers, default="1-5", help="1-5 or 1,3")
    made.add_argument("--regimes", type=several(("slack", "binding")), default="slack,binding")
    made.add_argument("--density", choices=("sparse", "dense"), default="sparse")
    made.add_argument("--what", type=several(WHAT), default="allocate,overhead,options,memory")
    made.add_argument("--peers", type=several(NAMES), default="", help=f"of {', '.join(NAMES)}")
    again = f"solve again for each option by these, or by the {FASTEST} of --peers"
    made.add_argument("--resolve", type=several((*NAMES, FASTEST)), default="", help=again)
    made.add_argument("--peer-limit", type=float, default=60.0, help="seconds for each solve of a peer")
    made.add_argument("--repeat", type=int, default=3, help="the median of this many counts")
    made.add_argument("--limit", type=float, default=600.0, help="seconds for each solve")
    made.add_argument("--out", type=Path, help="a file of JSON lines to add to")
    return made


def main(arguments: list[str] | None = None) -> None:
    """Measure what is asked for and add it to a file, line by line as it comes."""
    asked = parser().parse_args(arguments)
    out = asked.out or RESULTS / f"{now()[:10]}-{'-'.join(asked.sizes)}.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    warm_up()
    for size, seed, regime in product(asked.sizes, asked.seeds, asked.regimes):
        rung = rung_of(size, seed, regime, asked.density)
        for line in lines_of(rung, asked):
            with out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            sys.stdout.write(told(line) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
