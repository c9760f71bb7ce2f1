"""Exact regrets: the optimum with each choice forced, against the optimum.

Every allocation met anywhere is an upper bound for all the choices it makes; a choice
made by an allocation as good as the optimum has no regret and is never solved for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from matcher.model.outcome import Ask, Forced, Limits
from matcher.model.problem import Problem
from matcher.model.solve import Compact
from matcher.model.values import Value


def regrets(
    problem: Problem,
    compact: Compact,
    best: tuple[int, ...],
    best_value: Value,
    choices: Iterable[int],
    limits: Limits,
    found: Callable[[int, int], None] = lambda done, total: None,
) -> list[Forced]:
    """The value of forcing each choice, in the order asked."""
    known: dict[int, Forced] = {k: Forced(k, best_value, best, exact=True) for k in best}
    wanted = list(choices)
    answers = []
    for done, choice in enumerate(wanted, start=1):
        if choice not in known:
            known[choice] = _force(compact, choice, best, limits)
            _share(known, known[choice], best_value)
        answers.append(known[choice])
        found(done, len(wanted))
    return answers


def _force(compact: Compact, choice: int, best: tuple[int, ...], limits: Limits) -> Forced:
    outcome = compact.ask(Ask(forced=(choice,), hint=best), limits)
    exact = outcome.status in ("optimal", "infeasible")
    return Forced(choice, outcome.value, outcome.chosen, exact)


def _share(known: dict[int, Forced], found: Forced, best: Value) -> None:
    """An allocation as good as the optimum settles every choice it makes."""
    if found.value is not None and found.value[:2] == best[:2]:
        for choice in found.chosen:
            known.setdefault(choice, Forced(choice, found.value, found.chosen, exact=True))
