"""What decisions charge to the funds. The row's own check is the truth about its headroom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select, update

from matcher.store.placing import constraints_told
from matcher.store.rows import add
from matcher.store.tables.money import BUDGET_OVERRIDES, BUDGETS, COMMITMENTS
from matcher.store.work import Work

HEADROOM = "ck_budgets_headroom"
"""The constraint that refuses a commitment over the limit."""


@dataclass(frozen=True)
class Fund:
    """A budget that nobody else charges until this work ends."""

    id: int
    fund: str
    left_centipence: int


def lock_funds(work: Work, funds: Collection[str]) -> tuple[Fund, ...]:
    """Those of these funds that have a budget, by id; a fund without one is unlimited."""
    statement = (
        select(BUDGETS)
        .where(BUDGETS.c.council_id == work.council_id, BUDGETS.c.fund.in_(funds))
        .order_by(BUDGETS.c.id)
        .with_for_update(key_share=True)
    )
    return tuple(
        Fund(
            row.id,
            row.fund,
            row.weekly_limit_pence * 100 + row.overridden_centipence - row.committed_centipence,
        )
        for row in work.connection.execute(statement)
    )


def charge(work: Work, fund_id: int, decision_id: int, centipence: int) -> None:
    """Commit this much of a fund to a decision. Raises Broken(HEADROOM) when it has not so much left."""
    where = (BUDGETS.c.council_id == work.council_id) & (BUDGETS.c.id == fund_id)
    committed = BUDGETS.c.committed_centipence + centipence
    with constraints_told():
        work.connection.execute(update(BUDGETS).where(where).values(committed_centipence=committed))
        add(work, COMMITMENTS, budget_id=fund_id, decision_id=decision_id, centipence=centipence)


def let_over(
    work: Work, fund_id: int, decision_id: int, centipence: int, granted_by: int, reason: str
) -> None:
    """A named person lets a fund go over its limit by this much, for one decision."""
    where = (BUDGETS.c.council_id == work.council_id) & (BUDGETS.c.id == fund_id)
    more = BUDGETS.c.overridden_centipence + centipence
    work.connection.execute(update(BUDGETS).where(where).values(overridden_centipence=more))
    add(
        work,
        BUDGET_OVERRIDES,
        budget_id=fund_id,
        decision_id=decision_id,
        centipence=centipence,
        granted_by=granted_by,
        reason=reason,
        granted_at=work.now,
    )
