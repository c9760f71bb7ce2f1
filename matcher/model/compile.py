"""Compiles the kernels ahead of the first question: `python -m matcher.model.compile`.

The result is kept on disk beside the sources, so that no officer waits for it.
"""

from __future__ import annotations

import time

import numpy as np

from matcher.model.compiled import mark
from matcher.model.jobs import option_table
from matcher.model.outcome import Limits
from matcher.model.problem import NO_LIMIT, Problem


def example() -> Problem:
    """Three children, a home with two beds and one with one: enough to call every kernel."""
    none = np.full(2, NO_LIMIT, dtype=np.int64)
    ones = np.ones(5, dtype=np.int64)
    clash = np.zeros((3, 3), dtype=bool)
    clash[0, 1] = clash[1, 0] = True
    return Problem(
        weight=np.array([1, 10, 100], dtype=np.int64),
        keeps=np.zeros(3, dtype=bool),
        pinned=np.zeros(3, dtype=bool),
        unit=np.array([0, 1, 2, 0, 1], dtype=np.int64),
        home=np.array([0, 0, 0, 1, 1], dtype=np.int64),
        size=ones,
        admits=ones,
        hours=0 * ones,
        cost=np.array([500, 400, 300, 200, 100], dtype=np.int64),
        tie=np.arange(5, dtype=np.int64),
        spend=100 * ones.reshape(5, 1),
        first=np.array([0, 3, 5], dtype=np.int64),
        beds=np.array([2, 1], dtype=np.int64),
        admissions=none,
        spare_hours=none,
        limits=np.array([10_000], dtype=np.int64),
        clash={0: clash},
        joint=np.zeros((0, 3), dtype=np.int64),
        separations=np.zeros((0, 3), dtype=np.int64),
    )


def main() -> None:
    """Solve the example's whole table, and say that it was done."""
    option_table(example(), None, Limits(time.monotonic() + 600))
    mark()


if __name__ == "__main__":
    main()
