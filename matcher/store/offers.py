"""Offers: what homes answered for a child, one answer a pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, select

from matcher.store.rows import add, change, every, find, get
from matcher.store.tables.homes import HOMES, OFFERS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredOffer:
    """Money is pence a week; `expires` is the last day on which the offer stands."""

    id: int
    referral_id: int
    home_id: int
    status: Literal["offered", "declined"]
    weekly_price_pence: int | None
    expires: date | None
    reason: str | None
    version: int
    recorded_at: datetime


def add_offer(work: Work, referral_id: int, home_id: int, recorded_by: int | None, **answer: Any) -> int:
    """A home's first answer for a child; returns the id. Raises Broken (uq_offers_…)."""
    values = {"referral_id": referral_id, "home_id": home_id, "recorded_by": recorded_by}
    return add(work, OFFERS, **values, recorded_at=work.now, **answer)


def change_offer(work: Work, offer_id: int, version: int | None, recorded_by: int | None, **to: Any) -> None:
    """A home answers anew; the version counts one up. Raises NotFound, Precondition."""
    known = get(work, OFFERS, offer_id, lock=True).version if version is None else version
    change(work, OFFERS, offer_id, known, recorded_by=recorded_by, recorded_at=work.now, **to)


def offer(work: Work, offer_id: int) -> StoredOffer:
    """Raises NotFound."""
    return _offer(get(work, OFFERS, offer_id))


def offer_of(work: Work, referral_id: int, home_id: int) -> StoredOffer | None:
    """The home's answer for this referral."""
    row = find(work, OFFERS, OFFERS.c.referral_id == referral_id, OFFERS.c.home_id == home_id)
    return None if row is None else _offer(row)


def every_offer(work: Work) -> tuple[StoredOffer, ...]:
    """All answers, in the order of their ids."""
    return tuple(_offer(row) for row in every(work, OFFERS))


def page_of(
    work: Work,
    after: int | None,
    limit: int,
    referral_id: int | None = None,
    provider_id: int | None = None,
) -> Sequence[StoredOffer]:
    """At most `limit` answers with ids above `after`: of one referral, of one provider's homes, or all."""
    where = [OFFERS.c.council_id == work.council_id]
    if after is not None:
        where.append(OFFERS.c.id > after)
    if referral_id is not None:
        where.append(OFFERS.c.referral_id == referral_id)
    if provider_id is not None:
        theirs = (HOMES.c.council_id == work.council_id) & (HOMES.c.provider_id == provider_id)
        where.append(OFFERS.c.home_id.in_(select(HOMES.c.id).where(theirs)))
    statement = select(OFFERS).where(*where).order_by(OFFERS.c.id).limit(limit)
    return tuple(_offer(row) for row in work.connection.execute(statement))


def _offer(row: Row[Any]) -> StoredOffer:
    return StoredOffer(
        row.id,
        row.referral_id,
        row.home_id,
        row.status,
        row.weekly_price_pence,
        row.expires,
        row.reason,
        row.version,
        row.recorded_at,
    )
