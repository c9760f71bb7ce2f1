"""The jobs of the solving process: each takes a problem and plain values, and returns the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from matcher.errors import OutOfTime, SolversDisagree
from matcher.model.chunks import Lists
from matcher.model.layered import Start, optimum
from matcher.model.lists import answer_lists, parts_of
from matcher.model.outcome import (
    Ask,
    Best,
    Forced,
    Limits,
    Opinion,
    Outcome,
    Ranked,
    Row,
    Solved,
    Table,
    row_of,
)
from matcher.model.problem import Problem
from matcher.model.second import second_opinion
from matcher.model.solve import Compact
from matcher.model.values import value_of

Found = Callable[[int, int], None]
SECOND_S = 20.0
"""A second opinion takes no longer than this: unfinished, it is reported as unfinished."""


def allocate(
    problem: Problem, limits: Limits, known: tuple[int, ...] | None = None, keep: bool = False
) -> Solved:
    """The lexicographic optimum; what it says nobody can have, HiGHS has said too.

    Sooner where an allocation is `known` that this problem allows; the answer is the same, or with
    `keep` that allocation itself where nothing is better.
    """
    _, outcome = optimum(problem, limits, Start(known, keep))
    return _solved(problem, outcome, limits)


def _solved(problem: Problem, outcome: Outcome, limits: Limits) -> Solved:
    if outcome.status == "infeasible":
        return _confirmed_infeasible(problem, outcome, limits)
    _refuse_unknown(outcome)
    if outcome.certified:
        return Solved(outcome, "confirmed")
    return Solved(outcome, _second_on_tier1(problem, outcome, limits))


def _refuse_unknown(outcome: Outcome) -> None:
    if outcome.value is None:
        raise OutOfTime(
            "no allocation was found in the time allowed; this says nothing about whether a home "
            "exists. Allow more time."
        )


def _second_on_tier1(problem: Problem, outcome: Outcome, limits: Limits) -> Opinion | None:
    """Asked when a child who has an option is left without a home."""
    assert outcome.value is not None
    placed = set(problem.unit[list(outcome.chosen)].tolist())
    could = set(problem.unit.tolist())
    if outcome.bound1 != outcome.value.tier1 or not could - placed:
        return None
    second = second_opinion(problem, 1, limit_s=min(SECOND_S, limits.left_s), seed=limits.seed)
    if second.status == "not_finished":
        return "not_finished"
    if second.status == "infeasible" or value_of(problem, second.chosen).tier1 != outcome.value.tier1:
        raise SolversDisagree("two solvers disagree on who can be placed: nothing is shown")
    return "confirmed"


def feasible(problem: Problem, limits: Limits) -> bool:
    """Whether any allocation keeps every pin and every review's home, by the second solver."""
    second = second_opinion(problem, 1, limit_s=limits.left_s, seed=limits.seed)
    if second.status == "not_finished":
        raise OutOfTime("the pins seem to clash, and time ended before that was confirmed. Allow more time.")
    return second.status == "optimal"


def _confirmed_infeasible(problem: Problem, outcome: Outcome, limits: Limits) -> Solved:
    if feasible(problem, limits):
        raise SolversDisagree("two solvers disagree on whether the pins clash: nothing is shown")
    return Solved(outcome, "confirmed")


def option_table(
    problem: Problem,
    choices: Sequence[int] | None,
    limits: Limits,
    found: Found = lambda done, total: None,
) -> Table:
    """Exact regrets for some choices or all, in the order asked."""
    asked = list(range(problem.choices) if choices is None else choices)
    by_unit: dict[int, list[int]] = defaultdict(list)
    for choice in dict.fromkeys(asked):
        by_unit[int(problem.unit[choice])].append(choice)
    lists = {unit: tuple(listed) for unit, listed in by_unit.items()}
    answers: dict[int, Forced] = {}

    def keep(ranked: Ranked) -> None:
        if ranked.forced is not None:
            answers[ranked.forced.choice] = ranked.forced

    solved = _lists(problem, lists, None, limits, found, keep, lambda solved: None)
    return Table(solved, tuple(answers[choice] for choice in asked if choice in answers))


def option_lists(
    problem: Problem,
    lists: Lists,
    first: int | None,
    limits: Limits,
    found: Found = lambda done, total: None,
    tell: Callable[[Solved | Row], None] = lambda told: None,
) -> Solved:
    """Lists of options with exact regrets, told as they become known: the optimum, then the rows.

    `lists` are in the order that breaks ties. The first few rows of every list come before the
    rest, or with `first` nothing but so many rows.
    """

    best: list[int] = []

    def head(solved: Solved) -> None:
        best.extend(solved.outcome.chosen)
        tell(solved)

    return _lists(problem, lists, first, limits, found, lambda ranked: tell(row_of(ranked, best)), head)


def _lists(
    problem: Problem,
    lists: Lists,
    first: int | None,
    limits: Limits,
    found: Found,
    tell: Callable[[Ranked], None],
    head: Callable[[Solved], None],
) -> Solved:
    layered, outcome = optimum(problem, limits)
    solved = _solved(problem, outcome, limits)
    head(solved)
    if outcome.value is None:
        return solved
    parts = parts_of(problem, layered, outcome, lists, lambda entry: _confirm(problem, entry, limits), tell)
    answer_lists(parts, lists, first, limits, found)
    return solved


def _confirm(problem: Problem, entry: Forced, limits: Limits) -> Forced:
    """That nothing can make a choice is said after the second solver agrees."""
    if entry.value is not None or not entry.exact or entry.certified:
        return entry
    second = second_opinion(
        problem, 1, forced=(entry.choice,), limit_s=min(SECOND_S, limits.left_s), seed=limits.seed
    )
    if second.status == "optimal":
        raise SolversDisagree("two solvers disagree on whether an option can be used: nothing is shown")
    return replace(entry, exact=second.status == "infeasible")


def k_best(
    problem: Problem,
    k: int,
    differ: int,
    limits: Limits,
    found: Found = lambda done, total: None,
) -> Best:
    """The optimum, then the best that differs from all before it for `differ` children or more."""
    compact = Compact(problem)
    plans: list[Solved] = []
    while len(plans) < k:
        unlike = tuple(plan.outcome.chosen for plan in plans)
        outcome = compact.ask(Ask(unlike=unlike, differ=differ), limits)
        if outcome.status == "infeasible" and not plans:
            return Best((_confirmed_infeasible(problem, outcome, limits),), complete=True)
        if outcome.status == "infeasible":
            return Best(tuple(plans), complete=True)
        if outcome.value is None and plans:
            break
        _refuse_unknown(outcome)
        plans.append(Solved(outcome, None if plans else _second_on_tier1(problem, outcome, limits)))
        found(len(plans), k)
    return Best(tuple(plans), complete=False)
