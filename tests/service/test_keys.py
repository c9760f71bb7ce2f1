"""Programs: let in by a key that is kept nowhere, for what they were given and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matcher.errors import BadCase, Conflict, Fault, Forbidden, NotFound, Unauthenticated
from matcher.service import keys
from matcher.service.actor import Actor, system
from matcher.service.keys import MadeKey, MakeKey
from matcher.service.rights import RIGHTS, Right
from matcher.service.standing import standing
from matcher.store.rows import every
from matcher.store.tables.people import SERVICE_ACCOUNTS
from matcher.store.tables.record import AUDIT, AUDIT_PAYLOADS
from matcher.store.work import Store
from tests.conftest import NOON
from tests.people import actor, council, hire


@pytest.fixture
def place(store: Store) -> tuple[Store, int, Actor]:
    council_id = council(store, "north")
    return (
        store,
        council_id,
        actor(hire(store, council_id, "boss@example.invalid", "administrator"), council_id),
    )


def made(store: Store, by: Actor, *scopes: Right, name: str = "Nightly import") -> MadeKey:
    command = MakeKey(name=name, scopes=scopes or ("ask",))
    return store.write(by.council_id, lambda work: keys.make_key(work, by, command))


def test_a_program_is_known_by_its_key_and_may_what_it_was_given(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place

    new = made(store, boss, "ask", "read_homes")

    with store.read(council_id) as work:
        found = keys.open_key(work, new.key)
        stored = str(every(work, SERVICE_ACCOUNTS)) + str(every(work, AUDIT_PAYLOADS))
    assert found.actor == Actor(
        council_id,
        "service",
        new.account.id,
        frozenset({"service"}),
        scopes=frozenset({"ask", "read_homes"}),
    )
    assert [found.actor.may(right) for right in ("ask", "read_homes", "read_referrals")] == [
        True,
        True,
        False,
    ]
    assert new.key.rpartition(".")[2] not in stored


@pytest.mark.parametrize("scope", sorted({r for held in RIGHTS.values() for r in held} - RIGHTS["service"]))
def test_no_program_decides_reveals_approves_or_manages(
    place: tuple[Store, int, Actor], scope: Right
) -> None:
    store, council_id, boss = place

    with pytest.raises(BadCase) as refused:
        made(store, boss, "ask", scope)

    assert [fault.path for fault in refused.value.faults] == ["$.scopes[1]"]
    with store.read(council_id) as work:
        assert every(work, SERVICE_ACCOUNTS) == []


@pytest.mark.parametrize(
    ("scopes", "refused_at"),
    [
        (("write_referrals", "ask"), ["$.scopes[1]"]),
        (("read_runs", "write_referrals"), ["$.scopes[0]"]),
        (("ask", "read_runs", "read_homes", "write_homes"), []),
        (("write_referrals", "read_referrals", "read_homes", "write_homes", "read_policy"), []),
    ],
)
def test_no_program_moves_a_child_and_asks_what_came_of_it(
    place: tuple[Store, int, Actor], scopes: tuple[Right, ...], refused_at: list[str]
) -> None:
    store, council_id, boss = place
    faults: list[Fault] = []
    try:
        made(store, boss, *scopes)
    except BadCase as refused:
        faults = list(refused.faults)

    assert [fault.path for fault in faults] == refused_at
    assert all("make two keys, one to write, one to ask" in fault.message for fault in faults)
    with store.read(council_id) as work:
        assert len(every(work, SERVICE_ACCOUNTS)) == (not refused_at)


def test_only_an_administrator_makes_lists_and_closes_keys(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    new = made(store, boss)
    officer = actor(hire(store, council_id, "a@example.invalid", "officer"), council_id)

    with pytest.raises(Forbidden):
        made(store, officer)
    with pytest.raises(Forbidden):
        store.write(council_id, lambda work: keys.close_account(work, officer, new.account.id))
    with store.read(council_id) as work, pytest.raises(Forbidden):
        keys.accounts(work, officer, None, 10)
    with store.read(council_id) as work:
        assert keys.accounts(work, boss, None, 10) == [new.account]
        assert keys.open_key(work, new.key).actor.id == new.account.id


def test_a_closed_key_opens_nothing_from_then_on(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    new, other = made(store, boss), made(store, boss, name="Another")
    with store.read(council_id) as work:
        asking = keys.open_key(work, new.key).actor

    for _ in range(2):
        closed = store.write(council_id, lambda work: keys.close_account(work, boss, new.account.id))
        assert closed == replace(new.account, active=False)

    with store.read(council_id) as work:
        with pytest.raises(Unauthenticated, match=keys.UNKNOWN):
            keys.open_key(work, new.key)
        with pytest.raises(Unauthenticated):
            standing(work, asking)
        assert keys.open_key(work, other.key).actor.id == other.account.id
        assert [row.action for row in every(work, AUDIT)].count("key_closed") == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1] + ("A" if key[-1] != "A" else "B"),
        lambda key: key.replace(".", ".1", 1),
        lambda key: "1" + key,
        lambda key: key.rpartition(".")[2],
        lambda key: key + ".x",
        lambda key: "٣." + key.partition(".")[2],
        lambda key: "9" * 17 + "." + key.partition(".")[2],
        lambda key: key.rpartition(".")[0] + ".",
        lambda key: key + "x" * 10_000,
        lambda key: "",
    ],
)
def test_a_key_with_anything_else_in_it_is_unknown(place: tuple[Store, int, Actor], spoil: object) -> None:
    store, council_id, boss = place
    new = made(store, boss)
    assert callable(spoil)

    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        keys.open_key(work, spoil(new.key))


def test_a_key_of_one_council_opens_nothing_in_another(place: tuple[Store, int, Actor]) -> None:
    store, _, boss = place
    new = made(store, boss)
    south = council(store, "south")

    with store.read(south) as work, pytest.raises(Unauthenticated, match=keys.UNKNOWN):
        keys.open_key(work, new.key)
    with store.read(south) as work, pytest.raises(NotFound):
        keys.account(work, system(south), new.account.id)


def test_a_name_is_used_once(place: tuple[Store, int, Actor]) -> None:
    store, _, boss = place
    made(store, boss)

    with pytest.raises(Conflict) as refused:
        made(store, boss)

    assert refused.value.code == "name_taken"


def later(store: Store, by: timedelta) -> Store:
    return replace(store, clock=lambda: NOON + by)


def test_the_last_use_is_written_every_ten_minutes(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    new = made(store, boss)
    store.write(council_id, lambda work: keys.touch(work, new.key))
    due = []
    for after in (timedelta(minutes=9), timedelta(minutes=10)):
        with later(store, after).read(council_id) as work:
            due.append(keys.open_key(work, new.key).touch_due)

    assert due == [False, True]


def test_the_command_line_makes_a_key_too(place: tuple[Store, int, Actor]) -> None:
    store, council_id, _ = place

    new = made(store, system(council_id))

    assert new.account.created_by is None
    with store.read(council_id) as work:
        assert keys.open_key(work, new.key).actor.id == new.account.id
