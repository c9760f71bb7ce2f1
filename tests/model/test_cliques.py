"""Exclusions become cliques: everything that is shut stays shut, and nothing else is."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np

from matcher.model.constraints import cliques
from matcher.model.problem import Bools
from tests.model.desk import desk


def random_exclusions(draw: Random) -> Bools:
    size, share = draw.randint(2, 14), draw.choice([0.05, 0.3, 0.7, 1.0])
    upper = np.array([[draw.random() < share for _ in range(size)] for _ in range(size)])
    upper = np.triu(upper, 1)
    both: Bools = upper | upper.T
    return both


def covered(matrix: Bools) -> Bools:
    """The pairs that the cliques of a matrix shut."""
    found = np.zeros_like(matrix)
    for clique in cliques(matrix):
        assert clique == sorted(set(clique))
        for a, b in combinations(clique, 2):
            found[a, b] = found[b, a] = True
    return found


def test_cliques_cover_every_exclusion_and_no_other_pair() -> None:
    for seed in range(200):
        matrix = random_exclusions(Random(seed))

        assert np.array_equal(covered(matrix), matrix), seed


def test_everybody_excluding_everybody_is_one_clique() -> None:
    assert list(cliques(~np.eye(9, dtype=bool))) == [list(range(9))]


def test_nobody_excluding_nobody_is_no_clique() -> None:
    assert list(cliques(np.zeros((4, 4), dtype=bool))) == []


def test_cliques_cover_the_exclusions_of_a_desk_case() -> None:
    matrices = [*desk(5).problem.clash.values(), *desk(5, "dense").problem.clash.values()]

    assert len(matrices) > 5
    assert all(np.array_equal(covered(matrix), matrix) for matrix in matrices)
