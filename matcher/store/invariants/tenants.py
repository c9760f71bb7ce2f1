"""I11: no row of a council refers to a row of another, or to none."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ForeignKeyConstraint, and_, exists, select

from matcher.store.invariants.breach import Breach, told
from matcher.store.tables import METADATA
from matcher.store.work import Work


def within_one_council(work: Work) -> list[Breach]:
    """I11: every reference of this council's rows meets a row of this council. Ids: the row's own key."""
    return [breach for reference in _references() for breach in _leading_out(work, reference)]


def _references() -> Iterator[ForeignKeyConstraint]:
    for name in sorted(METADATA.tables):
        if "council_id" in METADATA.tables[name].columns:
            yield from sorted(METADATA.tables[name].foreign_key_constraints, key=lambda one: str(one.name))


def _leading_out(work: Work, reference: ForeignKeyConstraint) -> list[Breach]:
    table = reference.parent
    there = reference.referred_table.alias("there")
    pairs = [(element.parent, there.c[element.column.name]) for element in reference.elements]
    given = [column.is_not(None) for column, _ in pairs]
    met = exists().where(and_(*(column == other for column, other in pairs)))
    keys = [
        column
        for column in table.columns
        if column.primary_key and column.name != "council_id" and _is_whole(column.type)
    ]
    lost = select(*(keys or [table.c.council_id])).where(table.c.council_id == work.council_id, *given, ~met)
    columns = ", ".join(column.name for column, _ in pairs if column.name != "council_id") or "council_id"
    return told(work, "I11", f"{table.name}.{columns} refers to nothing here", lost)


def _is_whole(kind: object) -> bool:
    return getattr(kind, "python_type", None) is int
