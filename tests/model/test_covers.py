"""Every way to combine pieces is met, and no other."""

from __future__ import annotations

from itertools import chain, combinations
from random import Random

import pytest

from matcher.model.covers import MOST_STATES, Piece, covers


def by_brute_force(pieces: list[Piece], may_wait: list[bool]) -> set[frozenset[int]]:
    """Every subset of the pieces, kept where it is a cover."""
    found = set()
    for size in range(len(pieces) + 1):
        for chosen in combinations(range(len(pieces)), size):
            held = list(chain.from_iterable(pieces[number].items for number in chosen))
            waiting = set(range(len(may_wait))) - set(held)
            if len(held) == len(set(held)) and all(may_wait[item] for item in waiting):
                found.add(frozenset(chosen))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_every_cover_is_met_once_and_nothing_else_is(seed: int) -> None:
    draw = Random(seed)
    items = draw.randint(1, 8)
    drawn = [
        Piece(tuple(sorted(draw.sample(range(items), draw.randint(1, min(4, items))))))
        for _ in range(draw.randint(1, 10))
    ]
    may_wait = [draw.random() < 0.5 for _ in range(items)]

    met = covers(drawn, may_wait)

    assert met is not None
    assert sorted(map(sorted, met)) == sorted(map(sorted, by_brute_force(drawn, may_wait)))


def test_some_drawn_cases_have_several_covers_and_some_have_none() -> None:
    alone = [Piece((0,)), Piece((0,))]
    assert covers(alone, [False]) == [(1,), (0,)]
    assert covers(alone, [False, False]) == []


def test_too_many_ways_to_look_at_are_left_to_the_solver() -> None:
    pairs = [Piece((item,)) for item in range(10) for _ in range(2)]
    assert MOST_STATES < 2**10
    assert covers(pairs, [False] * 10) is None
