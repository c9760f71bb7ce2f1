"""Branch and bound over questions: exact where the linear program is not whole.

Units left unplaced are decided first, then choices; the better child is looked at first.
Tier 1 is a whole number: where the program's is not, a second program with tier 1 alone
proves the next level up, and the first is solved again at that level. Every bound is proved
in whole numbers, so what is cut off cannot be better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matcher.model.forced import WHOLE, Answer, Forcer, Tableau
from matcher.model.integer import joined_cost, keeps_budgets
from matcher.model.master import Bound, Question
from matcher.model.outcome import Limits

MOST_NODES = 40


@dataclass
class Best:
    """The cheapest allocation met, and its joined cost: what there is to beat."""

    cost: int
    chosen: tuple[int, ...] | None
    slack: int = 0
    """1 where allocations as cheap as the best are looked for too."""

    @property
    def cut_off(self) -> int:
        """Nothing that costs this much or more is of interest."""
        return self.cost + self.slack


@dataclass(frozen=True)
class Searched:
    """`optimal`: nothing is cheaper. `none`: no allocation does it. `not_finished`: neither is known."""

    status: Literal["optimal", "none", "not_finished"]
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Programs:
    """The program of both tiers joined, and the one of tier 1 alone."""

    joined: Forcer
    first: Forcer

    def reset(self) -> None:
        """Forget what was met since the base: the next search then depends on nothing before it."""
        self.joined.reset()
        self.first.reset()


@dataclass(frozen=True)
class Node:
    """A question answered; `closed`: nothing below it can be cheaper than what is known."""

    answer: Answer
    first: Tableau | None
    closed: bool = False
    ends: bool = False
    """Whether its program is an allocation, so that there is nothing to branch on."""

    @property
    def total(self) -> int:
        return self.answer.bound.total if self.answer.bound else -(2**62)


def search_tree(
    programs: Programs,
    question: Question,
    known: tuple[int, ...] | None,
    limits: Limits,
    most: int = MOST_NODES,
    ties: list[Bound] | None = None,
) -> Searched:
    """The cheapest allocation under a question. `known`: an allocation to beat.

    With `ties`, nodes as good as the best are looked into as well, and the bounds of those that
    end in an allocation of that cost are left in it: every optimal allocation lies within one.
    """
    master = programs.joined.master
    best = Best(master.impossible, None) if known is None else Best(joined_cost(master, known), known)
    best.slack = 0 if ties is None else 1
    waiting = [_node(programs, question, None, best)]
    whole: list[Bound] = []
    nodes = 0
    while waiting:
        node = waiting.pop()
        if _cut(node, best):
            continue
        if node.ends and node.answer.bound is not None:
            whole.append(node.answer.bound)
            continue
        children = _children(node.answer)
        nodes += 2
        if children is None or nodes > most or limits.left_s <= 0:
            return Searched("not_finished", best.chosen or ())
        asked = [_node(programs, child, node, best) for child in children]
        open_ones = [child for child in asked if not _cut(child, best)]
        waiting += sorted(open_ones, key=lambda child: child.total, reverse=True)
    if ties is not None:
        ties += [bound for bound in whole if bound.pence <= best.cost]
    return Searched("none") if best.chosen is None else Searched("optimal", best.chosen)


def _node(programs: Programs, question: Question, parent: Node | None, best: Best) -> Node:
    """Answer one question, raising its level as far as tier 1 alone proves it."""
    start = parent.answer.tableau if parent else None
    first = parent.first if parent else None
    while True:
        answer, met = _meet(programs, question, start, best)
        if met or not answer.solved or _cut(Node(answer, first), best):
            return Node(answer, first, ends=met)
        if not _part(_points(programs, answer)):
            return Node(answer, first)
        cut_off = best.cut_off // programs.joined.master.weight + 2
        lower = programs.first.ask(replace(question, level=0), cut_off, first)
        first = lower.tableau
        level = 0 if lower.bound is None else lower.bound.pence
        if level * programs.joined.master.weight + programs.joined.master.low >= best.cut_off:
            return Node(answer, first, closed=True)
        if level <= question.level:
            return Node(answer, first)
        question, start = replace(question, level=level), answer.tableau


def _points(programs: Programs, answer: Answer) -> float:
    """Tier 1 of a fractional answer, without pairs who both stay."""
    problem = programs.joined.master.problem
    return float((problem.weight * answer.unplaced).sum())


def _part(points: float) -> bool:
    """Whether a number of points is not whole."""
    return abs(points - round(points)) > WHOLE


def _meet(programs: Programs, question: Question, start: Tableau | None, best: Best) -> tuple[Answer, bool]:
    """Solve the joined program; an allocation it meets may become the best. Also whether it is proved."""
    forcer = programs.joined
    answer = forcer.ask(question, best.cut_off, start)
    met = answer.whole
    if met is None or not _valid(forcer, met):
        return answer, False
    cost = joined_cost(forcer.master, met)
    if cost < best.cost:
        best.cost, best.chosen = cost, met
    # an end only where the whole-number bound agrees: the program's own word is not taken for it
    return answer, answer.bound is not None and answer.bound.pence >= cost


def _valid(forcer: Forcer, chosen: tuple[int, ...]) -> bool:
    """Whether whole numbers agree: budgets kept, everybody placed who must be."""
    problem = forcer.master.problem
    placed = np.zeros(problem.units, dtype=bool)
    placed[problem.unit[list(chosen)]] = True
    return bool(placed[problem.must].all()) and keeps_budgets(forcer.master, chosen)


def _cut(node: Node, best: Best) -> bool:
    """Whether nothing below this node is cheaper than the best."""
    bound = node.answer.bound
    return node.closed or (bound is not None and bound.pence >= best.cut_off)


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
