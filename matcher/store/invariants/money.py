"""I3: what is committed of a fund is what the decisions charge to it, and no more than its limit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, select

from matcher.store.invariants.breach import Breach, told
from matcher.store.tables.money import BUDGET_OVERRIDES, BUDGETS, COMMITMENTS
from matcher.store.work import Work


def within_budgets(work: Work) -> list[Breach]:
    """I3: spent = Σ of the commitments, at most the limit but for named overrides. Ids: budgets."""
    ours = BUDGETS.c.council_id == work.council_id
    spent, overridden = _sum_of(COMMITMENTS), _sum_of(BUDGET_OVERRIDES)
    limit = BUDGETS.c.weekly_limit_pence * 100
    checks: tuple[tuple[str, ColumnElement[bool]], ...] = (
        ("committed differs from the sum of its commitments", BUDGETS.c.committed_centipence != spent),
        ("overridden differs from the sum of its overrides", BUDGETS.c.overridden_centipence != overridden),
        ("more spent than the limit and its overrides", spent > limit + overridden),
    )
    return [
        breach
        for what, wrong in checks
        for breach in told(work, "I3", what, select(BUDGETS.c.id).where(ours, wrong).order_by(BUDGETS.c.id))
    ]


def _sum_of(table: Table) -> Any:
    """The centipence of one budget's rows; 0 where there is none."""
    its = and_(table.c.council_id == BUDGETS.c.council_id, table.c.budget_id == BUDGETS.c.id)
    return func.coalesce(select(func.sum(table.c.centipence)).where(its).scalar_subquery(), 0)
