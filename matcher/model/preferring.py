"""A problem whose ties go to whoever uses what is priced: one solve says whether any best plan uses it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.domain.priced import Priced, homes_of
from matcher.model.pack import Packed
from matcher.model.problem import Bools, Problem


def preferring(packed: Packed, priced: Priced) -> Problem:
    """The same problem with ties of tier 2 broken for whoever uses what is priced.

    All prices are multiplied by more than the units that could use it, and each use is a penny off.
    """
    problem, use = packed.problem, _uses(packed, priced)
    times = 1 + len(set(problem.unit[use].tolist()))
    joint = problem.joint.copy()
    joint[:, 2] *= times
    return replace(
        problem,
        cost=times * problem.cost - use,
        joint=joint,
        discounts=tuple(replace(entry, pence=times * entry.pence) for entry in problem.discounts),
        splits=tuple(replace(group, pence=times * group.pence) for group in problem.splits),
    )


def _uses(packed: Packed, priced: Priced) -> Bools:
    """The choices that use it."""
    columns, problem = packed.columns, packed.problem
    among = [columns.home_row[home] for home in homes_of(columns.case, priced)]
    there: Bools = np.isin(packed.home_rows[problem.home], among).astype(bool)
    if priced.kind != "offer":
        return there
    row = columns.child_row[priced.referral or ""]
    unit = next(number for number, members in enumerate(packed.members) if row in members)
    theirs: Bools = there & (problem.unit == unit)
    return theirs
