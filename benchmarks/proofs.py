"""What a soak proves: each proof tests a seed at a time, by brute force, a second solver or a second reading.

All cases are invented, and the seeds are ones that no test uses.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from benchmarks.generate import generate
from benchmarks.tiny import case_of
from matcher.domain.case import Case
from matcher.errors import BadCase, MatcherError
from matcher.model.jobs import option_table
from matcher.model.outcome import Limits
from matcher.model.pack import pack
from tests.differential.brute import enumerate_case
from tests.differential.draws import drawn, read
from tests.differential.priced import break_even_faults, retainer_faults, rule_faults
from tests.differential.test_second_solver import CHUNK, DENSITIES, compared
from tests.frontier.compared import disagreements as frontier_disagreements
from tests.frontier.compared_refusals import refusal_disagreements
from tests.relax.compared import disagreements as relax_disagreements
from tests.rules.test_masks import by_masks, by_reasons

LIMIT_S = 60.0
RULES_A_CASE = 14
BRUTE_FIRST, SECOND_FIRST, MASKS_FIRST = 100_000, 5_001, 10_001
RULES_FIRST, PRICES_FIRST, RELAX_FIRST, FRONTIER_FIRST = 200_000, 300_000, 400_000, 500_000

ENGINE, ANSWERS = "engine", "answers"
"""What a proof is of: the optimum and its rules, or an answer that rests on them."""

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
    of: str = ENGINE
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
    """One highest price of a tiny case and the prices about it, and what holding a bed is worth.

    A question that is refused, of a declined offer at the child's own home, is not counted.
    """
    try:
        return 1, break_even_faults(seed) + retainer_faults(seed)
    except BadCase:
        return 0, []


def by_relax(seed: int) -> Tested:
    """The cheapest sets of waivers of a tiny case against every plan that any waivers allow."""
    return 1, list(relax_disagreements(seed))


def by_frontier(seed: int) -> Tested:
    """Every point of a tiny case's frontier against every legal plan; a child's refusals likewise."""
    return 1, [*frontier_disagreements(seed, workers=1 + seed % 2), *refusal_disagreements(seed)]


def checks(of: str | None = None) -> list[Check]:
    """What is proved, with seeds that no test uses; of the engine or of answers alone, in all of the time."""
    every = [
        Check("Brute force", "tiny cases", 20_000, 0.2, BRUTE_FIRST, by_brute_force),
        Check("Second solver", "desk cases (30 × 120)", 1_000, 0.3, SECOND_FIRST, by_second_solver),
        Check("Prices of rules", "tiny cases", 500, 0.1, RULES_FIRST, by_price_of_rules, ANSWERS),
        Check("Break-even and retainers", "tiny cases", 500, 0.1, PRICES_FIRST, by_break_even, ANSWERS),
        Check("What it would take", "tiny cases", 2_000, 0.1, RELAX_FIRST, by_relax, ANSWERS),
        Check("Frontiers and refusals", "tiny cases", 500, 0.1, FRONTIER_FIRST, by_frontier, ANSWERS),
        Check("Masks and reasons", "pairs, 17 rules each", 1_000_000, 0.1, MASKS_FIRST, by_reason),
    ]
    wanted = [check for check in every if of in (None, check.of)]
    shares = sum(check.share for check in wanted)
    return [replace(check, share=check.share / shares) for check in wanted]
