"""Who says who works here: an administrator, never of themselves, and one of them always stays."""

from __future__ import annotations

import json
import threading
from functools import partial
from typing import Any

import pytest

from matcher.errors import BadCase, Conflict, Forbidden, MatcherError, NotFound, Precondition, Unauthenticated
from matcher.service import people, sessions
from matcher.service.actor import Actor
from matcher.service.people import AddUser, GiveRoles
from matcher.service.rights import RIGHTS, Role
from matcher.service.standing import standing
from matcher.store import people as kept
from matcher.store.people import Person
from matcher.store.rows import every
from matcher.store.tables.record import AUDIT, AUDIT_PAYLOADS
from matcher.store.work import Store
from tests.people import actor, council, hire, signed_in


@pytest.fixture
def place(store: Store) -> tuple[Store, int, Actor]:
    council_id = council(store, "north")
    return (
        store,
        council_id,
        actor(hire(store, council_id, "boss@example.invalid", "administrator"), council_id),
    )


def roles(*words: str, provider_id: int | None = None) -> GiveRoles:
    return GiveRoles.model_validate({"roles": words, "provider_id": provider_id})


def newcomer(**changed: Any) -> AddUser:
    return AddUser.model_validate(
        {"email": "New@Example.invalid", "name": "New", "roles": ("officer",), **changed}
    )


def recorded(store: Store, council_id: int) -> list[tuple[str, int | None, dict[str, Any]]]:
    with store.read(council_id) as work:
        acts, told = every(work, AUDIT), every(work, AUDIT_PAYLOADS)
    return [
        (act.action, act.subject_id, json.loads(payload.payload))
        for act, payload in zip(acts, told, strict=True)
    ]


def test_an_administrator_adds_a_person_and_the_record_holds_no_name(
    place: tuple[Store, int, Actor],
) -> None:
    store, council_id, boss = place

    added = store.write(council_id, lambda work: people.add_user(work, boss, newcomer(), None))

    assert (added.email, sorted(added.roles), added.active) == ("new@example.invalid", ["officer"], True)
    assert (added.has_password, added.signs_in_elsewhere, added.version) == (False, False, 1)
    assert recorded(store, council_id)[-1] == ("user_added", added.id, {"roles": ["officer"]})


@pytest.mark.parametrize("role", [role for role in RIGHTS if role != "administrator"])
def test_nobody_else_adds_lists_or_changes_people(place: tuple[Store, int, Actor], role: Role) -> None:
    store, council_id, boss = place
    assert boss.id is not None
    other = Actor(council_id, "service" if role == "service" else "human", 7, frozenset({role}))
    key = boss.id
    acts: list[Any] = [
        lambda work: people.add_user(work, other, newcomer(), None),
        lambda work: people.everybody(work, other, None, 10),
        lambda work: people.one(work, other, key),
        lambda work: people.give_roles(work, other, key, roles("panel"), 1),
        lambda work: people.set_active(work, other, key, False, 1),
        lambda work: people.set_password(work, other, key, "hash"),
        lambda work: people.end_sessions(work, other, key),
    ]
    before = recorded(store, council_id)

    for act in acts:
        with pytest.raises(Forbidden):
            store.write(council_id, act)

    assert recorded(store, council_id) == before


def test_nobody_changes_their_own_roles_or_closes_their_own_account(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    hire(store, council_id, "second@example.invalid", "administrator")
    own = boss.id
    assert own is not None

    with pytest.raises(Forbidden, match="nobody changes their own account"):
        store.write(council_id, lambda work: people.give_roles(work, boss, own, roles("administrator"), 1))
    with pytest.raises(Forbidden, match="nobody changes their own account"):
        store.write(council_id, lambda work: people.set_active(work, boss, own, False, 1))


def test_roles_given_are_exactly_the_roles_had(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    person = hire(store, council_id, "a@example.invalid", "officer", "panel")

    changed = store.write(
        council_id, lambda work: people.give_roles(work, boss, person.id, roles("panel", "commissioner"), 1)
    )

    assert (sorted(changed.roles), changed.version) == (["commissioner", "panel"], 2)
    told = {"before": ["officer", "panel"], "after": ["commissioner", "panel"]}
    assert recorded(store, council_id)[-1] == ("roles_given", person.id, told)


def test_a_change_of_what_has_changed_meanwhile_is_refused(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    person = hire(store, council_id, "a@example.invalid", "officer")
    store.write(council_id, lambda work: people.give_roles(work, boss, person.id, roles("panel"), 1))

    with pytest.raises(Precondition):
        store.write(council_id, lambda work: people.give_roles(work, boss, person.id, roles("officer"), 1))

    with store.read(council_id) as work:
        assert kept.person(work, person.id).roles == {"panel"}


@pytest.mark.parametrize(
    ("words", "provider", "path"),
    [
        (("auditor", "officer"), None, "$.roles"),
        (("administrator", "officer"), None, "$.roles"),
        (("provider", "panel"), 1, "$.roles"),
        (("provider",), None, "$.provider_id"),
        (("officer",), 1, "$.provider_id"),
    ],
)
def test_roles_that_undo_one_another_do_not_meet_in_one_account(
    place: tuple[Store, int, Actor], words: tuple[str, ...], provider: int | None, path: str
) -> None:
    store, council_id, boss = place
    command = newcomer(roles=words, provider_id=provider)

    with pytest.raises(BadCase) as refused:
        store.write(council_id, lambda work: people.add_user(work, boss, command, None))

    assert [fault.path for fault in refused.value.faults] == [path]


def test_officer_panel_and_commissioner_may_be_one_person(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    words = ("officer", "panel", "commissioner")

    added = store.write(council_id, lambda work: people.add_user(work, boss, newcomer(roles=words), None))

    assert added.roles == set(words)


def test_a_provider_that_is_not_there_is_not_found(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    command = newcomer(roles=("provider",), provider_id=4)

    with pytest.raises(NotFound):
        store.write(council_id, lambda work: people.add_user(work, boss, command, None))


def test_an_address_is_one_account_however_it_is_written(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    store.write(council_id, lambda work: people.add_user(work, boss, newcomer(), None))

    again = newcomer(email="NEW@example.INVALID")

    with pytest.raises(Conflict) as refused:
        store.write(council_id, lambda work: people.add_user(work, boss, again, None))

    assert refused.value.code == "email_taken"
    assert "new@" not in str(refused.value).lower()


def test_a_leaver_is_out_at_once_and_may_come_back(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    person = hire(store, council_id, "a@example.invalid", "officer")
    session = signed_in(store, council_id, person.id)

    store.write(council_id, lambda work: people.set_active(work, boss, person.id, False, 1))

    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        sessions.open_session(work, session.token)
    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        standing(work, session.actor)
    store.write(council_id, lambda work: people.set_active(work, boss, person.id, True, 2))
    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        sessions.open_session(work, session.token)
    assert signed_in(store, council_id, person.id).actor == session.actor
    last = recorded(store, council_id)
    assert ("user_deactivated", person.id, {"sessions": 1}) in last
    assert ("user_activated", person.id, {"sessions": 0}) in last


def test_what_is_asked_with_old_roles_is_answered_with_todays(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    person = hire(store, council_id, "a@example.invalid", "officer")
    asking = actor(person, council_id)
    store.write(council_id, lambda work: people.give_roles(work, boss, person.id, roles("auditor"), 1))

    with store.read(council_id) as work:
        now = standing(work, asking)

    assert asking.may("ask")
    assert not now.may("ask")


def test_a_lost_laptop_is_signed_out_and_its_person_signs_in_again(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    person = hire(store, council_id, "a@example.invalid", "officer")
    lost = signed_in(store, council_id, person.id)

    store.write(council_id, lambda work: people.end_sessions(work, boss, person.id))

    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        sessions.open_session(work, lost.token)
    again = signed_in(store, council_id, person.id)
    with store.read(council_id) as work:
        assert sessions.actor_of_session(work, again.token) == again.actor


@pytest.mark.parametrize("how", ["roles", "active"])
def test_the_last_administrator_stays(place: tuple[Store, int, Actor], how: str) -> None:
    store, council_id, boss = place
    second = hire(store, council_id, "second@example.invalid", "administrator")
    both = (boss, actor(second, council_id))

    def leave(one: Actor, by: Actor) -> Person:
        key = one.id or 0
        if how == "roles":
            command = roles("officer")
            return store.write(council_id, lambda work: people.give_roles(work, by, key, command, 1))
        return store.write(council_id, lambda work: people.set_active(work, by, key, False, 1))

    leave(both[1], by=both[0])
    with pytest.raises(Conflict) as refused:
        leave(both[0], by=both[1])

    assert refused.value.code == "last_administrator"


def test_two_administrators_who_dismiss_each_other_at_once_do_not_both_go(
    place: tuple[Store, int, Actor],
) -> None:
    store, council_id, boss = place
    second = actor(hire(store, council_id, "second@example.invalid", "administrator"), council_id)
    start = threading.Barrier(2)
    refusals: list[str] = []

    def dismiss(one: Actor, by: Actor) -> None:
        start.wait()
        try:
            store.write(council_id, lambda work: people.set_active(work, by, one.id or 0, False, 1))
        except MatcherError as error:
            refusals.append(error.code)

    pairs = [(boss, second), (second, boss)]
    threads = [threading.Thread(target=dismiss, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refusals == ["last_administrator"]
    with store.read(council_id) as work:
        assert [person.active for person in kept.people(work, None, 10)].count(True) == 1


def test_another_councils_person_is_nobody_here(place: tuple[Store, int, Actor]) -> None:
    store, council_id, boss = place
    south = council(store, "south")
    theirs = hire(store, south, "a@example.invalid", "officer")

    for key in (theirs.id, 1):
        with store.read(council_id) as work, pytest.raises(NotFound, match="nothing with this id here"):
            people.one(work, boss, key)
        with pytest.raises(NotFound, match="nothing with this id here"):
            store.write(
                council_id, partial(people.set_active, actor=boss, user_id=key, active=False, version=1)
            )
