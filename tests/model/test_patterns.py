"""The search for the sets that one home could take, against every subset there is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from matcher.model.master import Master
from matcher.model.patterns import BARRED, search
from matcher.model.problem import NO_LIMIT, Ints, Problem
from matcher.model.terms import SCALE
from tests.model.brute import Chosen, sets_of
from tests.model.problems import Shape, drawn_problem

CROWDED = Shape(units=8, homes=2, most_beds=5, open_percent=90)
W1, W2 = 7_000_000 * SCALE, SCALE


def reduced(problem: Problem, draw: Random) -> tuple[Ints, Ints]:
    """Reduced prices of choices and discounts, of every sign, with ties and barred ones."""
    span = 800_000 * SCALE
    prices = [draw.choice([draw.randint(-span, span // 4), -span // 2]) for _ in range(problem.choices)]
    barred = [2 * BARRED if draw.random() < 0.1 else price for price in prices]
    off = [-SCALE * entry.pence - draw.choice([0, span // 20]) for entry in problem.discounts]
    return np.array(barred, dtype=np.int64), np.array(off, dtype=np.int64)


def priced(problem: Problem, home: int, value: Ints, off: Ints) -> dict[Chosen, int]:
    """Every set that the home can take, but those with a barred choice, and its reduced price."""
    found = {}
    for members in sets_of(problem, home):
        if all(value[choice] < BARRED for choice in members):
            found[members] = _price(problem, members, value, off)
    return found


def _price(problem: Problem, members: Chosen, value: Ints, off: Ints) -> int:
    made = set(members)
    price = sum(int(value[choice]) for choice in members)
    price += sum(W1 * int(weight) for a, b, weight in problem.separations if {int(a), int(b)} <= made)
    price += sum(W2 * int(pence) for a, b, pence in problem.joint if {int(a), int(b)} <= made)
    for entry, saved in zip(problem.discounts, off, strict=True):
        if entry.choice in made and made.intersection(entry.others):
            price += int(saved)
    touched = (g.pence for g in problem.splits for here in g.by_home if made.intersection(here))
    return price + W2 * sum(touched)


def searched(
    problem: Problem, home: int, value: Ints, off: Ints, theta: int, *, collect: bool, room: int = 4_000
) -> tuple[int, int, list[Chosen]]:
    """What the search returns, and the sets it wrote."""
    out, count = np.zeros((room, 66), dtype=np.int64), np.zeros(1, dtype=np.int64)
    tables = Master(problem).terms.t
    least, state = search(tables, home, value, off, W1, W2, theta, collect, out, count)
    rows = out[: count[0]] if collect else out[:1]
    return int(least), int(state), [tuple(sorted(row[1 : 1 + row[0]].tolist())) for row in rows]


def homes() -> Iterator[tuple[Problem, int, Ints, Ints, Random]]:
    for seed in range(150):
        problem, draw = drawn_problem(seed, CROWDED), Random(seed)
        value, off = reduced(problem, draw)
        for home in range(problem.homes):
            yield problem, home, value, off, draw


def test_the_cheapest_set_of_a_home_is_the_cheapest_of_all_its_subsets() -> None:
    seen = 0
    for problem, home, value, off, _ in homes():
        prices = priced(problem, home, value, off)

        least, state, (chosen,) = searched(problem, home, value, off, 0, collect=False)

        assert state >= 0
        assert least == min(prices.values()) == prices[chosen]
        seen += len(chosen) > 2
    assert seen > 30  # sets of three and more, not only singles


def test_every_set_within_a_price_is_collected_once_and_none_beyond() -> None:
    seen = 0
    for problem, home, value, off, draw in homes():
        prices = priced(problem, home, value, off)
        theta = draw.choice([*prices.values(), 0, -1, max(prices.values())])
        expected = sorted(members for members, price in prices.items() if members and price <= theta)

        _, state, found = searched(problem, home, value, off, theta, collect=True)

        assert (state, sorted(found)) == (len(expected), expected)
        seen += len(expected)
    assert seen > 1_000


def test_a_list_with_no_room_left_says_so_and_is_not_taken_for_whole() -> None:
    problem = drawn_problem(3, CROWDED)
    value, off = np.full(problem.choices, -SCALE, dtype=np.int64), np.zeros(len(problem.discounts), np.int64)

    _, state, _ = searched(problem, 0, value, off, 2**60, collect=True, room=2)

    assert state == -1


@pytest.mark.parametrize("seed", range(40))
def test_the_cost_and_spend_of_a_pattern_are_its_part_of_every_allocation(seed: int) -> None:
    problem = drawn_problem(seed, CROWDED)
    master = Master(problem)

    for home in range(problem.homes):
        for members in filter(None, sets_of(problem, home)):
            joined = _price(problem, members, SCALE * problem.cost, _full_discounts(problem))
            tier1 = sum(int(w) for a, b, w in problem.separations if {int(a), int(b)} <= set(members))

            cost, spend, points = master.pattern(members)

            assert points == tier1
            assert cost - master.weight * tier1 == joined // SCALE - tier1 * W1 // SCALE
            assert spend.tolist() == [_spend(problem, fund, members) for fund in range(len(problem.limits))]


def _full_discounts(problem: Problem) -> Ints:
    return np.array([-SCALE * entry.pence for entry in problem.discounts], dtype=np.int64)


def _spend(problem: Problem, fund: int, members: Chosen) -> int:
    made = set(members)
    saved = (e.spend[fund] for e in problem.discounts if e.choice in made and made.intersection(e.others))
    return sum(int(problem.spend[choice, fund]) for choice in members) - sum(saved)


def test_a_home_with_more_places_than_a_set_can_hold_is_left_to_the_compact_model() -> None:
    many = 70
    problem = one_large_home(many)
    value = np.full(many, -SCALE, dtype=np.int64)

    _, state, _ = searched(problem, 0, value, np.zeros(0, dtype=np.int64), 0, collect=False, room=1)

    assert state == -1


def test_a_home_with_as_many_places_as_a_set_can_hold_is_searched() -> None:
    problem = one_large_home(64)
    value = np.full(64, -SCALE, dtype=np.int64)

    least, state, (chosen,) = searched(
        problem, 0, value, np.zeros(0, dtype=np.int64), 0, collect=False, room=1
    )

    assert (least, state, len(chosen)) == (-64 * SCALE, 0, 64)


def one_large_home(children: int) -> Problem:
    """A home with a place for every child, and nothing else."""
    ones, none = np.ones(children, dtype=np.int64), np.full(1, NO_LIMIT, dtype=np.int64)
    return Problem(
        weight=ones,
        keeps=np.zeros(children, dtype=bool),
        pinned=np.zeros(children, dtype=bool),
        unit=np.arange(children, dtype=np.int64),
        home=0 * ones,
        size=ones,
        admits=ones,
        hours=0 * ones,
        cost=100 * ones,
        tie=np.arange(children, dtype=np.int64),
        spend=np.zeros((children, 0), dtype=np.int64),
        first=np.array([0, children], dtype=np.int64),
        beds=np.array([children], dtype=np.int64),
        admissions=none,
        spare_hours=none,
        limits=np.zeros(0, dtype=np.int64),
        clash={},
        joint=np.zeros((0, 3), dtype=np.int64),
        separations=np.zeros((0, 3), dtype=np.int64),
    )
