"""The least value of a limit that a plan is possible under."""

from __future__ import annotations

from matcher.answers.oracle import Met
from matcher.domain.parameter import Parameter
from matcher.rules.measures import TENTH_METRES_PER_MILE

CENTIPENCE_IN_A_POUND = 10_000


def needed(parameter: Parameter, met: Met) -> int:
    """Pounds of a budget, or miles of a limit, that the plan needs: not one less would do."""
    if parameter.turns == "budget":
        spent = next(fund.spent_centipence for fund in met.plan.funds if fund.fund == parameter.fund)
        return max(0, -(-spent // CENTIPENCE_IN_A_POUND))
    limited, facts = parameter.limited(met.case), met.facts
    metres = [
        entry.distance_m
        for entry in met.plan.placements
        if entry.referral in limited
        and not entry.stays
        and not facts.waived("distance", facts.referrals[entry.referral], facts.homes[entry.home])
    ]
    return -(-10 * max(metres, default=0) // TENTH_METRES_PER_MILE)
