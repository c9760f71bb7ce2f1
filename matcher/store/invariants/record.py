"""I4 and I5: each decision has its one row of the record, and the record is whole."""

from __future__ import annotations

from sqlalchemy import and_, func, select

from matcher.store.invariants.breach import Breach, of_rows, told
from matcher.store.tables.decisions import DECISIONS
from matcher.store.tables.record import AUDIT, AUDIT_HEADS
from matcher.store.work import Work

DECIDED = ("decision.accepted", "decision.overridden", "decision.declined")
"""The actions that a decision is first recorded by: exactly one of them each."""


def recorded_once(work: Work) -> list[Breach]:
    """I4: one row of the record for each decision and the reverse; numbers from 1 without a gap.

    Ids: decisions, or numbers of the record.
    """
    return [*_not_once(work), *_of_nothing(work), *_gaps(work)]


def chained(work: Work) -> list[Breach]:
    """I5: every row follows the one before it, and the head is the last. Ids: numbers of the record."""
    after = AUDIT.alias("after")
    next_one = and_(after.c.council_id == AUDIT.c.council_id, after.c.sequence == AUDIT.c.sequence + 1)
    broken = select(after.c.sequence).where(
        AUDIT.c.council_id == work.council_id, next_one, after.c.previous != AUDIT.c.hash
    )
    return [*told(work, "I5", "a row that does not follow the one before it", broken), *_other_head(work)]


def _not_once(work: Work) -> list[Breach]:
    its = and_(
        AUDIT.c.council_id == DECISIONS.c.council_id,
        AUDIT.c.subject_kind == "decision",
        AUDIT.c.subject_id == DECISIONS.c.id,
        AUDIT.c.action.in_(DECIDED),
    )
    times = select(func.count()).select_from(AUDIT).where(its).scalar_subquery()
    found = select(DECISIONS.c.id).where(DECISIONS.c.council_id == work.council_id, times != 1)
    return told(work, "I4", "a decision not recorded exactly once", found)


def _of_nothing(work: Work) -> list[Breach]:
    its = and_(DECISIONS.c.council_id == AUDIT.c.council_id, DECISIONS.c.id == AUDIT.c.subject_id)
    found = (
        select(AUDIT.c.sequence)
        .select_from(AUDIT.outerjoin(DECISIONS, its))
        .where(
            AUDIT.c.council_id == work.council_id,
            AUDIT.c.subject_kind == "decision",
            AUDIT.c.action.in_(DECIDED),
            DECISIONS.c.id.is_(None),
        )
    )
    return told(work, "I4", "a recorded decision that is not there", found)


def _gaps(work: Work) -> list[Breach]:
    ours = AUDIT.c.council_id == work.council_id
    counted = select(func.count(), func.min(AUDIT.c.sequence), func.max(AUDIT.c.sequence)).where(ours)
    rows, first, last = work.connection.execute(counted).one()
    if rows == 0 or (first == 1 and last == rows):
        return []
    return of_rows("I4", "the record's numbers have a gap", [(first, last, rows)])


def _other_head(work: Work) -> list[Breach]:
    ours = AUDIT.c.council_id == work.council_id
    last = work.connection.execute(
        select(AUDIT).where(ours).order_by(AUDIT.c.sequence.desc()).limit(1)
    ).first()
    head = work.connection.execute(
        select(AUDIT_HEADS).where(AUDIT_HEADS.c.council_id == work.council_id)
    ).first()
    said = None if head is None or head.sequence == 0 else (head.sequence, head.hash)
    found = None if last is None else (last.sequence, last.hash)
    numbers = tuple(pair[0] for pair in (said, found) if pair is not None)
    return [] if said == found else [Breach("I5", "the head is not the record's last row", numbers)]
