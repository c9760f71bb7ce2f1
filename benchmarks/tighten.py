"""Fill the ladder: find the budget limits that bind, by solving, and commit fingerprints.

`python -m benchmarks.tighten county --seed 3` solves one rung; without --seed, seeds 1 to 5.
`--by highs` lets a peer find the plans: its best verified plan counts, proved or not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable

from benchmarks.draw import Document
from benchmarks.generate import generate, with_limits
from benchmarks.ladder import Rung, rungs, write
from benchmarks.peers.ask import NAMES, ask, judge
from benchmarks.shapes import SIZES, Density, Regime
from benchmarks.tiny import case_of
from matcher import goals, library
from matcher.domain.proposal import FundSpend
from matcher.rules.facts import Facts

Solve = Callable[[Document], tuple[FundSpend, ...]]
"""What the best plan found for a case spends, by fund. Raises LookupError where none is found."""

FACTORS_PERCENT = (93, 90, 87, 84, 80, 75)
"""Tried in turn: how much of the slack plan's spending a fund is left with."""
BINDS_PERCENT = 99
SEEDS = range(1, 6)


def tighten(case: Document, solve: Solve) -> Document:
    """The same case with limits under which its best plan spends 99 % or more of one of them.

    Raises LookupError when none of the factors binds.
    """
    spent = {fund.fund: fund.spent_centipence // 100 for fund in solve(case)}
    for percent in FACTORS_PERCENT:
        limits = {fund: pence * percent // 10_000 * 100 for fund, pence in spent.items() if pence > 0}
        tight = with_limits(case, limits)
        if limits and binds(solve(tight)):
            return tight
    raise LookupError("no limit tried binds: the staff hours and beds leave money over, add factors")


def binds(funds: Iterable[FundSpend]) -> bool:
    """Whether a plan spends at least 99 % of one fund's limit."""
    return any(
        fund.limit_pence is not None and fund.spent_centipence >= fund.limit_pence * BINDS_PERCENT
        for fund in funds
    )


def rung_of(size: str, seed: int, regime: Regime, density: Density, case: Document) -> Rung:
    """What the ladder commits of a case."""
    limits = tuple((budget["fund"], budget["weekly_limit_pence"]) for budget in case["budgets"])
    held = limits if regime == "binding" else ()
    return Rung(size, seed, regime, density, case_of(case).fingerprint, held)


def fill(size: str, seed: int, density: Density, solve: Solve | None) -> list[Rung]:
    """The rungs of one size, seed and density: slack, and binding where there is a solver."""
    case = generate(size, seed, "slack", density)
    found = [rung_of(size, seed, "slack", density, case)]
    if solve is not None:
        found.append(rung_of(size, seed, "binding", density, tighten(case, solve)))
    return found


def by_engine(limit_s: float) -> Solve:
    """The engine's own plan, within `limit_s` seconds."""
    return lambda case: library.allocate(case_of(case), library.Settings(limit_s=limit_s)).funds


def by_peer(name: str, limit_s: float) -> Solve:
    """A peer's best plan within `limit_s` seconds, when the verifier finds nothing wrong with it."""

    def solve(document: Document) -> tuple[FundSpend, ...]:
        case = case_of(document)
        said = ask(name, json.dumps(document).encode(), limit_s)
        if said.get("allocation") is None or not judge(case, said)["verified"]:
            raise LookupError(f"{name} found no plan within {limit_s:g} s that the verifier accepts")
        placed = {child: home for child, home in said["allocation"].items() if home is not None}
        return goals.funds_of(Facts(case), placed)

    return solve


def main(arguments: list[str] | None = None) -> None:
    """Solve what is asked for and write it into the ladder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tighten", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--seed", type=int, action="append", help="once for each seed; default 1 to 5")
    parser.add_argument("--density", choices=("sparse", "dense"), default="sparse")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds for each solve")
    parser.add_argument("--by", choices=NAMES, help="a peer that solves instead of the engine")
    parser.add_argument("--slack-only", action="store_true", help="fingerprints only, no solving")
    asked = parser.parse_args(arguments)
    solve = by_peer(asked.by, asked.limit) if asked.by else by_engine(asked.limit)
    for seed in asked.seed or SEEDS:
        found = fill(asked.size, seed, asked.density, None if asked.slack_only else solve)
        keys = {(r.size, r.seed, r.regime, r.density) for r in found}
        write([r for r in rungs() if (r.size, r.seed, r.regime, r.density) not in keys] + found)
        sys.stdout.write(f"{asked.size} seed {seed} {asked.density}: {len(found)} rungs written\n")


if __name__ == "__main__":
    main()
