"""Referrals: what is asked for a child, while it is open and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from matcher.store.rows import add, change, every, find, get, page
from matcher.store.tables.children import REFERRALS
from matcher.store.work import Work

State = Literal["open", "placed", "withdrawn"]


@dataclass(frozen=True)
class StoredReferral:
    """`document`: the domain's Referral without its id, its child's own fields and `current_home`."""

    id: int
    reference: str
    child_id: int
    state: State
    document: Mapping[str, Any]
    version: int
    received_at: datetime
    closed_at: datetime | None


def add_referral(
    work: Work, reference: str, child_id: int, document: Mapping[str, Any], created_by: int | None
) -> int:
    """A new open referral; returns the id.

    Raises Broken (uq_referrals_council_id_reference, uq_referrals_one_open).
    """
    return add(
        work,
        REFERRALS,
        reference=reference,
        child_id=child_id,
        state="open",
        document=document,
        received_at=work.now,
        created_by=created_by,
    )


def referral(work: Work, referral_id: int, lock: bool = False) -> StoredReferral:
    """Raises NotFound."""
    return _referral(get(work, REFERRALS, referral_id, lock=lock))


def with_reference(work: Work, reference: str) -> StoredReferral | None:
    """The referral, open or closed, that people know by this code."""
    row = find(work, REFERRALS, REFERRALS.c.reference == reference)
    return None if row is None else _referral(row)


def open_referrals(work: Work) -> tuple[StoredReferral, ...]:
    """Those that wait for a decision, in the order of their ids."""
    return tuple(_referral(row) for row in every(work, REFERRALS, REFERRALS.c.state == "open"))


def open_referral_of(work: Work, child_id: int) -> StoredReferral | None:
    """The child's one open referral."""
    row = find(work, REFERRALS, REFERRALS.c.child_id == child_id, REFERRALS.c.state == "open")
    return None if row is None else _referral(row)


def page_of(work: Work, after: int | None, limit: int, state: State | None) -> Sequence[StoredReferral]:
    """At most `limit` referrals with ids above `after`."""
    where = () if state is None else (REFERRALS.c.state == state,)
    return tuple(_referral(row) for row in page(work, REFERRALS, after, limit, *where))


def change_document(work: Work, referral_id: int, version: int | None, document: Mapping[str, Any]) -> None:
    """What is asked now. Raises NotFound, Precondition."""
    change(work, REFERRALS, referral_id, version, document=document)


def close(work: Work, referral_id: int, state: Literal["placed", "withdrawn"]) -> None:
    """The referral waits no longer; the version counts one up. Raises NotFound."""
    now = get(work, REFERRALS, referral_id, lock=True)
    change(work, REFERRALS, referral_id, now.version, state=state, closed_at=work.now)


def _referral(row: Row[Any]) -> StoredReferral:
    return StoredReferral(
        row.id,
        row.reference,
        row.child_id,
        row.state,
        row.document,
        row.version,
        row.received_at,
        row.closed_at,
    )
