"""What a chain of rows promises, and what is said where it does not hold."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from pathlib import Path

import pytest

from matcher.service.actor import system
from matcher.service.past import erased
from matcher.store import audit, chain, migrate
from matcher.store.chain import BadRow, Head, Verdict
from matcher.store.engine import connect
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.people import council

APPENDERS, EACH = 20, 10


def append(work: Work, number: int = 0) -> int:
    return audit.append(work, "human", 7, "run_done", ("run", number), {"proposals": number})


def verdict(store: Store, council_id: int, anchors: dict[int, str] | None = None) -> Verdict:
    with store.read(council_id) as work:
        return chain.verify(work, anchors)


def test_an_empty_chain_is_whole(store: Store) -> None:
    ours = council(store, "ours")

    assert verdict(store, ours) == Verdict(0, Head(0, audit.GENESIS), 0, None)


def test_twenty_who_append_at_once_leave_no_gap_and_a_chain_that_verifies(store: Store) -> None:
    ours, theirs = council(store, "ours"), council(store, "theirs")

    def appended(place: int) -> list[int]:
        whose = ours if place % 2 else theirs
        return [store.write(whose, lambda work: append(work, place)) for _ in range(EACH)]

    with ThreadPoolExecutor(APPENDERS) as pool:
        given = list(pool.map(appended, range(APPENDERS)))

    for whose, first in ((ours, 1), (theirs, 0)):
        numbers = sorted(number for some in given[first::2] for number in some)
        assert numbers == list(range(1, APPENDERS // 2 * EACH + 1))
        found = verdict(store, whose)
        assert (found.rows, found.bad) == (len(numbers), None)


def test_a_record_that_is_written_meanwhile_is_walked_as_it_was_at_one_moment(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = council(store, "ours")
    for _ in range(4):
        store.write(ours, append)
    monkeypatch.setattr(chain, "BATCH", 2)
    with store.read(ours) as work:
        end = chain.head_of(work)
        store.write(ours, append)

        found = chain.verify(work)

    assert (found.rows, found.end, found.bad) == (4, end, None)


def test_what_is_undone_leaves_neither_a_row_nor_a_gap(store: Store) -> None:
    ours = council(store, "ours")

    def undone(work: Work) -> None:
        append(work)
        raise RuntimeError

    store.write(ours, append)
    with pytest.raises(RuntimeError):
        store.write(ours, undone)

    assert store.write(ours, append) == 2
    assert (verdict(store, ours).rows, verdict(store, ours).bad) == (2, None)


def test_a_chain_longer_than_a_batch_is_walked_to_its_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = council(store, "ours")
    for _ in range(11):
        store.write(ours, append)
    monkeypatch.setattr(chain, "BATCH", 5)

    found = verdict(store, ours)

    assert (found.rows, found.end.sequence, found.bad) == (11, 11, None)


def test_a_moment_told_in_another_zone_is_hashed_as_the_one_moment_it_is(store: Store) -> None:
    ours = council(store, "ours")
    summer = Store(store.engine, lambda: NOON.astimezone(timezone(timedelta(hours=1))))

    summer.write(ours, append)

    assert verdict(store, ours).bad is None


def test_two_councils_with_the_same_acts_have_different_chains(store: Store) -> None:
    ours, theirs = council(store, "ours"), council(store, "theirs")
    for whose in (ours, theirs):
        store.write(whose, append)

    assert verdict(store, ours).end.hash != verdict(store, theirs).end.hash


def test_the_same_payload_twice_has_two_digests_so_that_an_erased_one_cannot_be_guessed(store: Store) -> None:
    ours = council(store, "ours")
    store.write(ours, append)
    store.write(ours, append)

    with store.read(ours) as work:
        digests = work.connection.exec_driver_sql("SELECT digest FROM audit").scalars().all()

    assert len(set(digests)) == 2


def test_the_chain_passes_through_what_was_kept_of_it(store: Store) -> None:
    ours = council(store, "ours")
    kept = {}
    for _ in range(3):
        store.write(ours, append)
        end = verdict(store, ours).end
        kept[end.sequence] = end.hash

    assert verdict(store, ours, kept).bad is None
    assert verdict(store, ours, {**kept, 3: "0" * 64}).bad == BadRow(3, "not_as_anchored", 2)
    assert verdict(store, ours, {**kept, 9: "0" * 64}).bad == BadRow(4, "missing", 3)


def test_a_file_from_which_a_payload_was_erased_does_not_hold_it_any_more(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'placements.db'}")
    migrate.upgrade(engine)
    store = Store(engine, lambda: NOON - timedelta(days=400))
    ours = council(store, "ours")
    canary = "canary-4711"
    store.write(ours, lambda work: audit.append(work, "human", 7, "x", ("y", 1), {"reason": canary}))
    now = Store(engine, lambda: NOON)

    now.write(ours, lambda work: erased(work, system(ours), NOON.date()))
    engine.dispose()

    assert not [file.name for file in tmp_path.iterdir() if canary.encode() in file.read_bytes()]
