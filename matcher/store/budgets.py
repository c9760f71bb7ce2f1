"""Budgets: each fund's weekly limit, and what decisions have committed of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from matcher.store.rows import add, change, every, find, get
from matcher.store.tables.money import BUDGETS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredBudget:
    """The limit in whole pence a week; what is committed and overridden in hundredths of a penny."""

    id: int
    fund: str
    weekly_limit_pence: int
    committed_centipence: int
    overridden_centipence: int
    version: int

    @property
    def headroom_pence(self) -> int:
        """What is left for new commitments, rounded down: never more than there is."""
        left = self.weekly_limit_pence * 100 + self.overridden_centipence - self.committed_centipence
        return left // 100


def add_budget(work: Work, fund: str, weekly_limit_pence: int) -> int:
    """A new fund; returns the id. Raises Broken (uq_budgets_council_id_fund)."""
    values = {"committed_centipence": 0, "overridden_centipence": 0}
    return add(work, BUDGETS, fund=fund, weekly_limit_pence=weekly_limit_pence, **values)


def budget(work: Work, budget_id: int, lock: bool = False) -> StoredBudget:
    """Raises NotFound."""
    return _budget(get(work, BUDGETS, budget_id, lock=lock))


def budget_of(work: Work, fund: str) -> StoredBudget | None:
    """The budget of this fund; a fund without one is unlimited."""
    row = find(work, BUDGETS, BUDGETS.c.fund == fund)
    return None if row is None else _budget(row)


def every_budget(work: Work) -> tuple[StoredBudget, ...]:
    """All funds with a limit, in the order of their ids."""
    return tuple(_budget(row) for row in every(work, BUDGETS))


def set_limit(work: Work, budget_id: int, version: int | None, weekly_limit_pence: int) -> None:
    """A new limit. Raises NotFound, Precondition, Broken (ck_budgets_headroom)."""
    change(work, BUDGETS, budget_id, version, weekly_limit_pence=weekly_limit_pence)


def _budget(row: Row[Any]) -> StoredBudget:
    return StoredBudget(
        row.id,
        row.fund,
        row.weekly_limit_pence,
        row.committed_centipence,
        row.overridden_centipence,
        row.version,
    )
