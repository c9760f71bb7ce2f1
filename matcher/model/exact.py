"""The exact integer step: HiGHS over the patterns that the gap of a whole-number bound leaves.

Every pattern that is left out is left out by the bound: no allocation within the gap takes it.
So the best over those that remain is the best of all, once it lies within the gap itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy
import numpy as np

from matcher.model.integer import Step, joined_cost, keeps_budgets
from matcher.model.master import Bound, Master
from matcher.model.outcome import Limits
from matcher.model.terms import FUND_UNIT
from matcher.model.values import value_of

GAPS_PER_MILLION = (10, 30, 100, 300, 1_000, 3_000, 10_000)
"""Parts of the bound of tier 2 that are tried as a gap while nothing is known that lies within one."""
FEW_PATTERNS, MOST_PATTERNS = 2_500, 15_000
MONEY = 1e3
"""Pence in a unit of the costs here."""
HALF_A_PENNY = 0.4 / MONEY


def best_of(master: Master, bound: Bound, level: int, known: tuple[int, ...] | None, limits: Limits) -> Step:
    """The cheapest allocation of `level` points, the least there are; `not_finished`: the best met.

    `bound`: of the whole problem at that level; `known`: an allocation of so many points, if any.
    """
    least = bound.pence
    tier2 = max(1, least - master.weight * level)
    gaps = [tier2 * parts // 1_000_000 for parts in GAPS_PER_MILLION]
    for gap, wider in zip(gaps, [*gaps[1:], None], strict=True):
        reached = gap if known is None else min(gap, joined_cost(master, known) - least)
        patterns = master.within(bound, least + reached)
        if patterns is None or len(patterns) > MOST_PATTERNS or limits.left_s <= 0:
            break
        if len(patterns) < FEW_PATTERNS and wider is not None and reached == gap:
            continue  # a wider gap costs no more than this one
        found = _Mip(master, patterns, level).solve(known, limits)
        if found.status == "not_finished":
            break
        if found.status == "none" and known is not None and joined_cost(master, known) - least <= reached:
            break  # it denies what is in our hands: its word counts for nothing
        if found.status == "optimal" and (known is None or _cheaper(master, found.chosen, known)):
            known = found.chosen
        if known is not None and joined_cost(master, known) - least <= reached:
            return Step("optimal", known)
    return Step("not_finished", known or ())


def _cheaper(master: Master, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return joined_cost(master, one) < joined_cost(master, other)


@dataclass
class _Columns:
    """Columns as HiGHS takes them."""

    starts: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    amounts: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    def add(self, rows: list[int], amounts: list[float], pence: int) -> None:
        self.starts.append(len(self.rows))
        self.rows += rows
        self.amounts += amounts
        self.costs.append(pence / MONEY)


class _Mip:
    """Tier 2 over some patterns, with tier 1 held at a level."""

    def __init__(self, master: Master, patterns: list[tuple[int, ...]], level: int) -> None:
        self.master, self.patterns = master, patterns
        self.highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", HALF_A_PENNY),
            ("mip_feasibility_tolerance", 1e-9),
            ("primal_feasibility_tolerance", 1e-9),
        ):
            self.highs.setOptionValue(option, value)
        self._rows(level)
        self.columns = _Columns()
        self.unplaced = [unit for unit in range(master.terms.units) if not master.terms.must[unit]]
        for unit in self.unplaced:
            self.columns.add(*master.unplaced_column(unit), 0)
        groups = master.terms.units + master.terms.homes + len(master.terms.limits)
        for group, pence in enumerate(master.terms.group_pence.tolist()):
            self.columns.add([groups + group], [-1.0], pence)
        self.first = len(self.columns.costs)
        for members in patterns:
            self._pattern(members)
        self._pass()

    def _rows(self, level: int) -> None:
        terms = self.master.terms
        upper, lower = self.master.right(level), np.full(terms.rows, -highspy.kHighsInf)
        lower[: terms.units] = 1.0
        starts = np.zeros(terms.rows, dtype=np.int32)
        self.highs.addRows(terms.rows, lower, upper, 0, starts, np.zeros(0, dtype=np.int32), np.zeros(0))

    def _pattern(self, members: tuple[int, ...]) -> None:
        p, terms = self.master.problem, self.master.terms
        pence, spend, points = self.master.pattern(members)
        rows = [int(p.unit[choice]) for choice in members] + [terms.units + int(p.home[members[0]])]
        amounts = [1.0] * len(rows)
        for fund, amount in enumerate(spend.tolist()):
            if amount:
                rows.append(terms.units + terms.homes + fund)
                amounts.append(amount / FUND_UNIT)
        if points:
            rows.append(terms.rows - 1)
            amounts.append(float(points))
        self.columns.add(rows, amounts, pence - self.master.weight * points)

    def _pass(self) -> None:
        columns, count = self.columns, len(self.columns.costs)
        self.highs.addCols(
            count,
            np.array(columns.costs),
            np.zeros(count),
            np.ones(count),
            len(columns.rows),
            np.array(columns.starts, dtype=np.int32),
            np.array(columns.rows, dtype=np.int32),
            np.array(columns.amounts),
        )
        whole = np.array([highspy.HighsVarType.kInteger] * count)
        self.highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), whole)

    def solve(self, known: tuple[int, ...] | None, limits: Limits) -> Step:
        """Run; what it found is counted again in whole numbers."""
        self.highs.setOptionValue("time_limit", limits.left_s)
        self.highs.setOptionValue("random_seed", limits.seed % 2**31)
        if known is not None:
            self._start(known)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Step("none")
        if status != highspy.HighsModelStatus.kOptimal:
            return Step("not_finished")
        taken = np.array(self.highs.getSolution().col_value)[self.first :] > 0.5
        chosen = tuple(
            sorted(c for made, is_in in zip(self.patterns, taken, strict=True) if is_in for c in made)
        )
        return (
            Step("optimal", chosen) if self._holds(chosen) and self._agrees(chosen) else Step("not_finished")
        )

    def _agrees(self, chosen: tuple[int, ...]) -> bool:
        """Whether what HiGHS says it costs is what it costs, counted in whole numbers."""
        said = self.highs.getInfo().objective_function_value * MONEY + self.master.terms.constant
        return bool(abs(value_of(self.master.problem, chosen).tier2 - said) < 1.0)

    def _start(self, known: tuple[int, ...]) -> None:
        """Hand over an allocation to beat."""
        made, p = set(known), self.master.problem
        placed = {int(p.unit[choice]) for choice in known}
        solution = highspy.HighsSolution()
        groups = [0.0] * (self.first - len(self.unplaced))
        left = [0.0 if unit in placed else 1.0 for unit in self.unplaced]
        by_home: dict[int, set[int]] = {}
        for choice in known:
            by_home.setdefault(int(p.home[choice]), set()).add(choice)
        whole = {frozenset(members) for members in by_home.values()}
        taken = [1.0 if made.issuperset(m) and frozenset(m) in whole else 0.0 for m in self.patterns]
        solution.col_value = [*left, *groups, *taken]
        self.highs.setSolution(solution)

    def _holds(self, chosen: tuple[int, ...]) -> bool:
        """Whether whole numbers agree: nobody twice, budgets kept, everybody placed who must be."""
        p = self.master.problem
        placed = p.unit[list(chosen)]
        alone = len(set(placed.tolist())) == len(chosen)
        everybody = bool(np.isin(np.nonzero(p.must)[0], placed).all())
        return alone and everybody and keeps_budgets(self.master, chosen)
