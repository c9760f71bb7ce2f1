"""A list is put in order as its options are answered; no place is given that a later answer could take."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from matcher.model.chunks import NOBODY
from matcher.model.lists import Part, answer_lists
from matcher.model.outcome import Forced, Limits, Ranked
from matcher.model.ranking import NEVER, Ranking
from matcher.model.values import Value
from tests.differential.engine import limits

COSTS = {10: 5, 11: 7, 12: 7, 13: 7, 14: 9}
"""By choice; 11, 12 and 13 are equal."""


def ranking(*choices: int, lower: int = 0) -> Ranking:
    return Ranking(0, choices, lambda choice: min(COSTS[choice], lower))


def answered(listed: Ranking, *positions: int) -> list[int]:
    for at in positions:
        listed.settle(at, COSTS[listed.choices[at]])
    return list(listed.certain())


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_is_that_of_cost_then_of_the_list_whatever_is_answered_first(
    order: tuple[int, ...],
) -> None:
    listed = ranking(14, 13, 10, 11)

    told = [at for position in order for at in answered(listed, position)]

    assert told == [2, 1, 3, 0]


def test_no_place_is_certain_while_an_option_not_answered_may_be_as_cheap() -> None:
    listed = ranking(11, 12, 13, lower=7)

    assert answered(listed, 1) == []
    assert answered(listed, 0) == [0, 1]
    assert answered(listed, 2) == [2]


def test_an_equal_option_later_in_the_list_does_not_hold_a_place_back() -> None:
    listed = ranking(11, 12, lower=7)

    assert answered(listed, 0) == [0]


def test_an_option_left_open_holds_back_the_places_it_might_take_and_no_other() -> None:
    listed = Ranking(0, (10, 11, 14), lambda choice: 7 if choice == 11 else COSTS[choice])
    listed.give_up(1, 7)

    assert answered(listed, 0, 2) == [0]
    assert list(listed.uncertain()) == [2]
    assert listed.next is None
    assert not listed.hopeful


def test_what_nothing_can_use_comes_last_in_the_order_of_the_list() -> None:
    listed = Ranking(0, (NOBODY, 10, NOBODY, 11), lambda choice: 0)
    listed.settle(3, NEVER)

    assert list(listed.certain()) == []
    assert answered(listed, 1) == [1, 0, 2, 3]


def test_an_empty_list_has_nothing_to_tell() -> None:
    assert answered(Ranking(0, (), lambda choice: 0)) == []


class Oracle:
    """Knows what each choice costs; some it never finds out."""

    def __init__(
        self, costs: dict[int, int | None], slack: int, unknown: frozenset[int] = frozenset()
    ) -> None:
        self.costs, self.slack, self.unknown = costs, slack, unknown
        self.asked: list[int] = []

    def lower(self, choice: int) -> int:
        cost = self.costs[choice]
        return 0 if cost is None else max(0, cost - self.slack)

    def cost(self, value: Value) -> int:
        return value.tier2

    def settle(self, choice: int, limits: Limits) -> Forced:
        self.asked.append(choice)
        cost = self.costs[choice]
        if choice in self.unknown or cost is None:
            return Forced(choice, None, (), exact=choice not in self.unknown)
        return Forced(choice, Value(0, cost, 0), (choice,), exact=True)

    def restart(self) -> None:
        """Keeps nothing."""


def told_by(oracle: Oracle, lists: dict[int, tuple[int, ...]], first: int | None) -> list[Ranked]:
    found: list[Ranked] = []
    part = Part(oracle, lists, lambda entry: entry, found.append)
    answer_lists([part], lists, first, limits(), lambda done, total: None)
    return found


def drawn_lists(seed: int) -> tuple[dict[int, int | None], dict[int, tuple[int, ...]]]:
    """Lists of 0 to 8 options, two of them of the same choices (children placed as one)."""
    draw = Random(seed)
    costs: dict[int, int | None] = {k: draw.choice([None, *range(6)]) for k in range(30)}
    lists = {n: tuple(draw.sample(range(8 * n, 8 * n + 8), draw.randint(0, 8))) for n in range(3)}
    shared = list(lists[2])
    draw.shuffle(shared)
    return costs, {**lists, 3: tuple(shared), 4: (NOBODY,)}


def right_order(costs: dict[int, int | None], choices: tuple[int, ...]) -> list[int]:
    cost = {NOBODY: None, **costs}

    def place(at: int) -> tuple[int, int]:
        known = cost[choices[at]]
        return NEVER if known is None else known, at

    return sorted(range(len(choices)), key=place)


@pytest.mark.parametrize("seed", range(40))
def test_every_list_is_told_in_its_order_and_each_choice_is_asked_once(seed: int) -> None:
    costs, lists = drawn_lists(seed)
    oracle = Oracle(costs, slack=seed % 4)

    found = told_by(oracle, lists, None)

    for number, choices in lists.items():
        assert [r.position for r in found if r.number == number] == right_order(costs, choices), number
    assert all(ranked.certain for ranked in found)
    assert len(oracle.asked) == len(set(oracle.asked))


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("first", [1, 3])
def test_the_first_of_each_list_are_those_of_the_whole_list(seed: int, first: int) -> None:
    costs, lists = drawn_lists(seed)

    found = told_by(Oracle(costs, slack=2), lists, first)

    for number, choices in lists.items():
        told = [r.position for r in found if r.number == number and r.certain]
        assert told[:first] == right_order(costs, choices)[:first]


def test_the_first_three_of_every_list_come_before_any_fourth() -> None:
    lists = {n: tuple(range(10 * n, 10 * n + 6)) for n in range(3)}
    costs: dict[int, int | None] = {k: k for k in range(30)}

    found = told_by(Oracle(costs, slack=0), lists, None)

    assert [ranked.position for ranked in found[:9]] == [0, 1, 2] * 3


def test_with_exact_bounds_no_more_is_asked_than_is_told() -> None:
    oracle = Oracle({k: k for k in range(10)}, slack=0)

    told_by(oracle, {0: tuple(range(10))}, 3)

    assert oracle.asked == [0, 1, 2]


def test_where_the_third_and_the_fourth_are_equal_the_list_decides() -> None:
    costs: dict[int, int | None] = {0: 4, 1: 1, 2: 4, 3: 0}

    found = told_by(Oracle(costs, slack=3), {0: (0, 1, 2, 3)}, 3)

    assert [ranked.position for ranked in found if ranked.certain][:3] == [3, 1, 0]


def test_an_option_nobody_could_settle_never_lets_a_list_count_as_final() -> None:
    oracle = Oracle({k: k for k in range(5)}, slack=2, unknown=frozenset({3}))

    found = told_by(oracle, {0: tuple(range(5))}, 3)

    assert [(r.position, r.certain) for r in found] == [(0, True), (1, True), (2, False), (3, False)]
    assert found[-1].forced == Forced(3, None, (), exact=False)
