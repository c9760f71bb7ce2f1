"""A problem as flat arrays for the compiled kernels: one slice a home, lists in CSR form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.model.problem import Ints, Problem

Bytes = NDArray[np.uint8]
HUGE_HOURS = 10**12


class Tables(NamedTuple):
    """What a pattern costs and what it needs; `*_first` arrays mark slices (CSR)."""

    first: Ints
    unit: Ints
    home: Ints
    size: Ints
    admits: Ints
    hours: Ints
    cost: Ints
    spend: Ints
    beds: Ints
    admissions: Ints
    spare_hours: Ints
    clash: Bytes
    """Exclusions of each home as a flat matrix; `clash_at[h]` is where it starts, or -1."""
    clash_at: Ints
    pair_first: Ints
    """By choice: who it has a shared price or weight with."""
    pair_other: Ints
    pair1: Ints
    pair2: Ints
    off_first: Ints
    """By home: its sibling discounts."""
    off_choice: Ints
    off_pence: Ints
    off_spend: Ints
    beside_first: Ints
    """By discount: the choices that grant it."""
    beside: Ints
    touch_first: Ints
    """By home: the `prefer_together` groups that could use it."""
    touch_pence: Ints
    touch_choice_first: Ints
    touch_choice: Ints


def tables(problem: Problem) -> Tables:
    """Flatten a problem for the kernels."""
    clash, clash_at = _clashes(problem)
    pair_first, pair_other, pair1, pair2 = _pairs(problem)
    return Tables(
        problem.first,
        problem.unit,
        problem.home,
        problem.size,
        problem.admits,
        problem.hours,
        problem.cost,
        np.ascontiguousarray(problem.spend),
        problem.beds,
        np.minimum(problem.admissions, HUGE_HOURS),
        np.minimum(problem.spare_hours, HUGE_HOURS),
        clash,
        clash_at,
        pair_first,
        pair_other,
        pair1,
        pair2,
        *_discounts(problem),
        *_touches(problem),
    )


def _clashes(problem: Problem) -> tuple[Bytes, Ints]:
    at = np.full(max(1, problem.homes), -1, dtype=np.int64)
    parts, length = [np.zeros(0, dtype=np.uint8)], 0
    for home, matrix in sorted(problem.clash.items()):
        at[home] = length
        parts.append(matrix.astype(np.uint8).ravel())
        length += matrix.size
    return np.concatenate(parts), at


def _pairs(problem: Problem) -> tuple[Ints, Ints, Ints, Ints]:
    by_choice: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for a, b, weight in problem.separations.tolist():
        by_choice[a].append((b, weight, 0))
        by_choice[b].append((a, weight, 0))
    for a, b, pence in problem.joint.tolist():
        by_choice[a].append((b, 0, pence))
        by_choice[b].append((a, 0, pence))
    lists = [by_choice.get(choice, []) for choice in range(problem.choices)]
    flat = np.array([entry for entries in lists for entry in entries], dtype=np.int64).reshape(-1, 3)
    return _starts(lists), flat[:, 0].copy(), flat[:, 1].copy(), flat[:, 2].copy()


def _starts(lists: Iterable[Iterable[object]]) -> Ints:
    lengths = [len(list(entries)) for entries in lists]
    return np.concatenate(([0], np.cumsum(np.array(lengths, dtype=np.int64)))).astype(np.int64)


def _flat(lists: Iterable[Iterable[int]]) -> Ints:
    return np.array([value for entries in lists for value in entries], dtype=np.int64)


def _discounts(problem: Problem) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    entries = sorted(problem.discounts, key=lambda entry: int(problem.home[entry.choice]))
    homes = [int(problem.home[entry.choice]) for entry in entries]
    count = np.bincount(np.array(homes, dtype=np.int64), minlength=problem.homes)
    spend = np.array([entry.spend for entry in entries], dtype=np.int64)
    return (
        np.concatenate(([0], np.cumsum(count))).astype(np.int64),
        np.array([entry.choice for entry in entries], dtype=np.int64),
        np.array([entry.pence for entry in entries], dtype=np.int64),
        spend.reshape(len(entries), len(problem.limits)),
        _starts(entry.others for entry in entries),
        _flat(entry.others for entry in entries),
    )


def _touches(problem: Problem) -> tuple[Ints, Ints, Ints, Ints]:
    found: dict[int, list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for group in problem.splits:
        for choices in group.by_home:
            found[int(problem.home[choices[0]])].append((group.pence, choices))
    lists = [found.get(home, []) for home in range(problem.homes)]
    touches = [touch for entries in lists for touch in entries]
    return (
        _starts(lists),
        np.array([pence for pence, _ in touches], dtype=np.int64),
        _starts(choices for _, choices in touches),
        _flat(choices for _, choices in touches),
    )
