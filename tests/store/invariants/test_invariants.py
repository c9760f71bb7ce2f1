"""Each invariant is silent where all is right and names the rows where its own promise is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table, delete, update

from matcher.store import audit
from matcher.store.invariants import INVARIANTS, Acknowledged, Breach, breaches, lost
from matcher.store.rows import add, put
from matcher.store.tables.children import CHILDREN, REFERRALS
from matcher.store.tables.decisions import DECISIONS, HOLDS
from matcher.store.tables.homes import BEDS, PLACEMENTS
from matcher.store.tables.money import BUDGETS
from matcher.store.tables.record import AUDIT, AUDIT_HEADS, IDEMPOTENCY
from matcher.store.tables.runs import PROPOSALS, RUNS
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.store.invariants.decided import COUNCIL, OTHER, Decided, decided, placed, referred
from tests.store.invariants.unguarded import unguarded

Spoil = Callable[[Work, Decided], object]


def to(table: Table, **values: Any) -> Spoil:
    """Give every row of a table other values."""
    return lambda work, made: work.connection.execute(update(table).values(**values))


def a_second_child_in_the_bed(work: Work, made: Decided) -> None:
    child, _ = referred(work, "R-3", "placed")
    placed(work, child, made.home, made.bed)


def the_child_in_a_second_bed(work: Work, made: Decided) -> None:
    placed(work, made.child, made.home, made.free_bed)


def no_bed_left(work: Work, made: Decided) -> None:
    work.connection.execute(delete(BEDS))


def a_second_hold(work: Work, made: Decided) -> None:
    held = {"bed_id": made.free_bed, "referral_id": made.waiting, "held_by": made.second}
    add(work, HOLDS, held_at=NOON, expires_at=NOON.replace(hour=20), **held)


def a_hold_of_a_taken_bed(work: Work, made: Decided) -> None:
    work.connection.execute(update(HOLDS).values(bed_id=made.bed))


def a_row_of_the_record_gone(work: Work, made: Decided) -> None:
    for _ in range(2):
        audit.append(work, "human", made.officer, "home.changed", ("home", made.home), {})
    work.connection.execute(delete(AUDIT).where(AUDIT.c.sequence == 2))


def a_decision_recorded_twice(work: Work, made: Decided) -> None:
    audit.append(work, "human", made.officer, "decision.accepted", ("decision", made.decision), {})


def a_record_of_no_decision(work: Work, made: Decided) -> None:
    audit.append(work, "human", made.officer, "decision.accepted", ("decision", 5), {})


def a_decision_gone(work: Work, made: Decided) -> None:
    work.connection.execute(delete(DECISIONS))


SPOILT: dict[str, tuple[str, Spoil]] = {
    "two children in one bed": ("I1", a_second_child_in_the_bed),
    "one child in two beds": ("I1", the_child_in_a_second_bed),
    "fewer beds than children": ("I2", no_bed_left),
    "two holds of one bed": ("I2", a_second_hold),
    "a hold of a bed that another child has": ("I2", a_hold_of_a_taken_bed),
    "committed is not what is charged": ("I3", to(BUDGETS, committed_centipence=399_999)),
    "overridden without an override": ("I3", to(BUDGETS, overridden_centipence=1)),
    "more than the limit": ("I3", to(BUDGETS, weekly_limit_pence=3_999)),
    "a decision without a record": ("I4", to(AUDIT, action="decision.approved")),
    "a decision recorded twice": ("I4", a_decision_recorded_twice),
    "a record of no decision": ("I4", a_record_of_no_decision),
    "a gap in the record": ("I4", a_row_of_the_record_gone),
    "a chain that does not follow": ("I5", to(AUDIT_HEADS, hash="0" * 64)),
    "a run that did not finish": ("I6", to(RUNS, state="failed")),
    "another proposal than was shown": ("I6", to(PROPOSALS, hash="6" * 64)),
    "another bed than was decided": ("I6", to(DECISIONS, bed_id=1)),
    "an altered snapshot": ("I6", to(RUNS, snapshot=b"spoilt")),
    "a final decision without a placement": ("I7", to(PLACEMENTS, decision_id=None, source="import")),
    "a placement of an open decision": ("I7", to(DECISIONS, state="awaiting")),
    "a placed child whose referral is open": ("I7", to(REFERRALS, state="open")),
    "a reference to nothing": ("I11", a_decision_gone),
    "a child of another council": ("I11", to(CHILDREN, council_id=OTHER)),
    "decided by a service": ("I12", to(DECISIONS, actor_kind="service")),
    "final without a second person": ("I12", to(DECISIONS, two_people=True)),
    "a record of another person": ("I12", to(AUDIT, actor_id=7)),
}


@pytest.fixture
def made(store: Store) -> Decided:
    return decided(store)


def found(store: Store, council_id: int = COUNCIL) -> list[Breach]:
    with store.read(council_id) as work:
        return breaches(work)


def test_all_is_silent_where_all_is_right(store: Store, made: Decided) -> None:
    assert (found(store), found(store, OTHER)) == ([], [])


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_broken_is_heard_by_its_invariant(name: str, store: Store, made: Decided) -> None:
    invariant, spoil = SPOILT[name]
    unguarded(store)

    store.write(COUNCIL, lambda work: spoil(work, made))

    with store.read(COUNCIL) as work:
        heard = INVARIANTS[invariant](work)
    assert heard
    assert {breach.invariant for breach in heard} == {invariant}


def test_one_who_approves_his_own_decision_is_heard(store: Store, made: Decided) -> None:
    unguarded(store)
    store.write(COUNCIL, lambda work: to(DECISIONS, approver_id=made.officer)(work, made))

    assert [breach.invariant for breach in found(store)] == ["I12"]


def test_an_answer_that_is_not_kept_as_it_was_given_is_lost(store: Store, made: Decided) -> None:
    def keep(work: Work) -> None:
        for key in ("kept", "altered"):
            named = {"actor": "1", "key": key, "address": "/", "body_hash": "0"}
            put(work, IDEMPOTENCY, status=201, headers={}, body=key.encode(), created_at=NOON, **named)

    store.write(COUNCIL, keep)
    given = [
        Acknowledged(key, 201, body) for key, body in (("kept", b"kept"), ("altered", b"?"), ("gone", b""))
    ]
    with store.read(COUNCIL) as work:
        assert lost(work, given) == ["altered", "gone"]
