"""Branch and bound over questions: exact where the linear program is not whole.

Units left unplaced are decided first, then choices; the better child is looked at first.
Every node's bound is proved in whole numbers, so what is cut off cannot be better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matcher.model.forced import WHOLE, Answer, Forcer
from matcher.model.integer import joined_cost, keeps_budgets
from matcher.model.master import Question
from matcher.model.outcome import Limits

MOST_NODES = 120


@dataclass
class Best:
    """The cheapest allocation met, and its joined cost: what there is to beat."""

    cost: int
    chosen: tuple[int, ...] | None


@dataclass(frozen=True)
class Searched:
    """`optimal`: nothing is cheaper. `none`: no allocation does it. `not_finished`: neither is known."""

    status: Literal["optimal", "none", "not_finished"]
    chosen: tuple[int, ...] = ()


def search_tree(
    forcer: Forcer, question: Question, known: tuple[int, ...] | None, limits: Limits, most: int = MOST_NODES
) -> Searched:
    """The cheapest allocation under a question. `known`: an allocation to beat."""
    master = forcer.master
    best = Best(master.impossible, None) if known is None else Best(joined_cost(master, known), known)
    waiting = [_ask(forcer, question, None, best)]
    nodes = 0
    while waiting:
        node = waiting.pop()
        if _cut(node, best):
            continue
        children = _children(node)
        nodes += 2
        if children is None or nodes > most or limits.left_s <= 0:
            return Searched("not_finished")
        asked = [_ask(forcer, child, node, best) for child in children]
        waiting += sorted((child for child in asked if not _cut(child, best)), key=_bound, reverse=True)
    return Searched("none") if best.chosen is None else Searched("optimal", best.chosen)


def _ask(forcer: Forcer, question: Question, parent: Answer | None, best: Best) -> Answer:
    """Solve one node; an allocation it meets may become the best."""
    answer = forcer.ask(question, best.cost, None if parent is None else parent.tableau)
    met = answer.whole
    if met is not None and _valid(forcer, met):
        cost = joined_cost(forcer.master, met)
        if cost < best.cost:
            best.cost, best.chosen = cost, met
    return answer


def _valid(forcer: Forcer, chosen: tuple[int, ...]) -> bool:
    """Whether whole numbers agree: budgets kept, everybody placed who must be."""
    problem = forcer.master.problem
    placed = np.zeros(problem.units, dtype=bool)
    placed[problem.unit[list(chosen)]] = True
    return bool(placed[problem.must].all()) and keeps_budgets(forcer.master, chosen)


def _bound(answer: Answer) -> int:
    return answer.bound.total if answer.bound else -(2**62)


def _cut(node: Answer, best: Best) -> bool:
    """Whether nothing below this node is cheaper than the best."""
    return node.bound is not None and node.bound.pence >= best.cost


def _children(node: Answer) -> tuple[Question, Question] | None:
    """The two halves of a node; None where it gives nothing to branch on."""
    if not node.solved:
        return None
    unplaced, taken = (np.minimum(values, 1.0 - values) for values in (node.unplaced, node.taken))
    question = node.question
    if unplaced.max(initial=0.0) > WHOLE:
        unit = int(unplaced.argmax())
        return (
            replace(question, left=(*question.left, unit)),
            replace(question, placed=(*question.placed, unit)),
        )
    if taken.max(initial=0.0) > WHOLE:
        choice = int(taken.argmax())
        return (
            replace(question, made=(*question.made, choice)),
            replace(question, barred=(*question.barred, choice)),
        )
    return None
