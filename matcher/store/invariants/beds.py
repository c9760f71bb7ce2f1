"""I1 and I2: nobody sleeps in two beds, no bed holds two children, no home more than it has places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from matcher.store.invariants.breach import Breach, told
from matcher.store.rows import every
from matcher.store.tables.children import REFERRALS
from matcher.store.tables.decisions import HOLDS
from matcher.store.tables.homes import BEDS, PLACEMENTS
from matcher.store.work import Work

LONDON = ZoneInfo("Europe/London")


def no_overlap(work: Work) -> list[Breach]:
    """I1: no bed has two overlapping placements, and no child two. Ids: both placements."""
    return [
        *_overlapping(work, "bed_id", "two placements of one bed on one night"),
        *_overlapping(work, "child_id", "two placements of one child on one night"),
    ]


def within_places(work: Work) -> list[Breach]:
    """I2: on every date, a home's beds taken and held are no more than its beds. Ids: homes, or holds.

    A hold says nothing of nights: it counts from today, against a bed that no other child has for good.
    """
    today = work.now.astimezone(LONDON).date()
    beds = Counter(bed.home_id for bed in every(work, BEDS))
    nights = _nights_by_home(every(work, PLACEMENTS))
    crowded = [
        Breach("I2", "more children on one night than beds", (home,))
        for home, stays in sorted(nights.items())
        if _most_at_once(stays) > beds[home]
    ]
    return [*crowded, *_held_twice(work), *_held_and_taken(work, today)]


def _overlapping(work: Work, column: str, what: str) -> list[Breach]:
    one, other = PLACEMENTS.alias("one"), PLACEMENTS.alias("other")
    same = and_(
        one.c.council_id == work.council_id,
        other.c.council_id == one.c.council_id,
        other.c[column] == one.c[column],
        other.c.id > one.c.id,
    )
    meet = and_(
        or_(one.c.ends.is_(None), one.c.ends > other.c.starts),
        or_(other.c.ends.is_(None), other.c.ends > one.c.starts),
    )
    return told(work, "I1", what, select(one.c.id, other.c.id).where(same, meet).order_by(one.c.id))


def _nights_by_home(placements: Iterable[Any]) -> dict[int, list[tuple[date, date]]]:
    nights: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for stay in placements:
        nights[stay.home_id].append((stay.starts, stay.ends or date.max))
    return nights


def _most_at_once(stays: list[tuple[date, date]]) -> int:
    """The most stays that share a night; it is always one on which some stay begins."""
    return max(sum(begins <= day < ends for begins, ends in stays) for day, _ in stays)


def _live(work: Work) -> ColumnElement[bool]:
    return and_(
        HOLDS.c.council_id == work.council_id, HOLDS.c.released_at.is_(None), HOLDS.c.expires_at > work.now
    )


def _held_twice(work: Work) -> list[Breach]:
    other = HOLDS.alias("other")
    both = and_(
        _live(work),
        other.c.council_id == HOLDS.c.council_id,
        other.c.bed_id == HOLDS.c.bed_id,
        other.c.released_at.is_(None),
        other.c.id > HOLDS.c.id,
    )
    return told(work, "I2", "two holds of one bed", select(HOLDS.c.id, other.c.id).where(both))


def _held_and_taken(work: Work, today: date) -> list[Breach]:
    """A bed held for one child, in which another has a placement without an end."""
    joined = HOLDS.join(
        PLACEMENTS, and_(PLACEMENTS.c.council_id == HOLDS.c.council_id, PLACEMENTS.c.bed_id == HOLDS.c.bed_id)
    ).join(
        REFERRALS, and_(REFERRALS.c.council_id == HOLDS.c.council_id, REFERRALS.c.id == HOLDS.c.referral_id)
    )
    taken = and_(
        _live(work),
        PLACEMENTS.c.ends.is_(None),
        PLACEMENTS.c.starts <= today,
        PLACEMENTS.c.child_id != REFERRALS.c.child_id,
    )
    found = select(HOLDS.c.id, PLACEMENTS.c.id).select_from(joined).where(taken)
    return told(work, "I2", "a bed held that another child has", found)
