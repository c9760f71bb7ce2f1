"""People and keys at the command line: where the first administrator is made."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import Result

from matcher.errors import Unauthenticated
from matcher.service import keys, sessions
from matcher.service.actor import system
from matcher.store import people as kept
from matcher.store.work import Store
from tests.cli.run import run
from tests.people import council, hire, signed_in

EMAIL = "First@Example.invalid"


@pytest.fixture
def council_id(store: Store) -> int:
    return council(store, "north")


def people(database: str, *words: str) -> Result:
    return run("people", *words, "--database", database)


def add(database: str, *words: str) -> Result:
    return people(database, "add", EMAIL, "--name", "First", *words)


def told(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_first_administrator_is_made_here_and_can_sign_in(
    store: Store, database: str, council_id: int
) -> None:
    added = told(add(database, "--role", "administrator", "--json"))

    signed = sessions.sign_in(store, "north", EMAIL, added["password"])
    assert (signed.actor.id, sorted(signed.actor.roles)) == (added["id"], ["administrator"])
    assert len(added["password"]) == 16


def test_a_password_that_was_set_is_taken_and_a_weak_one_refused(
    store: Store, database: str, council_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACEMENT_NEW_PASSWORD", "short")
    refused = add(database, "--role", "officer")
    monkeypatch.setenv("PLACEMENT_NEW_PASSWORD", "four words are enough")
    add(database, "--role", "officer")

    assert (refused.exit_code, refused.stderr.split(":")[0]) == (2, "PLACEMENT_NEW_PASSWORD")
    assert sessions.sign_in(store, "north", EMAIL, "four words are enough").actor.roles == {"officer"}


def test_who_signs_in_elsewhere_has_no_password(store: Store, database: str, council_id: int) -> None:
    elsewhere = ("--issuer", "https://identity.example.invalid", "--subject", "s-1")

    added = told(add(database, "--role", "officer", *elsewhere, "--json"))

    assert "password" not in added
    with store.read(council_id) as work:
        found = kept.by_subject(work, "https://identity.example.invalid", "s-1")
    assert found is not None
    assert (found.id, found.has_password) == (added["id"], False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--role", "god"), "roles: must be one of"),
        (("--role", "auditor", "--role", "officer"), "the role auditor goes with no other"),
        (("--role", "provider"), "name the provider"),
        (("--role", "officer", "--issuer", "https://identity.example.invalid"), "give both or neither"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_added(
    store: Store, database: str, council_id: int, words: tuple[str, ...], says: str
) -> None:
    refused = add(database, *words)

    assert refused.exit_code == 2
    assert says in " ".join(refused.stderr.split())
    assert told(people(database, "list", "--json")) == {"people": []}


def test_roles_given_closed_and_opened_again(store: Store, database: str, council_id: int) -> None:
    person = hire(store, council_id, EMAIL, "officer")
    session = signed_in(store, council_id, person.id)

    given = people(database, "roles", EMAIL, "--role", "panel", "--role", "commissioner").stdout
    closed = people(database, "deactivate", EMAIL).stdout
    with store.read(council_id) as work, pytest.raises(Unauthenticated):
        sessions.open_session(work, session.token)
    listed = people(database, "list").stdout
    opened = people(database, "activate", EMAIL).stdout

    line = "first@example.invalid  commissioner, panel"
    assert (given, closed, listed, opened) == (
        f"{line}\n",
        f"{line}  (deactivated)\n",
        f"{line}  (deactivated)\n",
        f"{line}\n",
    )


def test_the_last_administrator_stays_here_too(store: Store, database: str, council_id: int) -> None:
    hire(store, council_id, EMAIL, "administrator")

    for words in (("deactivate", EMAIL), ("roles", EMAIL, "--role", "officer")):
        refused = people(database, *words)
        assert (refused.exit_code, "last administrator" in refused.stderr) == (2, True)


def test_a_forgotten_password_is_replaced(store: Store, database: str, council_id: int) -> None:
    hire(store, council_id, EMAIL, "officer")

    fresh = told(people(database, "password", EMAIL, "--json"))["password"]

    assert sessions.sign_in(store, "north", EMAIL, fresh).actor.roles == {"officer"}


def test_a_key_is_shown_once_and_opens_what_it_was_given(
    store: Store, database: str, council_id: int
) -> None:
    made = told(people(database, "key", "Case system", "--scope", "ask", "--json"))
    refused = people(database, "key", "Another", "--scope", "decide")

    with store.read(council_id) as work:
        actor = keys.open_key(work, made["key"]).actor
        assert len(keys.accounts(work, system(council_id), None, 9)) == 1
    assert (actor.id, list(actor.scopes or ())) == (made["id"], ["ask"])
    assert (refused.exit_code, "no program may have this right" in refused.stderr) == (2, True)


def test_of_two_councils_one_is_named(store: Store, database: str, council_id: int) -> None:
    south = council(store, "south")

    unsaid = add(database, "--role", "administrator")
    said = told(add(database, "--role", "administrator", "--council", "south", "--json"))

    assert (unsaid.exit_code, "say which council" in " ".join(unsaid.stderr.split())) == (2, True)
    with store.read(south) as work:
        assert [person.id for person in kept.people(work, None, 9)] == [said["id"]]
    with store.read(council_id) as work:
        assert kept.people(work, None, 9) == []


def test_nobody_is_named_by_an_address_that_is_not_here(database: str, council_id: int) -> None:
    refused = people(database, "deactivate", "nobody@example.invalid")

    assert (refused.exit_code, "nobody here has this email address" in refused.stderr) == (2, True)
    assert "nobody@" not in refused.stderr
