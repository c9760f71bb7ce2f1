"""What a plan comes to in the figures that a panel and a commissioner compare."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.domain.types import Provision
from matcher.domain.what_if import Difference, Figures, ProvisionMix
from matcher.rules.measures import half_up

QUARTER_DAYS_IN_A_YEAR, QUARTER_DAYS_IN_A_WEEK = 1_461, 28


def a_year(weekly_pence: int) -> int:
    """Pence in a year of 365.25 days, rounded half up in size."""
    whole = half_up(abs(weekly_pence) * QUARTER_DAYS_IN_A_YEAR, QUARTER_DAYS_IN_A_WEEK)
    return whole if weekly_pence >= 0 else -whole


def figures_of(case: Case, plan: Proposal) -> Figures:
    """The figures of one plan of this case."""
    homes = {home.id: home for home in case.homes}
    bought = Counter(homes[placement.home].provision for placement in plan.placements)
    totals = plan.totals
    return Figures(
        placed=totals.placed,
        unplaced=totals.unplaced,
        weekly_pence=totals.incremental_pence,
        yearly_pence=a_year(totals.incremental_pence),
        distance_m=totals.distance_m,
        mean_distance_m=half_up(totals.distance_m, totals.placed) if totals.placed else None,
        in_area=totals.in_area,
        out_of_area_approvals=sum(not (p.in_area or p.stays) for p in plan.placements),
        provision=ProvisionMix.model_validate({name: bought[name] for name in get_args(Provision)}),
    )


def difference(base: Proposal, before: Figures, plan: Proposal, after: Figures) -> Difference:
    """A scenario's figures less the base's."""
    means = (before.mean_distance_m, after.mean_distance_m)
    less = {
        name: getattr(after, name) - getattr(before, name)
        for name in Figures.model_fields
        if name not in ("mean_distance_m", "provision")
    }
    mix = {
        name: getattr(after.provision, name) - getattr(before.provision, name) for name in get_args(Provision)
    }
    return Difference.model_validate(
        less
        | {
            "mean_distance_m": None if None in means else (means[1] or 0) - (means[0] or 0),
            "provision": ProvisionMix.model_validate(mix),
            "tier1": plan.tier1 - base.tier1,
            "tier2": plan.tier2 - base.tier2,
        }
    )
