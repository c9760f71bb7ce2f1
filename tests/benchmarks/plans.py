"""Proposals that say only what they spend: what the ladder looks at."""

from __future__ import annotations

from matcher.domain.case import Case
from matcher.domain.proposal import Bound, FundSpend, Proof, Proposal, Run, Totals


def proposal_spending(case: Case, slack: dict[str, int], under: dict[int, int]) -> Proposal:
    """A plan that spends `slack` by fund where limits are wide, and `under[limit]` where they are not."""
    limits = {budget.fund: budget.weekly_limit_pence for budget in case.budgets}
    wide = not limits or limits.keys() > slack.keys() > set()
    spent = slack if wide else {fund: under.get(limit, 0) for fund, limit in limits.items()}
    funds = tuple(
        FundSpend(fund=fund, spent_centipence=pence * 100, limit_pence=limits.get(fund))
        for fund, pence in spent.items()
    )
    return _saying_nothing_else(case, funds)


def _saying_nothing_else(case: Case, funds: tuple[FundSpend, ...]) -> Proposal:
    bound = Bound(value=0, bound=0, gap=0)
    return Proposal(
        schema="placement-proposal/1",
        status="optimal",
        tier1=0,
        tier2=0,
        allocation={},
        proof=Proof(tier1=bound, tier2=bound),
        placements=(),
        shared_lines=(),
        separations=(),
        unplaced=(),
        funds=funds,
        totals=Totals(placed=0, unplaced=0, incremental_pence=0, distance_m=0, in_area=0),
        case_fingerprint=case.fingerprint,
        run=Run(engine_version="0", solver="none", seconds=0, seed=0, limit_s=0),
    )
