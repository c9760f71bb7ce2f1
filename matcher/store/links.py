"""What binds children to one another and to homes: groups, relationships, pins, forbids and waivers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, Table, delete

from matcher.store.rows import add, every, find, put
from matcher.store.tables.children import PAIRS, RELATIONSHIPS, SIBLING_GROUPS, SIBLINGS, WAIVERS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredGroup:
    """Brothers and sisters by their children's ids."""

    id: int
    reference: str
    rule: Literal["together", "prefer_together", "apart"]
    child_ids: tuple[int, ...]


@dataclass(frozen=True)
class StoredRelationship:
    """Two children, the lower id first."""

    id: int
    child_a: int
    child_b: int
    kind: Literal["must_not_share", "avoid"]


@dataclass(frozen=True)
class StoredPair:
    """A pin or a forbid, with the panel's reason."""

    id: int
    kind: Literal["pin", "forbid"]
    referral_id: int
    home_id: int
    reason: str


@dataclass(frozen=True)
class StoredWaiver:
    """A rule set aside for one referral, at one home or (None) at all."""

    id: int
    referral_id: int
    rule: str
    home_id: int | None
    reason: str


def add_group(work: Work, reference: str, rule: str, child_ids: Iterable[int]) -> int:
    """A new group; returns the id. Raises Broken (uq_sibling_groups_council_id_reference)."""
    key = add(work, SIBLING_GROUPS, reference=reference, rule=rule)
    for child_id in child_ids:
        put(work, SIBLINGS, group_id=key, child_id=child_id)
    return key


def group_by_reference(work: Work, reference: str) -> StoredGroup | None:
    """The group that people know by this code."""
    return next((group for group in every_group(work) if group.reference == reference), None)


def every_group(work: Work) -> tuple[StoredGroup, ...]:
    """All sibling groups, in the order of their ids."""
    members: dict[int, list[int]] = defaultdict(list)
    for row in every(work, SIBLINGS):
        members[row.group_id].append(row.child_id)
    return tuple(
        StoredGroup(row.id, row.reference, row.rule, tuple(members[row.id]))
        for row in every(work, SIBLING_GROUPS)
    )


def remove_group(work: Work, group_id: int) -> None:
    """The care plan no longer says anything about their living together."""
    _remove(work, SIBLINGS, SIBLINGS.c.group_id == group_id)
    _remove(work, SIBLING_GROUPS, SIBLING_GROUPS.c.id == group_id)


def add_relationship(work: Work, one: int, other: int, kind: str) -> int:
    """Two children, in either order; returns the id. Raises Broken (uq_relationships_…)."""
    return add(work, RELATIONSHIPS, child_a=min(one, other), child_b=max(one, other), kind=kind)


def relationship_of(work: Work, one: int, other: int) -> StoredRelationship | None:
    """What is known between these two children, named in either order."""
    pair = (RELATIONSHIPS.c.child_a == min(one, other), RELATIONSHIPS.c.child_b == max(one, other))
    row = find(work, RELATIONSHIPS, *pair)
    return None if row is None else _relationship(row)


def every_relationship(work: Work) -> tuple[StoredRelationship, ...]:
    """All, in the order of their ids."""
    return tuple(_relationship(row) for row in every(work, RELATIONSHIPS))


def remove_relationship(work: Work, relationship_id: int) -> None:
    """Nothing stands between these two any more."""
    _remove(work, RELATIONSHIPS, RELATIONSHIPS.c.id == relationship_id)


def add_pair(work: Work, kind: str, pair: tuple[int, int], reason: str, created_by: int | None) -> int:
    """A pin or forbid of (referral id, home id); returns the id. Raises Broken (uq_pairs_…)."""
    values = {"kind": kind, "referral_id": pair[0], "home_id": pair[1], "reason": reason}
    return add(work, PAIRS, **values, created_by=created_by, created_at=work.now)


def pair_of(work: Work, referral_id: int, home_id: int) -> StoredPair | None:
    """The pin or the forbid of this pair."""
    row = find(work, PAIRS, PAIRS.c.referral_id == referral_id, PAIRS.c.home_id == home_id)
    return None if row is None else _pair(row)


def every_pair(work: Work) -> tuple[StoredPair, ...]:
    """All pins and forbids, in the order of their ids."""
    return tuple(_pair(row) for row in every(work, PAIRS))


def remove_pair(work: Work, pair_id: int) -> None:
    """The panel takes its pin or forbid back."""
    _remove(work, PAIRS, PAIRS.c.id == pair_id)


def add_waiver(
    work: Work, referral_id: int, rule: str, home_id: int | None, reason: str, granted_by: int | None
) -> int:
    """A rule set aside; returns the id."""
    values = {"referral_id": referral_id, "rule": rule, "home_id": home_id, "reason": reason}
    return add(work, WAIVERS, **values, granted_by=granted_by, created_at=work.now)


def every_waiver(work: Work) -> tuple[StoredWaiver, ...]:
    """All, in the order of their ids."""
    return tuple(
        StoredWaiver(row.id, row.referral_id, row.rule, row.home_id, row.reason)
        for row in every(work, WAIVERS)
    )


def remove_waiver(work: Work, waiver_id: int) -> None:
    """The rule holds again."""
    _remove(work, WAIVERS, WAIVERS.c.id == waiver_id)


def _remove(work: Work, table: Table, where: Any) -> None:
    work.connection.execute(delete(table).where(table.c.council_id == work.council_id, where))


def _relationship(row: Row[Any]) -> StoredRelationship:
    return StoredRelationship(row.id, row.child_a, row.child_b, row.kind)


def _pair(row: Row[Any]) -> StoredPair:
    return StoredPair(row.id, row.kind, row.referral_id, row.home_id, row.reason)
