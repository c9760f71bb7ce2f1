"""Scenarios: stored what-ifs, each its author's own until it is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select

from matcher.errors import NotFound
from matcher.store.rows import add, change, find, page
from matcher.store.tables.runs import RUNS, SCENARIOS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredScenario:
    """`document`: the domain's Scenario. `minutes`: what people made of it, in the council's own words."""

    id: int
    name: str
    document: Mapping[str, Any]
    shared: bool
    version: int
    created_by: int | None
    created_at: datetime
    minutes: str | None


def add_scenario(
    work: Work, document: Mapping[str, Any], created_by: int | None, shared: bool, minutes: str | None
) -> int:
    """A new scenario; returns the id."""
    values = {"name": document["name"], "document": dict(document), "shared": shared, "minutes": minutes}
    return add(work, SCENARIOS, **values, created_by=created_by, created_at=work.now)


def scenario(work: Work, scenario_id: int, reader: int | None) -> StoredScenario:
    """One that is shared, or the reader's own. Raises NotFound."""
    row = find(work, SCENARIOS, SCENARIOS.c.id == scenario_id, _seen_by(reader))
    if row is None:
        raise NotFound("there is nothing with this id here")
    return _scenario(row)


def page_of(work: Work, reader: int | None, after: int | None, limit: int) -> Sequence[StoredScenario]:
    """At most `limit` of what the reader may see, with ids above `after`."""
    return tuple(_scenario(row) for row in page(work, SCENARIOS, after, limit, _seen_by(reader)))


def change_scenario(work: Work, scenario_id: int, version: int, **values: Any) -> None:
    """New values, while the version is the row's. Raises NotFound, Precondition."""
    change(work, SCENARIOS, scenario_id, version, **values)


def is_used(work: Work, scenario_id: int) -> bool:
    """Whether a run was asked with it."""
    ours = (RUNS.c.council_id == work.council_id) & (RUNS.c.scenario_id == scenario_id)
    return work.connection.execute(select(RUNS.c.id).where(ours).limit(1)).one_or_none() is not None


def remove_scenario(work: Work, scenario_id: int) -> None:
    """Take a scenario away. Raises Broken (foreign_key) when a run was asked with it."""
    ours = (SCENARIOS.c.council_id == work.council_id) & (SCENARIOS.c.id == scenario_id)
    work.connection.execute(delete(SCENARIOS).where(ours))


def _seen_by(reader: int | None) -> Any:
    own = SCENARIOS.c.created_by == reader
    return SCENARIOS.c.shared if reader is None else or_(SCENARIOS.c.shared, own)


def _scenario(row: Row[Any]) -> StoredScenario:
    return StoredScenario(
        id=row.id,
        name=row.name,
        document=row.document,
        shared=row.shared,
        version=row.version,
        created_by=row.created_by,
        created_at=row.created_at,
        minutes=row.minutes,
    )
