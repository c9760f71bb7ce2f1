"""Long proofs before a release, written down as a dated report: `python -m benchmarks.soak --minutes 30`.

Brute force on tiny cases, also of prices; a second solver on desk cases; every rule's mask against its
reasons: each until its goal or its share of the time is reached. All cases are invented. Exit code 1: a
disagreement.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.generate import generate
from benchmarks.tiny import case_of
from matcher import __version__
from matcher.domain.case import Case
from matcher.errors import MatcherError
from matcher.model.jobs import option_table
from matcher.model.outcome import Limits
from matcher.model.pack import pack
from tests.differential.brute import enumerate_case
from tests.differential.draws import drawn, read
from tests.differential.priced import break_even_faults, retainer_faults, rule_faults
from tests.differential.test_second_solver import CHUNK, DENSITIES, compared
from tests.frontier.compared import disagreements as frontier_disagreements
from tests.frontier.compared_refusals import refusal_disagreements
from tests.relax.compared import disagreements
from tests.rules.test_masks import by_masks, by_reasons

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "docs" / "assurance"
PACKAGES = ("ortools", "highspy", "numpy")
LIMIT_S = 60.0

Tested = tuple[int, list[str]]
"""How many cases or pairs one seed came to, and what disagreed."""


@dataclass
class Check:
    """One long proof: what a seed tests, how much is wanted, and its share of the time."""

    name: str
    unit: str
    goal: int
    share: float
    first: int
    test: Callable[[int], Tested]
    done: int = 0
    last: int = -1
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def run(self, seconds: float) -> None:
        """Seed after seed until the goal is reached or the time is up; one seed at least."""
        began, seed = time.monotonic(), self.first
        while self.last < 0 or (self.done < self.goal and time.monotonic() - began < seconds):
            count, faults = self.test(seed)
            self.done, self.last, seed = self.done + count, seed, seed + 1
            self.faults += faults
        self.seconds = time.monotonic() - began


def by_brute_force(seed: int) -> Tested:
    """Every legal plan of a tiny case against the optimum and every regret."""
    return 1, [f"seed {seed}: {fault}" for fault in _brute_faults(seed)]


def _brute_faults(seed: int) -> Iterator[str]:
    doc = drawn(seed)
    truth, packed = enumerate_case(doc), pack(read(doc))
    try:
        table = option_table(packed.problem, None, Limits(time.monotonic() + LIMIT_S))
    except MatcherError as error:
        yield f"{type(error).__name__}: {error}"
        return
    outcome = table.solved.outcome
    if truth.best is None or outcome.value is None:
        if (truth.best is None) != (outcome.status == "infeasible"):
            yield f"{outcome.status}, and brute force finds {truth.best}"
        return
    plan = {child: home for child, home in packed.allocation(outcome.chosen).items() if home}
    if outcome.status != "optimal" or outcome.value[:2] != truth.best:
        yield f"{outcome.status} {outcome.value[:2]} is not {truth.best}"
    elif plan not in [found for value, found in truth.plans if value == truth.best]:
        yield "the allocation is none of the best"
    forced = {entry.choice: entry for entry in table.forced}
    columns, options = packed.columns, packed.options
    for row, (pair, regret) in enumerate(sorted(truth.regrets().items())):
        child, home = columns.children[options.child[row]].id, columns.homes[options.home[row]].id
        entry = forced.get(int(packed.choice[row]))
        value = entry.value if entry else None
        told = (value.tier1 - truth.best[0], value.tier2 - truth.best[1]) if value else None
        if (child, home) != pair or told != regret or not (entry is None or entry.exact):
            yield f"regret of {child} at {home}: {told} is not {regret}"


def by_second_solver(seed: int) -> Tested:
    """Two desk cases, and every ninth seed their twins with budgets that bind."""
    binding = (seed - SECOND_FIRST) % CHUNK == 0
    faults: list[str] = []
    for density in DENSITIES:
        faults += compared(seed, density, ("slack", "binding") if binding else ("slack",))
    return 4 if binding else 2, faults


def by_reason(seed: int) -> Tested:
    """Every pair of two desk cases and of twenty tiny ones: excluded by mask and by reason alike."""
    cases = [case_of(generate("desk", seed, "slack", density)) for density in DENSITIES]
    cases += [read(drawn(number)) for number in range(seed * 20, seed * 20 + 20)]
    return sum(map(_pairs, cases)), [f"seed {seed}: {fault}" for case in cases for fault in _unlike(case)]


def _pairs(case: Case) -> int:
    return len(case.referrals) * len(case.homes)


def _unlike(case: Case) -> Iterator[str]:
    masks, reasons = by_masks(case), by_reasons(case)
    for code in masks:
        for pair in sorted(masks[code] ^ reasons[code]):
            yield f"{code} at {pair}"


def by_price_of_rules(seed: int) -> Tested:
    """Some rules of a tiny case, each priced by every legal plan of the case without it."""
    return 1, rule_faults(seed, RULES_A_CASE)


def by_break_even(seed: int) -> Tested:
    """One highest price of a tiny case and the prices about it, and what holding a bed is worth."""
    return 1, break_even_faults(seed) + retainer_faults(seed)


BRUTE_FIRST, SECOND_FIRST, MASKS_FIRST = 100_000, 5_001, 10_001
RULES_FIRST, PRICES_FIRST = 200_000, 300_000
RULES_A_CASE = 14


def by_relax(seed: int) -> Tested:
    """The cheapest sets of waivers of a tiny case against every plan that any waivers allow."""
    return 1, list(disagreements(seed))


RELAX_FIRST = 400_000


def by_frontier(seed: int) -> Tested:
    """Every point of a tiny case's frontier against every legal plan; a child's refusals likewise."""
    return 1, [*frontier_disagreements(seed, workers=1 + seed % 2), *refusal_disagreements(seed)]


FRONTIER_FIRST = 500_000


def checks() -> list[Check]:
    """What is proved, with seeds that no test uses."""
    return [
        Check("Brute force", "tiny cases", 20_000, 0.2, BRUTE_FIRST, by_brute_force),
        Check("Second solver", "desk cases (30 × 120)", 1_000, 0.3, SECOND_FIRST, by_second_solver),
        Check("Prices of rules", "tiny cases", 500, 0.1, RULES_FIRST, by_price_of_rules),
        Check("Break-even and retainers", "tiny cases", 500, 0.1, PRICES_FIRST, by_break_even),
        Check("What it would take", "tiny cases", 2_000, 0.1, RELAX_FIRST, by_relax),
        Check("Frontiers and refusals", "tiny cases", 500, 0.1, FRONTIER_FIRST, by_frontier),
        Check("Masks and reasons", "pairs, 17 rules each", 1_000_000, 0.1, MASKS_FIRST, by_reason),
    ]


def report(done: list[Check], began: datetime, minutes: float, commit: str) -> str:
    """The report as a page: what was compared, with what, how often, and what was not."""
    faults = [f"- {check.name}: {fault}" for check in done for fault in check.faults]
    rows = [
        f"| {c.name} | {c.first}–{c.last} | {c.done:,} {c.unit} | {c.goal:,} "
        f"| {len(c.faults)} | {c.seconds:.0f} |"
        for c in done
    ]
    short = [check.name.lower() for check in done if check.done < check.goal]
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        [
            f"# Soak of {began:%-d %B %Y}",
            "",
            f"Written by `python -m benchmarks.soak --minutes {minutes:g}`. All cases are invented.",
            "",
            f"- Commit {commit}; placement-matcher {__version__}.",
            f"- Python {platform.python_version()}, {versions}; {platform.system()} {platform.machine()}.",
            f"- Begun {began:%Y-%m-%d %H:%M} UTC, one process.",
            "",
            "| proof | seeds | compared | goal | disagreements | seconds |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            f"**Disagreements: {len(faults)}.**",
            *(["", *faults] if faults else []),
            "",
            "## Not tested",
            "",
            *([f"- The time was too short for the goals of: {', '.join(short)}."] if short else []),
            *NOT_TESTED,
            "",
        ]
    )


NOT_TESTED = (
    "- Cases larger than 30 × 120: nothing but the bounds and the verifier, at run time, checks those.",
    "- The child process, both doors and the verifier: the engine was called in this process.",
    "- Rules as such: masks and reasons could share a misreading of the specification;",
    "  `tests/differential/plain.py`, written from its text, is the third reading, on tiny cases only.",
    "- HiGHS is also inside the engine's bounds. The mixed-integer model it was asked is written apart.",
    "- Ties: the second solver compares tiers 1 and 2.",
)


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = " with changes not committed" if git("status", "--porcelain", "--", "matcher") else ""
    return (git("rev-parse", "HEAD") or "unknown") + changed


def main(arguments: list[str] | None = None) -> None:
    """Run the proofs, write the report, and exit with 1 where something disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="for all together; default 30")
    parser.add_argument("--into", type=Path, default=REPORTS, help="folder of the report")
    asked = parser.parse_args(arguments)
    # read first: the code under test is the one loaded now
    commit, began, done = _commit(), datetime.now(UTC), checks()
    for check in done:
        check.run(asked.minutes * 60 * check.share)
        sys.stdout.write(f"{check.name}: {check.done:,} {check.unit}, {len(check.faults)} disagreements\n")
    page = asked.into / f"{began:%Y-%m-%d}-soak.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(report(done, began, asked.minutes, commit), encoding="utf-8")
    sys.stdout.write(f"Report: {page.relative_to(ROOT) if page.is_relative_to(ROOT) else page}\n")
    sys.exit(any(check.faults for check in done))


if __name__ == "__main__":
    main()
