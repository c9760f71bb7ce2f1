"""What an invariant says that does not hold: which, how, and the ids of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from matcher.store.work import Work


@dataclass(frozen=True, order=True)
class Breach:
    """One row, or rows, that should not be. `ids` only: no breach holds anything of a child."""

    invariant: str
    what: str
    ids: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.invariant}: {self.what} ({', '.join(str(key) for key in self.ids)})"


Invariant = Callable[[Work], list[Breach]]
"""It reads one council and tells every breach there."""


def told(work: Work, invariant: str, what: str, statement: Select[Any]) -> list[Breach]:
    """A breach for each row of a query that should find none; its columns are the ids."""
    rows = work.connection.execute(statement).all()
    return of_rows(invariant, what, rows)


def of_rows(invariant: str, what: str, rows: Iterable[Iterable[Any]]) -> list[Breach]:
    """The same for rows that were found otherwise."""
    return [Breach(invariant, what, tuple(int(key) for key in row if key is not None)) for row in rows]
