"""Policy versions: drafted by one person, approved by another, in force from a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, func, select

from matcher.store.rows import add, change, find, get, page
from matcher.store.tables.policies import POLICIES
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredPolicy:
    """`document`: the domain's Policy; `deciding`: the domain's Deciding."""

    id: int
    version: int
    state: Literal["draft", "approved", "withdrawn"]
    document: Mapping[str, Any]
    deciding: Mapping[str, Any]
    in_force_from: date
    reason: str
    proposed_by: int | None
    proposed_at: datetime
    approved_by: int | None
    approved_at: datetime | None


def add_policy(
    work: Work,
    documents: tuple[Mapping[str, Any], Mapping[str, Any]],
    in_force_from: date,
    reason: str,
    proposed_by: int | None,
) -> int:
    """A draft of the next version from (policy, deciding); returns the id.

    Raises Broken (uq_policies_one_draft).
    """
    ours = POLICIES.c.council_id == work.council_id
    last = work.connection.execute(select(func.max(POLICIES.c.version)).where(ours)).scalar()
    return add(
        work,
        POLICIES,
        version=(last or 0) + 1,
        state="draft",
        document=documents[0],
        deciding=documents[1],
        in_force_from=in_force_from,
        reason=reason,
        proposed_by=proposed_by,
        proposed_at=work.now,
    )


def policy(work: Work, policy_id: int, lock: bool = False) -> StoredPolicy:
    """Raises NotFound."""
    return _policy(get(work, POLICIES, policy_id, lock=lock))


def draft(work: Work) -> StoredPolicy | None:
    """The one that waits for a second person."""
    row = find(work, POLICIES, POLICIES.c.state == "draft")
    return None if row is None else _policy(row)


def in_force(work: Work, day: date) -> StoredPolicy | None:
    """The approved version that came into force last by this day; of one day the newer version."""
    where = (POLICIES.c.council_id == work.council_id) & (POLICIES.c.state == "approved")
    statement = select(POLICIES).where(where & (POLICIES.c.in_force_from <= day))
    last = statement.order_by(POLICIES.c.in_force_from.desc(), POLICIES.c.version.desc()).limit(1)
    row = work.connection.execute(last).one_or_none()
    return None if row is None else _policy(row)


def approve(work: Work, policy_id: int, approved_by: int | None) -> None:
    """Raises NotFound, Broken (ck_policies_two_people, ck_policies_approved_by_whom)."""
    change(work, POLICIES, policy_id, state="approved", approved_by=approved_by, approved_at=work.now)


def withdraw(work: Work, policy_id: int) -> None:
    """A draft that will not come."""
    change(work, POLICIES, policy_id, state="withdrawn")


def page_of(work: Work, after: int | None, limit: int) -> Sequence[StoredPolicy]:
    """At most `limit` versions with ids above `after`."""
    return tuple(_policy(row) for row in page(work, POLICIES, after, limit))


def _policy(row: Row[Any]) -> StoredPolicy:
    return StoredPolicy(
        row.id,
        row.version,
        row.state,
        row.document,
        row.deciding,
        row.in_force_from,
        row.reason,
        row.proposed_by,
        row.proposed_at,
        row.approved_by,
        row.approved_at,
    )
