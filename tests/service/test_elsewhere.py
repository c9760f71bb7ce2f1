"""People whom an identity provider vouches for: known by issuer and subject, and by nothing else."""

from __future__ import annotations

import pytest

from matcher.errors import Conflict, Unauthenticated
from matcher.service import people
from matcher.service.actor import system
from matcher.service.elsewhere import NO_EMAIL, STRANGER, Identity, sign_in_elsewhere
from matcher.service.people import AddUser
from matcher.store import people as kept
from matcher.store.people import Person
from matcher.store.rows import every
from matcher.store.tables.people import SESSIONS
from matcher.store.tables.record import AUDIT
from matcher.store.work import Store
from tests.people import council

ISSUER = "https://identity.example.invalid"
KNOWN = Identity(ISSUER, "s-1", "a@example.invalid", "A")


def named(store: Store, council_id: int, identity: Identity) -> Person:
    command = AddUser(
        email="a@example.invalid",
        name="A",
        roles=("officer",),
        issuer=identity.issuer,
        subject=identity.subject,
    )
    return store.write(council_id, lambda work: people.add_user(work, system(council_id), command, None))


def test_the_same_issuer_and_subject_is_the_same_person_whatever_their_address_is_now(store: Store) -> None:
    council_id = council(store, "north")
    person = named(store, council_id, KNOWN)
    married = Identity(ISSUER, "s-1", "b@example.invalid", "B")

    signed = store.write(council_id, lambda work: sign_in_elsewhere(work, married, None))

    assert signed.actor.id == person.id
    with store.read(council_id) as work:
        assert kept.person(work, person.id) == person
        assert [row.action for row in every(work, AUDIT)] == ["user_added", "signed_in"]


@pytest.mark.parametrize(
    "identity",
    [
        Identity(ISSUER, "s-2", "a@example.invalid", "A"),
        Identity("https://another.example.invalid", "s-1", "a@example.invalid", "A"),
        Identity(ISSUER, "S-1", "a@example.invalid", "A"),
    ],
    ids=["subject", "issuer", "capitals"],
)
def test_nobody_else_is(store: Store, identity: Identity) -> None:
    council_id = council(store, "north")
    named(store, council_id, KNOWN)

    with pytest.raises(Unauthenticated, match=STRANGER):
        store.write(council_id, lambda work: sign_in_elsewhere(work, identity, None))

    with store.read(council_id) as work:
        assert every(work, SESSIONS) == []


def test_a_stranger_is_added_only_with_a_role_and_an_address_of_their_own(store: Store) -> None:
    council_id = council(store, "north")
    named(store, council_id, KNOWN)
    taken = Identity(ISSUER, "s-2", "a@example.invalid", "A")
    nameless = Identity(ISSUER, "s-3", None, None)
    fresh = Identity(ISSUER, "s-4", "new@example.invalid", None)

    with pytest.raises(Conflict):
        store.write(council_id, lambda work: sign_in_elsewhere(work, taken, "officer"))
    with pytest.raises(Unauthenticated, match=NO_EMAIL):
        store.write(council_id, lambda work: sign_in_elsewhere(work, nameless, "officer"))
    signed = store.write(council_id, lambda work: sign_in_elsewhere(work, fresh, "panel"))

    assert signed.actor.roles == {"panel"}
    with store.read(council_id) as work:
        assert sorted(person.email for person in kept.people(work, None, 9)) == [
            "a@example.invalid",
            "new@example.invalid",
        ]


def test_the_same_subject_in_two_councils_is_two_accounts(store: Store) -> None:
    north, south = council(store, "north"), council(store, "south")
    here, there = named(store, north, KNOWN), named(store, south, KNOWN)

    signed = [
        store.write(at, lambda work: sign_in_elsewhere(work, KNOWN, None)).actor for at in (north, south)
    ]

    assert [(who.council_id, who.id) for who in signed] == [(north, here.id), (south, there.id)]
