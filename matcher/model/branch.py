"""The compiled search driven from Python: its memory, its time limit, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from matcher.model.forced import Forcer
from matcher.model.integer import joined_cost
from matcher.model.master import Bound, Question
from matcher.model.outcome import Limits
from matcher.model.terms import Floats
from matcher.model.tree import (
    BEST,
    COUNTERS,
    DONE,
    FIELDS,
    IS_BARRED,
    IS_LEFT,
    IS_MADE,
    IS_PLACED,
    KIND,
    LEVEL,
    N_SOLVED,
    N_TIES,
    NO_ROOM,
    OUT_OF_NODES,
    PARENT,
    ROOM,
    WHICH,
    Search,
    Slots,
    grow,
)
from matcher.model.values import value_of

MOST_NODES = 400
SLOT_BYTES = 2**25
"""Memory for the tableaus of open nodes, of both programs."""
MOST_SLOTS, FEWEST_SLOTS = 96, 6
MOST_TIES = 64
STEP_ENTRIES = 2**26
"""A search looks at the clock after about so many entries of a tableau."""


@dataclass(frozen=True)
class Searched:
    """`optimal`: nothing is cheaper. `none`: no allocation does it. `not_finished`: neither is known."""

    status: Literal["optimal", "none", "not_finished"]
    chosen: tuple[int, ...] = ()
    nodes: int = 0


@dataclass(frozen=True)
class Programs:
    """The program of both tiers joined, and the one of tier 1 alone."""

    joined: Forcer
    first: Forcer

    @property
    def both(self) -> bool:
        """Whether both tiers count, or tier 1 alone."""
        return self.joined is not self.first

    def reset(self) -> None:
        """Forget what was met since the base: the next search then depends on nothing before it."""
        self.joined.reset()
        self.first.reset()

    def trim(self) -> None:
        """The same, once so many have been met that every pivot suffers from them."""
        for forcer in (self.joined, self.first):
            if forcer.master.patterns > 2 * forcer.met:
                forcer.reset()

    @cached_property
    def slots(self) -> tuple[Slots, Slots]:
        """Room for open nodes' tableaus."""
        rows = (self.joined.master.terms.rows, self.first.master.terms.rows)
        count = SLOT_BYTES // (8 * sum(n * n for n in rows))
        return tuple(_slots(n, min(MOST_SLOTS, max(FEWEST_SLOTS, count))) for n in rows)  # type: ignore[return-value]


def _slots(rows: int, count: int) -> Slots:
    floats = np.zeros
    return Slots(
        np.zeros((count, rows), dtype=np.int64),
        floats((count, rows, rows)),
        floats((count, rows)),
        floats((count, rows)),
        floats((count, 1)),
        np.ones(count, dtype=np.uint8),
    )


def search_tree(
    programs: Programs,
    question: Question,
    known: tuple[int, ...] | None,
    limits: Limits,
    most: int = MOST_NODES,
    ties: list[Bound] | None = None,
    ceiling: int | None = None,
    enough: int = -(2**62),
) -> Searched:
    """The cheapest allocation under a question. `known`: an allocation to beat.

    `ceiling`: only what costs less, in pence, is looked for, and `none` means none below it;
    `enough`: what costs no more is taken as it is. Where both programs are the one that minds
    tier 1, an allocation of least tier 1 is looked for, whatever its tier 2. With `ties`, nodes
    as good as the best are looked into as well, and the bounds of those that end in an
    allocation of that cost are left in it: every optimal allocation lies within one.
    """
    master = programs.joined.master
    start = master.impossible if ceiling is None else min(ceiling, master.impossible)
    if known is not None and joined_cost(master, known) <= start:
        start = joined_cost(master, known)
    else:
        known = None
    search = _search(programs, question, start, most, ties is not None, enough)
    status = _run(programs, question, search, limits, most)
    nodes, cost = int(search.counts[N_SOLVED]), int(search.counts[BEST])
    chosen = tuple(np.nonzero(search.best)[0].tolist()) if cost < start else known
    if status != DONE or (chosen is not None and not _costs(programs, chosen, cost)):
        return Searched("not_finished", chosen or (), nodes)
    if ties is not None:
        ties += _ties(programs, question, search)
    return Searched("none", (), nodes) if chosen is None else Searched("optimal", chosen, nodes)


def _costs(programs: Programs, chosen: tuple[int, ...], cost: int) -> bool:
    """Whether an allocation costs what the search said, recomputed."""
    master = programs.joined.master
    found = joined_cost(master, chosen)
    return found == cost if programs.both else master.below(value_of(master.problem, chosen).tier1) == cost


def _search(programs: Programs, question: Question, start: int, most: int, ties: bool, enough: int) -> Search:
    master, rows = programs.joined.master, programs.joined.master.terms.rows
    nodes = np.zeros((2 * most + 8, FIELDS), dtype=np.int64)
    nodes[0, LEVEL] = question.level
    counts = np.zeros(COUNTERS, dtype=np.int64)
    counts[BEST] = start
    kept = MOST_TIES if ties else 0
    return Search(
        nodes,
        np.zeros(2 * most + 8, dtype=np.int64),
        counts,
        np.zeros(master.problem.choices, dtype=np.uint8),
        int(ties),
        int(programs.both),
        enough,
        np.zeros(kept, dtype=np.int64),
        np.zeros((kept, rows)),
    )


def _run(programs: Programs, question: Question, search: Search, limits: Limits, most: int) -> int:
    """Let the search grow, step by step, until it is done or time or nodes are used up."""
    joined, first = programs.joined, programs.first
    slots = programs.slots
    for one in slots:
        one.free[:] = 1
    made = np.array(question.made, dtype=np.int64)
    marks = joined.master.marks(question)
    step = max(1, STEP_ENTRIES // joined.master.terms.rows**2 // 16)
    room = ROOM * len(joined.master.terms.many) + 64
    while True:
        joined.master.make_room(2 * room)
        first.master.make_room(2 * room)
        upto = min(most, int(search.counts[N_SOLVED]) + step)
        status = int(grow(joined.program, first.program, *slots, search, marks, made, upto))
        stopped = status == OUT_OF_NODES and (upto == most or limits.left_s <= 0)
        if stopped or status not in (OUT_OF_NODES, NO_ROOM):
            return status


def _ties(programs: Programs, question: Question, search: Search) -> list[Bound]:
    """The bounds of the nodes that ended in an allocation as good as the best."""
    master, found = programs.joined.master, []
    for tie in range(int(search.counts[N_TIES])):
        asked = _question(question, search, int(search.ties[tie]))
        price: Floats = search.tie_price[tie]
        known = master.bound(price, asked)
        if known is not None and known.pence <= search.counts[BEST]:
            found.append(known)
    return found


def _question(asked: Question, search: Search, node: int) -> Question:
    """What a node stands for: what was asked, and the decisions on its way."""
    decided: dict[int, list[int]] = {IS_LEFT: [], IS_PLACED: [], IS_MADE: [], IS_BARRED: []}
    level = int(search.nodes[node, LEVEL])
    while search.nodes[node, PARENT] >= 0:
        decided[int(search.nodes[node, KIND])].append(int(search.nodes[node, WHICH]))
        node = int(search.nodes[node, PARENT])
    return Question(
        made=(*asked.made, *decided[IS_MADE]),
        barred=(*asked.barred, *decided[IS_BARRED]),
        left=(*asked.left, *decided[IS_LEFT]),
        placed=(*asked.placed, *decided[IS_PLACED]),
        level=level,
    )
