"""I6 and I12: every placement traces to a person and to what was shown, and nobody approves alone."""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, exists, func, or_, select

from matcher.store.invariants.breach import Breach, told
from matcher.store.tables.decisions import DECISIONS
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.tables.people import USERS
from matcher.store.tables.record import AUDIT
from matcher.store.tables.runs import PROPOSALS, RUNS
from matcher.store.work import Work


def traced(work: Work) -> list[Breach]:
    """I6: a decided placement leads to its person, the proposal shown, and the run's stored snapshot.

    Ids: the placement and its decision, or the run.
    """
    return [*_untraced(work), *_shown_otherwise(work), *_altered_runs(work)]


def decided_by_people(work: Work) -> list[Breach]:
    """I12: a person decides, and another approves where two are needed. Ids: decisions."""
    ours = DECISIONS.c.council_id == work.council_id
    checks: tuple[tuple[str, ColumnElement[bool]], ...] = (
        ("decided by something that is no person", DECISIONS.c.actor_kind != "human"),
        ("approved by the one who decided", DECISIONS.c.approver_id == DECISIONS.c.decided_by),
        (
            "final without its second person",
            and_(DECISIONS.c.two_people, DECISIONS.c.state == "final", DECISIONS.c.approver_id.is_(None)),
        ),
    )
    found = [
        breach
        for what, wrong in checks
        for breach in told(work, "I12", what, select(DECISIONS.c.id).where(ours, wrong))
    ]
    return [*found, *_recorded_of_others(work)]


def _joined() -> Any:
    """A placement with its decision, proposal, run and person, each where it is there."""
    steps: tuple[tuple[Table, ColumnElement[Any]], ...] = (
        (DECISIONS, PLACEMENTS.c.decision_id),
        (PROPOSALS, DECISIONS.c.proposal_id),
        (RUNS, PROPOSALS.c.run_id),
        (USERS, DECISIONS.c.decided_by),
    )
    joined: Any = PLACEMENTS
    for table, column in steps:
        its = and_(table.c.council_id == PLACEMENTS.c.council_id, table.c.id == column)
        joined = joined.outerjoin(table, its)
    return joined


def _decided(work: Work) -> ColumnElement[bool]:
    return and_(PLACEMENTS.c.council_id == work.council_id, PLACEMENTS.c.source == "decision")


def _untraced(work: Work) -> list[Breach]:
    missing = or_(
        USERS.c.id.is_(None),
        RUNS.c.id.is_(None),
        func.length(RUNS.c.engine_version) == 0,
        RUNS.c.state != "done",
    )
    found = select(PLACEMENTS.c.id, PLACEMENTS.c.decision_id).select_from(_joined())
    return told(
        work, "I6", "a placement without person or finished run", found.where(_decided(work), missing)
    )


def _shown_otherwise(work: Work) -> list[Breach]:
    other = or_(
        DECISIONS.c.shown_hash != PROPOSALS.c.hash,
        DECISIONS.c.bed_id != PLACEMENTS.c.bed_id,
        DECISIONS.c.home_id != PLACEMENTS.c.home_id,
        DECISIONS.c.referral_id != PROPOSALS.c.referral_id,
    )
    found = select(PLACEMENTS.c.id, PLACEMENTS.c.decision_id).select_from(_joined())
    return told(work, "I6", "a placement that is not what was shown", found.where(_decided(work), other))


def _altered_runs(work: Work) -> list[Breach]:
    """Runs that a decided placement rests on, whose stored bytes no longer have their hash."""
    columns = (RUNS.c.id, RUNS.c.snapshot, RUNS.c.snapshot_hash, RUNS.c.answer, RUNS.c.answer_hash)
    rests_on = select(PROPOSALS.c.run_id).select_from(_joined()).where(_decided(work))
    runs = select(*columns).where(RUNS.c.council_id == work.council_id, RUNS.c.id.in_(rests_on))
    return [
        Breach("I6", "a run whose snapshot or answer was altered", (run.id,))
        for run in work.connection.execute(runs)
        if _hash_of(run.snapshot) != run.snapshot_hash or _hash_of(run.answer) != run.answer_hash
    ]


def _hash_of(stored: bytes | None) -> str | None:
    """SHA-256 of the JSON that was stored compressed; None where there is none, or no longer."""
    try:
        return None if stored is None else hashlib.sha256(zlib.decompress(stored)).hexdigest()
    except zlib.error:
        return "spoilt"


def _recorded_of_others(work: Work) -> list[Breach]:
    """A decision of which the record says that somebody else, or no person, made it."""
    its = and_(
        AUDIT.c.council_id == DECISIONS.c.council_id,
        AUDIT.c.subject_kind == "decision",
        AUDIT.c.subject_id == DECISIONS.c.id,
    )
    earlier = AUDIT.alias("earlier")
    before = exists().where(
        earlier.c.council_id == AUDIT.c.council_id,
        earlier.c.subject_kind == "decision",
        earlier.c.subject_id == AUDIT.c.subject_id,
        earlier.c.sequence < AUDIT.c.sequence,
    )
    other = or_(AUDIT.c.actor_kind != "human", AUDIT.c.actor_id != DECISIONS.c.decided_by)
    found = select(DECISIONS.c.id).select_from(DECISIONS.join(AUDIT, its))
    ours = DECISIONS.c.council_id == work.council_id
    return told(work, "I12", "the record names another decider", found.where(ours, ~before, other))
