"""I7: what was answered is there, and what was not is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from matcher.store.invariants.breach import Breach, told
from matcher.store.tables.children import REFERRALS
from matcher.store.tables.decisions import DECISIONS
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.tables.record import IDEMPOTENCY
from matcher.store.work import Work


@dataclass(frozen=True)
class Acknowledged:
    """What a client was told: its key, the status, the bytes."""

    key: str
    status: int
    body: bytes


def whole(work: Work) -> list[Breach]:
    """I7: no decision is half there. Ids: the decision, the placement, or the referral."""
    return [*_without_placement(work), *_without_decision(work), *_still_open(work)]


def lost(work: Work, answers: Iterable[Acknowledged]) -> list[str]:
    """I7 from the clients' side: the keys whose acknowledged answer is not kept, byte for byte."""
    ours = IDEMPOTENCY.c.council_id == work.council_id
    kept = {
        row.key: (row.status, bytes(row.body))
        for row in work.connection.execute(select(IDEMPOTENCY).where(ours))
    }
    return sorted(answer.key for answer in answers if kept.get(answer.key) != (answer.status, answer.body))


def _without_placement(work: Work) -> list[Breach]:
    its = and_(PLACEMENTS.c.council_id == DECISIONS.c.council_id, PLACEMENTS.c.decision_id == DECISIONS.c.id)
    times = select(func.count()).select_from(PLACEMENTS).where(its).scalar_subquery()
    placing = and_(DECISIONS.c.kind != "decline", DECISIONS.c.state == "final")
    found = select(DECISIONS.c.id).where(DECISIONS.c.council_id == work.council_id, placing, times != 1)
    return told(work, "I7", "a final decision without its one placement", found)


def _without_decision(work: Work) -> list[Breach]:
    its = and_(DECISIONS.c.council_id == PLACEMENTS.c.council_id, DECISIONS.c.id == PLACEMENTS.c.decision_id)
    made = and_(PLACEMENTS.c.council_id == work.council_id, PLACEMENTS.c.source == "decision")
    not_made = or_(DECISIONS.c.state != "final", DECISIONS.c.kind == "decline")
    found = select(PLACEMENTS.c.id, DECISIONS.c.id).select_from(PLACEMENTS.join(DECISIONS, its))
    return told(work, "I7", "a placement of a decision that is not final", found.where(made, not_made))


def _still_open(work: Work) -> list[Breach]:
    its = and_(REFERRALS.c.council_id == DECISIONS.c.council_id, REFERRALS.c.id == DECISIONS.c.referral_id)
    ours = and_(DECISIONS.c.council_id == work.council_id, DECISIONS.c.kind != "decline")
    left = and_(DECISIONS.c.state == "final", REFERRALS.c.state != "placed")
    found = (
        select(DECISIONS.c.id, REFERRALS.c.id).select_from(DECISIONS.join(REFERRALS, its)).where(ours, left)
    )
    return told(work, "I7", "a final decision of a referral that is not placed", found)
