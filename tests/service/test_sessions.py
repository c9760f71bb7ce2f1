"""Signing in, staying signed in, and being out at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from matcher.errors import BadCase, Unauthenticated
from matcher.service import passwords, people, sessions
from matcher.service.sessions import IDLE, KEPT, LASTS, OVER, TOUCHED_EVERY, WRONG, SignedIn
from matcher.store import people as kept
from matcher.store.people import Person
from matcher.store.rows import every
from matcher.store.tables.people import SESSIONS
from matcher.store.tables.record import AUDIT
from matcher.store.work import Store
from tests.conftest import NOON
from tests.people import PASSWORD, actor, council, hire, signed_in

EMAIL = "officer@example.invalid"


@pytest.fixture
def place(store: Store) -> tuple[Store, int, Person]:
    council_id = council(store, "north")
    return store, council_id, hire(store, council_id, EMAIL, "officer")


def later(store: Store, by: timedelta) -> Store:
    return replace(store, clock=lambda: NOON + by)


def asks(store: Store, council_id: int, session: SignedIn) -> sessions.OpenSession:
    with store.read(council_id) as work:
        return sessions.open_session(work, session.token)


def test_who_knows_the_password_is_let_in_and_it_is_recorded(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place

    session = sessions.sign_in(store, "north", f" {EMAIL.upper()} ", PASSWORD)

    assert session.actor == actor(person, council_id)
    assert session.ends_at == NOON + LASTS
    assert asks(store, council_id, session).actor == session.actor
    with store.read(council_id) as work:
        assert [row.action for row in every(work, AUDIT)] == ["user_added", "signed_in"]
        assert session.token not in str(every(work, SESSIONS))


@pytest.mark.parametrize(
    ("code", "email", "password"),
    [
        ("north", EMAIL, "four words are enougH"),
        ("north", "nobody@example.invalid", PASSWORD),
        ("south", EMAIL, PASSWORD),
        ("nowhere", EMAIL, PASSWORD),
        ("north", "elsewhere@example.invalid", PASSWORD),
        ("north", "leaver@example.invalid", PASSWORD),
    ],
    ids=["password", "email", "other council", "no council", "has no password", "leaver"],
)
def test_whatever_is_wrong_the_refusal_is_the_same_and_costs_one_hash(
    place: tuple[Store, int, Person],
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    email: str,
    password: str,
) -> None:
    store, council_id, _ = place
    council(store, "south")
    hire(store, council_id, "elsewhere@example.invalid", "officer", password=False)
    leaver = hire(store, council_id, "leaver@example.invalid", "officer")
    store.write(council_id, lambda work: kept.set_active(work, leaver.id, False, 1))
    passwords.nobodys_hash()
    costs: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, against: str, given: str) -> bool:
        costs.append(against[:30])
        return verify(hasher, against, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)

    with pytest.raises(Unauthenticated) as refused:
        sessions.sign_in(store, code, email, password)

    assert str(refused.value) == WRONG
    assert costs == [passwords.nobodys_hash()[:30]]


def test_the_same_address_in_two_councils_is_two_accounts(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    south = council(store, "south")
    other = hire(store, south, EMAIL, "auditor")

    here = sessions.sign_in(store, "north", EMAIL, PASSWORD).actor
    there = sessions.sign_in(store, "south", EMAIL, PASSWORD).actor

    assert (here, there) == (actor(person, council_id), actor(other, south))
    assert (list(here.roles), list(there.roles)) == (["officer"], ["auditor"])


def test_a_session_of_one_council_opens_nothing_in_another(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    south = council(store, "south")
    session = signed_in(store, council_id, person.id)

    with store.read(south) as work, pytest.raises(Unauthenticated, match=OVER):
        sessions.open_session(work, session.token)


@pytest.mark.parametrize(
    ("steps", "good"),
    [
        ([IDLE - timedelta(seconds=1)], True),
        ([IDLE], False),
        ([timedelta(minutes=29) * n for n in range(1, 17)], True),
        ([*(timedelta(minutes=29) * n for n in range(1, 17)), LASTS], False),
    ],
    ids=["before half an hour", "half an hour idle", "used all day", "eight hours"],
)
def test_a_session_ends_when_idle_and_at_the_end_of_a_day(
    place: tuple[Store, int, Person], steps: list[timedelta], good: bool
) -> None:
    store, council_id, person = place
    session = signed_in(store, council_id, person.id)
    *before, last = steps
    for step in before:
        assert asks(later(store, step), council_id, session).touch_due
        later(store, step).write(council_id, lambda work: sessions.touch(work, session.token))

    if good:
        assert asks(later(store, last), council_id, session).actor == session.actor
    else:
        with pytest.raises(Unauthenticated, match=OVER):
            asks(later(store, last), council_id, session)


def test_a_session_that_ended_a_month_ago_is_forgotten(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    for after in (timedelta(0), LASTS + KEPT, LASTS + KEPT + timedelta(seconds=1)):
        signed_in(later(store, after), council_id, person.id)

    with store.read(council_id) as work:
        assert sorted(row.created_at - NOON for row in every(work, SESSIONS)) == [
            LASTS + KEPT,
            LASTS + KEPT + timedelta(seconds=1),
        ]


def test_requests_within_a_minute_write_nothing(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    session = signed_in(store, council_id, person.id)

    assert not asks(later(store, TOUCHED_EVERY - timedelta(seconds=1)), council_id, session).touch_due
    assert asks(later(store, TOUCHED_EVERY), council_id, session).touch_due


@pytest.mark.parametrize("everywhere", [False, True], ids=["this one", "everywhere"])
def test_signing_out_ends_this_session_or_all_of_ones_own(
    place: tuple[Store, int, Person], everywhere: bool
) -> None:
    store, council_id, person = place
    colleague = signed_in(store, council_id, hire(store, council_id, "b@example.invalid", "panel").id)
    here, there = (signed_in(store, council_id, person.id) for _ in range(2))

    if everywhere:
        store.write(council_id, lambda work: sessions.sign_out_everywhere(work, here.actor))
    else:
        store.write(council_id, lambda work: sessions.sign_out(work, here.actor, here.token))

    with pytest.raises(Unauthenticated, match=OVER):
        asks(store, council_id, here)
    if everywhere:
        with pytest.raises(Unauthenticated, match=OVER):
            asks(store, council_id, there)
    else:
        assert asks(store, council_id, there).actor == there.actor
    assert asks(store, council_id, colleague).actor == colleague.actor


def test_roles_are_read_anew_at_each_request(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    session = signed_in(store, council_id, person.id)
    store.write(council_id, lambda work: kept.give_roles(work, person.id, {"panel"}, None, 1))

    assert asks(store, council_id, session).actor.roles == {"panel"}


def test_a_password_of_older_parameters_is_hashed_again_when_it_is_used(
    place: tuple[Store, int, Person],
) -> None:
    store, council_id, person = place
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    store.write(council_id, lambda work: kept.set_password_hash(work, person.id, weak))

    sessions.sign_in(store, "north", EMAIL, PASSWORD)

    with store.read(council_id) as work:
        secret = kept.secret_of(work, EMAIL)
    assert secret is not None
    assert secret.hash is not None
    assert secret.hash.split("$")[:4] == passwords.nobodys_hash().split("$")[:4]
    assert passwords.check(secret.hash, PASSWORD) == passwords.Checked(right=True)


def test_a_password_changed_while_it_was_checked_lets_nobody_in(
    place: tuple[Store, int, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, council_id, person = place
    check = passwords.check

    def changed_meanwhile(hash_kept: str | None, password: str) -> passwords.Checked:
        store.write(council_id, lambda work: kept.set_password_hash(work, person.id, "another"))
        return check(hash_kept, password)

    monkeypatch.setattr(passwords, "check", changed_meanwhile)

    with pytest.raises(Unauthenticated, match=WRONG):
        sessions.sign_in(store, "north", EMAIL, PASSWORD)


def test_ones_own_new_password_ends_every_other_session(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    here, there = (signed_in(store, council_id, person.id) for _ in range(2))

    sessions.change_password(store, here.actor, here.token, PASSWORD, "another four good words")

    assert asks(store, council_id, here).actor == here.actor
    with pytest.raises(Unauthenticated, match=OVER):
        asks(store, council_id, there)
    with pytest.raises(Unauthenticated, match=WRONG):
        sessions.sign_in(store, "north", EMAIL, PASSWORD)
    assert sessions.sign_in(store, "north", EMAIL, "another four good words").actor == here.actor


def test_without_the_old_password_there_is_no_new_one(place: tuple[Store, int, Person]) -> None:
    store, council_id, person = place
    here = signed_in(store, council_id, person.id)

    with pytest.raises(Unauthenticated):
        sessions.change_password(store, here.actor, here.token, "not this one at all", "another good one")

    assert sessions.sign_in(store, "north", EMAIL, PASSWORD).actor == here.actor


@pytest.mark.parametrize(
    "password",
    ["eleven char", "x" * 1_025, EMAIL.title(), "aaaaaaaaaaaaaaaa"],
)
def test_a_password_must_be_long_and_not_what_anybody_guesses(password: str) -> None:
    with pytest.raises(BadCase) as refused:
        passwords.hashed(password, EMAIL)

    assert [fault.path for fault in refused.value.faults] == ["$.password"]
    assert password not in str(refused.value)


def test_a_letter_is_the_same_however_a_keyboard_composes_it() -> None:
    composed, decomposed = "caf\u00e9 over the road", "cafe\u0301 over the road"

    assert passwords.check(passwords.hashed(composed, EMAIL), decomposed).right
    assert not passwords.check(passwords.hashed(composed, EMAIL), "cafe over the road").right


def test_an_administrator_sets_a_forgotten_password_and_every_session_is_over(
    place: tuple[Store, int, Person],
) -> None:
    store, council_id, person = place
    session = signed_in(store, council_id, person.id)
    boss = actor(hire(store, council_id, "boss@example.invalid", "administrator"), council_id)
    fresh = passwords.hashed("another four good words", EMAIL)

    store.write(council_id, lambda work: people.set_password(work, boss, person.id, fresh))

    with pytest.raises(Unauthenticated, match=OVER):
        asks(store, council_id, session)
    assert sessions.sign_in(store, "north", EMAIL, "another four good words").actor == session.actor
