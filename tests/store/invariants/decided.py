"""The rows of a council in which one child was placed by a decision: all right, and all invented."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert

from matcher.store import audit
from matcher.store.rows import add
from matcher.store.tables.children import CHILDREN, REFERRALS
from matcher.store.tables.decisions import DECISIONS, HOLDS
from matcher.store.tables.homes import BEDS, HOMES, PLACEMENTS, PROVIDERS
from matcher.store.tables.money import BUDGETS, COMMITMENTS
from matcher.store.tables.people import COUNCILS, USERS
from matcher.store.tables.policies import POLICIES
from matcher.store.tables.runs import PROPOSALS, RUNS
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.conftest import NOON

COUNCIL, OTHER = 21, 22
STARTS = date(2026, 11, 23)
SNAPSHOT = b'{"schema":"placement-case/1"}'
SHOWN = "5" * 64


@dataclass(frozen=True)
class Decided:
    """Ids of what was made."""

    officer: int
    second: int
    child: int
    waiting: int
    home: int
    bed: int
    free_bed: int
    run: int
    decision: int
    placement: int
    budget: int
    hold: int


def decided(store: Store) -> Decided:
    """A council with one accepted decision, one child who waits, and one live hold for that child."""
    rows = [
        {"id": key, "code": f"c{key}", "name": "A council", "created_at": NOON} for key in (COUNCIL, OTHER)
    ]
    store.write(EVERY_COUNCIL, lambda work: work.connection.execute(insert(COUNCILS), rows))
    return store.write(COUNCIL, _decide)


def _decide(work: Work) -> Decided:
    audit.begin_chain(work)
    officer, second = (person(work, name) for name in ("officer", "second"))
    child, referral = referred(work, "R-1", "placed")
    _, waiting = referred(work, "R-2", "open")
    provider = add(work, PROVIDERS, name="A", created_at=NOON)
    home = add(work, HOMES, reference="H-1", name="A", provider_id=provider, document={}, created_at=NOON)
    bed, free_bed = (add(work, BEDS, home_id=home, label=label) for label in ("1", "2"))
    run = _run(work, officer)
    proposal = add(
        work,
        PROPOSALS,
        run_id=run,
        referral_id=referral,
        home_id=home,
        rank=1,
        proposed=True,
        document={},
        salt="0" * 64,
        hash=SHOWN,
    )
    decision = decision_of(work, proposal, referral, home, bed, officer)
    placement = placed(work, child, home, bed, decision)
    budget = add(work, BUDGETS, fund="la", weekly_limit_pence=5_000, committed_centipence=400_000)
    add(work, COMMITMENTS, budget_id=budget, decision_id=decision, centipence=400_000)
    until = NOON + timedelta(hours=1)
    hold = add(
        work, HOLDS, bed_id=free_bed, referral_id=waiting, held_by=officer, held_at=NOON, expires_at=until
    )
    audit.append(work, "human", officer, "decision.accepted", ("decision", decision), {})
    return Decided(
        officer, second, child, waiting, home, bed, free_bed, run, decision, placement, budget, hold
    )


def person(work: Work, name: str) -> int:
    """A user without a password."""
    return add(work, USERS, email=f"{name}@council.example", name=name, created_at=NOON)


def referred(work: Work, reference: str, state: str) -> tuple[int, int]:
    """A child and the referral for it."""
    born = date(2012, 5, 1)
    child = add(
        work, CHILDREN, reference=reference, birth_date=born, gender="female", flags=[], created_at=NOON
    )
    of = {"reference": reference, "child_id": child, "state": state, "document": {}}
    return child, add(work, REFERRALS, received_at=NOON, **of)


def decision_of(work: Work, proposal: int, referral: int, home: int, bed: int, officer: int) -> int:
    """A final decision of one person."""
    return add(
        work,
        DECISIONS,
        proposal_id=proposal,
        referral_id=referral,
        home_id=home,
        bed_id=bed,
        kind="accept",
        state="final",
        shown_hash=SHOWN,
        starts=STARTS,
        loss={},
        grounds=[],
        two_people=False,
        decided_by=officer,
        decided_at=NOON,
        actor_kind="human",
    )


def placed(work: Work, child: int, home: int, bed: int, decision: int | None = None) -> int:
    """A placement without an end, by a decision or imported."""
    source = "import" if decision is None else "decision"
    of = {"child_id": child, "home_id": home, "bed_id": bed, "decision_id": decision, "source": source}
    return add(work, PLACEMENTS, starts=STARTS, weekly_price_pence=4_000, created_at=NOON, **of)


def _run(work: Work, officer: int) -> int:
    policy = add(
        work, POLICIES, version=1, state="approved", document={}, deciding={}, in_force_from=STARTS,
        reason="first", proposed_at=NOON, approved_at=NOON,
    )  # fmt: skip
    snapshot, digest = zlib.compress(SNAPSHOT), hashlib.sha256(SNAPSHOT).hexdigest()
    return add(
        work, RUNS, question="plan", parameters={}, policy_id=policy, snapshot=snapshot, snapshot_hash=digest,
        engine_version="1", state="done", answer=snapshot, answer_hash=digest, asked_by=officer,
        asked_at=NOON, finished_at=NOON,
    )  # fmt: skip
