"""Contracts: what a home's place costs, from which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from matcher.store.rows import add, change, every
from matcher.store.tables.homes import CONTRACTS
from matcher.store.work import Work


@dataclass(frozen=True)
class Contract:
    """In force from `starts` up to, not with, `ends`. Money is pence a week."""

    id: int
    home_id: int
    weekly_price_pence: int
    void_charge_pence: int
    sibling_discount_percent: int
    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether it is in force on this day."""
        return self.starts <= day and (self.ends is None or self.ends > day)


def add_contract(
    work: Work, home_id: int, prices: Mapping[str, int], starts: date, ends: date | None = None
) -> int:
    """A new contract; returns the id. Raises Broken (uq_contracts_council_id_home_id_starts)."""
    return add(work, CONTRACTS, home_id=home_id, starts=starts, ends=ends, **prices)


def end_contract(work: Work, contract_id: int, ends: date) -> None:
    """The first day on which it is no longer in force."""
    change(work, CONTRACTS, contract_id, ends=ends)


def contracts_of(work: Work, home_id: int) -> tuple[Contract, ...]:
    """A home's contracts, the earliest first."""
    found = (_contract(row) for row in every(work, CONTRACTS, CONTRACTS.c.home_id == home_id))
    return tuple(sorted(found, key=lambda contract: contract.starts))


def every_contract(work: Work) -> Mapping[int, tuple[Contract, ...]]:
    """All contracts by their homes' ids, the earliest first."""
    found: dict[int, list[Contract]] = defaultdict(list)
    for row in every(work, CONTRACTS):
        found[row.home_id].append(_contract(row))
    return {home: tuple(sorted(of, key=lambda one: one.starts)) for home, of in found.items()}


def _contract(row: Row[Any]) -> Contract:
    return Contract(
        row.id,
        row.home_id,
        row.weekly_price_pence,
        row.void_charge_pence,
        row.sibling_discount_percent,
        row.starts,
        row.ends,
    )
