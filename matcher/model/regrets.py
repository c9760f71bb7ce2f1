"""Exact regrets: the optimum with each choice forced, against the optimum.

Every allocation met anywhere is an upper bound for all the choices it makes; the forced
linear program gives the lower bound; where the two meet the value is exact, and an exact
step over the few patterns between them settles the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from matcher.model.branch import search_tree
from matcher.model.chunks import chunks
from matcher.model.integer import joined_cost
from matcher.model.layered import Layered
from matcher.model.master import Question
from matcher.model.outcome import Ask, Forced, Limits
from matcher.model.problem import Problem
from matcher.model.solve import Compact
from matcher.model.values import Value, value_of

Found = Callable[[int, int], None]


def compact_regrets(
    compact: Compact,
    best: tuple[int, ...],
    best_value: Value,
    choices: Iterable[int],
    limits: Limits,
    found: Found,
) -> list[Forced]:
    """The value of forcing each choice, by the compact model alone."""
    known: dict[int, Forced] = {k: Forced(k, best_value, best, exact=True) for k in best}
    wanted, answers = list(choices), []
    for done, choice in enumerate(wanted, start=1):
        if choice not in known:
            known[choice] = force(compact, choice, best, limits)
            _share(known, known[choice], best_value)
        answers.append(known[choice])
        found(done, len(wanted))
    return answers


def force(compact: Compact, choice: int, hint: tuple[int, ...], limits: Limits) -> Forced:
    """One choice forced in the compact model; not exact where time ended first."""
    outcome = compact.ask(Ask(forced=(choice,), hint=hint, tiers=2), limits)
    exact = outcome.status in ("optimal", "infeasible")
    return Forced(choice, outcome.value, outcome.chosen, exact)


def _share(known: dict[int, Forced], found: Forced, best: Value) -> None:
    """An allocation as good as the optimum settles every choice it makes."""
    if found.value is not None and found.value[:2] == best[:2]:
        for choice in found.chosen:
            known.setdefault(choice, Forced(choice, found.value, found.chosen, exact=True))


class Table:
    """The regret table of one problem, filled choice by choice from shared bounds."""

    def __init__(self, layered: Layered, problem: Problem) -> None:
        self.layered, self.master, self.problem = layered, layered.master, problem
        self.reach: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.compact: Compact | None = None
        self.best = layered.outcome.chosen
        self.floor = joined_cost(self.master, self.best)
        self.meet(self.best)

    def meet(self, chosen: tuple[int, ...]) -> None:
        """Remember an allocation as an upper bound of every choice it makes."""
        cost = joined_cost(self.master, chosen)
        for choice in chosen:
            if choice not in self.reach or cost < self.reach[choice][0]:
                self.reach[choice] = cost, chosen

    def force(self, choice: int, limits: Limits) -> Forced:
        """The exact value of one choice."""
        cost, known = self.reach.get(choice, (None, None))
        if known is not None and cost == self.floor:
            return self._exact(choice, known)
        if limits.left_s <= 0:
            return Forced(choice, None, (), exact=False)
        found = search_tree(self.layered.programs, self._question(choice), known, limits)
        if found.status == "none":
            return Forced(choice, None, (), exact=True, certified=True)
        if found.status == "optimal":
            self.meet(found.chosen)
            return self._exact(choice, found.chosen)
        return self._compact(choice, known or self.best, limits)

    def _question(self, choice: int) -> Question:
        """Forcing can only cost: tier 1 is at least the optimum's, proved already."""
        value = self.layered.outcome.value
        return Question(made=(choice,), level=value.tier1 if value else 0)

    def _exact(self, choice: int, chosen: tuple[int, ...]) -> Forced:
        return Forced(choice, value_of(self.problem, chosen), chosen, exact=True)

    def _compact(self, choice: int, hint: tuple[int, ...], limits: Limits) -> Forced:
        self.compact = self.compact or Compact(self.problem)
        answer = force(self.compact, choice, hint, limits)
        if answer.value is not None:
            self.meet(answer.chosen)
        return answer


def layered_regrets(
    layered: Layered, problem: Problem, choices: Iterable[int], limits: Limits, found: Found
) -> list[Forced]:
    """The value of forcing each choice."""
    wanted = list(choices)
    answers: dict[int, Forced] = {}
    for chunk in chunks(problem, wanted):
        layered.programs.reset()
        table = Table(layered, problem)
        for choice in chunk:
            answers[choice] = table.force(choice, limits)
            found(len(answers), len(wanted))
    return [answers[choice] for choice in wanted]
