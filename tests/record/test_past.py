"""Reading the record through the service: who may, which rows, and what erasing leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from matcher.errors import BadCase, Conflict, Forbidden
from matcher.service import past
from matcher.service.actor import Actor, system
from matcher.service.past import Erased, Page, Wanted
from matcher.service.record import PRIVATE, recorded
from matcher.service.rights import RIGHTS, Role
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.people import council

AUDITOR = frozenset[Role]({"auditor"})


@pytest.fixture
def ours(store: Store) -> int:
    """A council in whose record six things happened, a day apart."""
    council_id = council(store, "ours")
    for number in range(6):
        day = Store(store.engine, partial(later, number))
        day.write(council_id, partial(happened, number=number))
    return council_id


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def happened(work: Work, number: int) -> int:
    who = Actor(work.council_id, "human", 7 + number % 2, frozenset())
    return recorded(work, who, "run_done" if number < 4 else "held", ("run", 100 + number), proposals=number)


def page(
    store: Store, council_id: int, wanted: Wanted = past.EVERYTHING, after: int = 0, limit: int = 50
) -> Page:
    with store.read(council_id) as work:
        return past.page_of_record(work, auditor(council_id), after, limit, wanted)


def auditor(council_id: int) -> Actor:
    return Actor(council_id, "human", 1, AUDITOR)


def test_a_row_says_when_who_what_and_to_which_thing(store: Store, ours: int) -> None:
    row = page(store, ours).rows[1]

    assert (row.sequence, row.at, row.actor_kind, row.actor_id) == (2, NOON + timedelta(days=1), "human", 8)
    assert (row.action, row.subject_kind, row.subject_id, row.payload) == (
        "run_done",
        "run",
        101,
        {"proposals": 1},
    )


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [1, 2, 3, 4, 5, 6]),
        (Wanted(action="held"), [5, 6]),
        (Wanted(subject_kind="run", subject_id=102), [3]),
        (Wanted(actor_id=8), [2, 4, 6]),
        (Wanted(since=NOON + timedelta(days=2), until=NOON + timedelta(days=4)), [3, 4]),
        (Wanted(action="held", actor_id=7), [5]),
        (Wanted(subject_kind="home"), []),
    ],
    ids=lambda value: "" if isinstance(value, list) else str(value)[6:60],
)
def test_rows_are_found_by_act_thing_person_and_time(
    store: Store, ours: int, wanted: Wanted, numbers: list[int]
) -> None:
    assert [row.sequence for row in page(store, ours, wanted).rows] == numbers


def test_pages_follow_one_another_to_the_end_and_no_further(store: Store, ours: int) -> None:
    seen, after = [], 0
    for _ in range(4):
        found = page(store, ours, Wanted(subject_kind="run"), after, 2)
        seen.append([row.sequence for row in found.rows])
        if found.next_after is None:
            break
        after = found.next_after
    assert seen == [[1, 2], [3, 4], [5, 6]]


def test_the_record_is_for_auditors_alone(store: Store, ours: int) -> None:
    opened = set()
    with store.read(ours) as work:
        for role in RIGHTS:
            who = Actor(ours, "service" if role == "service" else "human", 1, frozenset({role}))
            for read in (partial(past.page_of_record, after=0, limit=10), past.verified, past.head):
                try:
                    read(work, who)
                    opened.add(role)
                except Forbidden:
                    assert role not in opened
    assert opened == AUDITOR


def test_nobody_sees_a_row_of_another_council(store: Store, ours: int) -> None:
    theirs = council(store, "theirs")

    assert page(store, theirs).rows == []


def test_a_record_too_long_for_a_request_is_verified_at_the_command_line(
    store: Store, ours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "MAX_ROWS_IN_A_REQUEST", 5)
    with store.read(ours) as work:
        with pytest.raises(Conflict, match="audit verify"):
            past.verified(work, auditor(ours))
        assert past.verified(work, system(ours)).bad is None


def test_what_is_over_is_erased_and_the_chain_still_verifies(store: Store, ours: int) -> None:
    then = Store(store.engine, partial(later, 30))
    before = date(2026, 11, 26)  # rows 1 to 3 are of the 23rd, 24th and 25th

    done = then.write(ours, lambda work: past.erased(work, system(ours), before))

    assert done == Erased(through=3, payloads=3)
    rows = page(store, ours).rows
    assert [row.payload is None for row in rows] == [True, True, True, False, False, False, False]
    told = rows[-1]
    assert (told.action, told.actor_kind, told.subject_kind, told.subject_id) == (
        "payloads_erased",
        "system",
        "record",
        3,
    )
    assert told.payload == {"before": "2026-11-26", "payloads": 3}
    with store.read(ours) as work:
        found = past.verified(work, system(ours))
    assert (found.bad, found.payloads_erased_through) == (None, 3)


def test_erasing_again_finds_nothing_and_writes_nothing(store: Store, ours: int) -> None:
    then = Store(store.engine, partial(later, 30))
    then.write(ours, lambda work: past.erased(work, system(ours), date(2026, 11, 26)))

    again = then.write(ours, lambda work: past.erased(work, system(ours), date(2026, 11, 26)))

    assert again is None
    assert len(page(store, ours).rows) == 7


def test_the_days_of_erasing_are_days_in_london(store: Store) -> None:
    ours = council(store, "summer")
    # 23:30 UTC on 30 June is half past midnight on 1 July in London
    night = Store(store.engine, lambda: datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    night.write(ours, lambda work: happened(work, 1))

    kept = store.write(ours, lambda work: past.erased(work, system(ours), date(2026, 7, 1)))
    gone = store.write(ours, lambda work: past.erased(work, system(ours), date(2026, 7, 2)))

    assert (kept, gone) == (None, Erased(1, 1))


def test_nothing_is_erased_before_its_time_or_by_a_person(store: Store, ours: int) -> None:
    with pytest.raises(BadCase, match="future"):
        store.write(ours, lambda work: past.erased(work, system(ours), date(2027, 1, 1)))
    with pytest.raises(Forbidden):
        store.write(ours, lambda work: past.erased(work, auditor(ours), date(2026, 1, 1)))


def test_the_record_takes_no_payload_with_anything_private_in_it_however_deep(store: Store) -> None:
    ours = council(store, "ours")

    def tell(work: Work, key: str) -> None:
        recorded(work, system(ours), "told", ("home", 1), changed=[{"before": {key: 1}}])

    for key in sorted(PRIVATE):
        with pytest.raises(ValueError, match=f"^told: the record keeps no {key}$"):
            store.write(ours, partial(tell, key=key))


def test_a_payload_of_codes_and_ids_is_taken(store: Store, ours: int) -> None:
    def tell(work: Work) -> int:
        return recorded(work, system(ours), "told", ("home", 1), changed=["weekly_price_pence"], ids=[1, 2])

    assert store.write(ours, tell) == 7
