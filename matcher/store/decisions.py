"""Decisions as rows: written once, closed once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, and_, select, update

from matcher.store.placing import constraints_told
from matcher.store.rows import add, get
from matcher.store.rows import page as page_of
from matcher.store.tables.children import REFERRALS
from matcher.store.tables.decisions import DECISIONS, HOLDS
from matcher.store.tables.homes import HOMES
from matcher.store.tables.record import AUDIT
from matcher.store.work import Work

Kind = Literal["accept", "override", "decline"]
State = Literal["awaiting", "final", "refused", "withdrawn"]
ONE_PLACING = "uq_decisions_one_placing"
"""The constraint that refuses a second placing of one child."""
TWO_PEOPLE = "ck_decisions_two_people"
"""The constraint that refuses an approval by the one who decided."""
Closed = Literal["final", "refused", "withdrawn"]


@dataclass(frozen=True)
class Decision:
    """What a named person decided about one proposal. `loss`: the regret that was shown, by tier."""

    id: int
    proposal_id: int
    referral_id: int
    home_id: int | None
    bed_id: int | None
    kind: Kind
    state: State
    shown_hash: str
    starts: date | None
    reason: str | None
    loss: dict[str, int]
    grounds: tuple[str, ...]
    two_people: bool
    together_id: int | None
    decided_by: int
    decided_at: datetime
    approver_id: int | None = None
    closed_at: datetime | None = None
    closing_reason: str | None = None


@dataclass(frozen=True)
class RecordRow:
    """One row of the record that tells of a decision."""

    sequence: int
    at: datetime
    actor_kind: str
    actor_id: int | None
    action: str
    hash: str


def insert(work: Work, decision: Decision) -> None:
    """A new decision. Raises Broken: a referral has one open or final placing."""
    values = {name: getattr(decision, name) for name in decision.__dataclass_fields__}
    values["grounds"] = list(decision.grounds)
    with constraints_told():
        add(work, DECISIONS, actor_kind="human", **values)


def one(work: Work, decision_id: int) -> Decision:
    """The decision with this id. Raises NotFound."""
    return _read(get(work, DECISIONS, decision_id))


def together_with(work: Work, decision: Decision, lock: bool = False) -> tuple[Decision, ...]:
    """The decisions of one act, by id: the siblings' together, or this one alone."""
    where = DECISIONS.c.id == decision.id
    if decision.together_id is not None:
        where = DECISIONS.c.together_id == decision.together_id
    statement = _of(work, where).order_by(DECISIONS.c.id)
    rows = work.connection.execute(statement.with_for_update(key_share=True) if lock else statement)
    return tuple(_read(row) for row in rows)


def placing_of(work: Work, referral_ids: Collection[int]) -> tuple[Decision, ...]:
    """The awaiting and the final decisions to place these children, by id."""
    placing = and_(DECISIONS.c.kind != "decline", DECISIONS.c.state.in_(("awaiting", "final")))
    statement = _of(work, DECISIONS.c.referral_id.in_(referral_ids), placing).order_by(DECISIONS.c.id)
    return tuple(_read(row) for row in work.connection.execute(statement))


def declined(work: Work, proposal_id: int) -> bool:
    """Whether this proposal has been declined already."""
    statement = _of(work, DECISIONS.c.proposal_id == proposal_id, DECISIONS.c.kind == "decline")
    return work.connection.execute(statement.limit(1)).first() is not None


def close(
    work: Work, decision_id: int, state: Closed, approver_id: int | None = None, reason: str | None = None
) -> None:
    """An awaiting decision comes to its end. Raises Broken when nobody else has approved it."""
    where = (DECISIONS.c.council_id == work.council_id) & (DECISIONS.c.id == decision_id)
    values = {"state": state, "approver_id": approver_id, "closing_reason": reason, "closed_at": work.now}
    with constraints_told():
        work.connection.execute(update(DECISIONS).where(where).values(**values))


def page(
    work: Work,
    after: int | None,
    limit: int,
    *,
    referral_id: int | None = None,
    state: State | None = None,
) -> tuple[Decision, ...]:
    """Decisions by id, narrowed by what is given."""
    where = []
    if referral_id is not None:
        where.append(DECISIONS.c.referral_id == referral_id)
    if state is not None:
        where.append(DECISIONS.c.state == state)
    return tuple(_read(row) for row in page_of(work, DECISIONS, after, limit, *where))


def coming(work: Work, home_ids: Collection[int]) -> dict[str, str]:
    """Children whose place in these homes is held while a second person looks: home by child, references."""
    statement = (
        select(REFERRALS.c.reference, HOMES.c.reference)
        .select_from(DECISIONS)
        .join(REFERRALS, _same(REFERRALS, DECISIONS.c.referral_id))
        .join(HOMES, _same(HOMES, DECISIONS.c.home_id))
        .join(
            HOLDS,
            and_(
                HOLDS.c.council_id == DECISIONS.c.council_id,
                HOLDS.c.bed_id == DECISIONS.c.bed_id,
                HOLDS.c.referral_id == DECISIONS.c.referral_id,
                HOLDS.c.released_at.is_(None),
                HOLDS.c.expires_at > work.now,
            ),
        )
        .where(
            DECISIONS.c.council_id == work.council_id,
            DECISIONS.c.state == "awaiting",
            DECISIONS.c.home_id.in_(home_ids),
        )
    )
    return {child: home for child, home in work.connection.execute(statement)}


def record_of(work: Work, decision_id: int) -> tuple[RecordRow, ...]:
    """The rows of the record about one decision, in their order."""
    statement = (
        select(AUDIT)
        .where(
            AUDIT.c.council_id == work.council_id,
            AUDIT.c.subject_kind == "decision",
            AUDIT.c.subject_id == decision_id,
        )
        .order_by(AUDIT.c.sequence)
    )
    return tuple(
        RecordRow(row.sequence, row.at, row.actor_kind, row.actor_id, row.action, row.hash)
        for row in work.connection.execute(statement)
    )


def _of(work: Work, *where: ColumnElement[bool]) -> Any:
    return select(DECISIONS).where(DECISIONS.c.council_id == work.council_id, *where)


def _same(table: Any, column: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(table.c.council_id == DECISIONS.c.council_id, table.c.id == column)


def _read(row: Row[Any]) -> Decision:
    values = {name: getattr(row, name) for name in Decision.__dataclass_fields__}
    return Decision(**values | {"grounds": tuple(row.grounds)})
