"""What a peer answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.model.problem import Problem


@dataclass(frozen=True)
class Plan:
    """The choices a peer makes, whether it says that nothing is better, and its tier-1 floor.

    `chosen` is None where it found nothing; with `proved`, nothing exists. Tiers are counted by the
    caller, from the case.
    """

    chosen: tuple[int, ...] | None
    proved: bool = False
    floor1: int | None = None
    """No plan has a smaller tier 1, so this peer says."""


Solve = Callable[[Problem, float, int | None], Plan]
"""A problem, seconds allowed, and a choice that must be made (or None)."""
