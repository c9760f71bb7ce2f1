"""What a plan comes to, in whole numbers: the figures by which two plans are compared."""

from __future__ import annotations

from matcher.domain.types import Model


class Sums(Model):
    """Both tiers, children placed and in their own area, pounds a week as pence, metres.

    `incremental_pence` is what the plan really adds to a week's spending; tier 2 also holds what the policy
    only weighs.
    """

    tier1: int
    tier2: int
    placed: int
    in_area: int
    incremental_pence: int
    distance_m: int


def less(one: Sums, other: Sums) -> Sums:
    """The figures of one plan less those of another."""
    return Sums(**{name: getattr(one, name) - getattr(other, name) for name in Sums.model_fields})
