"""One transaction in one council: what it sees, what it takes, and what a refusal is called."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select, text

from matcher.errors import Broken, NotFound, Precondition, StoreDown
from matcher.store.engine import connect, is_sqlite
from matcher.store.rows import add, change, every, get
from matcher.store.tables.children import CHILDREN
from matcher.store.tables.homes import BEDS, HOMES, PLACEMENTS, PROVIDERS
from matcher.store.tables.people import COUNCILS
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.conftest import NOON

OURS, THEIRS = 11, 12


@pytest.fixture
def two_councils(store: Store) -> Store:
    def found(work: Work) -> None:
        rows = [{"id": key, "code": f"c{key}", "name": f"Council {key}"} for key in (OURS, THEIRS)]
        work.connection.execute(insert(COUNCILS), [row | {"created_at": NOON} for row in rows])

    store.write(EVERY_COUNCIL, found)
    return store


def child(work: Work, reference: str = "C-1") -> int:
    return add(
        work,
        CHILDREN,
        reference=reference,
        birth_date=date(2012, 5, 1),
        gender="female",
        flags=[],
        created_at=NOON,
    )


def bed(work: Work) -> tuple[int, int]:
    provider = add(work, PROVIDERS, name="A", created_at=NOON)
    home = add(work, HOMES, reference="H-1", name="A", provider_id=provider, document={}, created_at=NOON)
    return home, add(work, BEDS, home_id=home, label="1")


def placed(work: Work, child_id: int, where: tuple[int, int], starts: date, ends: date | None) -> int:
    return add(
        work,
        PLACEMENTS,
        child_id=child_id,
        home_id=where[0],
        bed_id=where[1],
        starts=starts,
        ends=ends,
        weekly_price_pence=400_000,
        source="import",
        created_at=NOON,
    )


def test_a_row_comes_back_as_it_was_written(two_councils: Store) -> None:
    key = two_councils.write(OURS, child)
    with two_councils.read(OURS) as work:
        row = get(work, CHILDREN, key)
        assert (row.reference, row.birth_date, row.created_at) == ("C-1", date(2012, 5, 1), NOON)


def test_another_council_sees_nothing_and_is_told_what_an_unknown_id_is_told(
    two_councils: Store,
) -> None:
    key = two_councils.write(OURS, child)
    with two_councils.read(THEIRS) as work:
        assert every(work, CHILDREN) == []
        for unknown in (key, 1):
            with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
                get(work, CHILDREN, unknown)


def test_postgresql_itself_hides_the_other_council_from_a_query_that_forgot_to(two_councils: Store) -> None:
    two_councils.write(OURS, child)
    with two_councils.read(THEIRS) as work:
        seen = work.connection.execute(select(CHILDREN)).all()
    assert len(seen) == (1 if is_sqlite(two_councils.engine) else 0)


def test_postgresql_itself_refuses_a_row_for_the_other_council(two_councils: Store) -> None:
    if is_sqlite(two_councils.engine):
        return

    def forged(work: Work) -> None:
        child(Work(work.connection, THEIRS, work.now))

    with pytest.raises(Exception, match="row-level security"):
        two_councils.write(OURS, forged)


def test_no_row_refers_to_another_council(two_councils: Store) -> None:
    theirs = two_councils.write(THEIRS, bed)

    def across(work: Work) -> None:
        placed(work, child(work), theirs, date(2026, 1, 1), None)

    with pytest.raises(Broken):
        two_councils.write(OURS, across)


def test_what_fails_half_way_leaves_nothing(two_councils: Store) -> None:
    def twice(work: Work) -> None:
        child(work)
        child(work)

    with pytest.raises(Broken) as refused:
        two_councils.write(OURS, twice)
    assert refused.value.constraint == "uq_children_council_id_reference"
    with two_councils.read(OURS) as work:
        assert every(work, CHILDREN) == []


@pytest.mark.parametrize(
    ("ends", "starts", "allowed"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), date(2026, 3, 1), False),
        (None, date(2026, 3, 1), False),
        (date(2026, 1, 15), date(2025, 12, 1), False),
    ],
    ids=["the night after", "one night too early", "no end", "over the first"],
)
@pytest.mark.parametrize("shared", ["bed", "child"])
def test_neither_a_bed_nor_a_child_has_two_placements_on_one_night(
    two_councils: Store, ends: date | None, starts: date, allowed: bool, shared: str
) -> None:
    def first(work: Work) -> tuple[int, tuple[int, int]]:
        one, where = child(work), bed(work)
        placed(work, one, where, date(2026, 1, 1), ends)
        return one, where

    one, where = two_councils.write(OURS, first)

    def second(work: Work) -> None:
        who = one if shared == "child" else child(work, "C-2")
        other = where if shared == "bed" else (where[0], add(work, BEDS, home_id=where[0], label="2"))
        placed(work, who, other, starts, None)

    if allowed:
        two_councils.write(OURS, second)
        return
    with pytest.raises(Broken) as refused:
        two_councils.write(OURS, second)
    assert refused.value.constraint == f"ex_placements_{shared}"


def test_a_placement_is_ended_and_neither_moved_nor_deleted(two_councils: Store) -> None:
    key = two_councils.write(OURS, lambda work: placed(work, child(work), bed(work), date(2026, 1, 1), None))
    two_councils.write(OURS, lambda work: change(work, PLACEMENTS, key, ends=date(2026, 2, 1)))
    with pytest.raises(Broken) as moved:
        two_councils.write(OURS, lambda work: change(work, PLACEMENTS, key, starts=date(2026, 1, 2)))
    assert moved.value.constraint == "frozen_placements"
    with pytest.raises(Broken, match=r"never_(delete_)?placements"):
        two_councils.write(OURS, lambda work: work.connection.execute(text("DELETE FROM placements")))


def test_a_version_that_is_not_todays_is_refused(two_councils: Store) -> None:
    key = two_councils.write(OURS, child)
    two_councils.write(OURS, lambda work: change(work, CHILDREN, key, version=1, gender="male"))
    with pytest.raises(Precondition):
        two_councils.write(OURS, lambda work: change(work, CHILDREN, key, version=1, gender="female"))
    with two_councils.read(OURS) as work:
        row = get(work, CHILDREN, key)
        assert (row.gender, row.version) == ("male", 2)


def test_a_database_that_is_not_there_is_down_and_not_a_crash() -> None:
    nowhere = Store(connect("postgresql://nobody@127.0.0.1:1/none"), lambda: NOON)
    with pytest.raises(StoreDown), nowhere.read(OURS):
        pass


def test_postgresql_itself_refuses_to_write_in_a_transaction_that_only_reads(two_councils: Store) -> None:
    if is_sqlite(two_councils.engine):
        return
    with pytest.raises(Exception, match="read-only transaction"), two_councils.read(OURS) as work:
        child(work)
