"""People and keys over HTTP: versions, keys shown once, and nothing of a password kept beside its hash."""

from __future__ import annotations

from typing import Any

import pytest

from api.signed_in import FORM_HEADER
from matcher.service.sessions import SignedIn
from matcher.store import people as kept
from matcher.store.rows import every
from matcher.store.tables.record import IDEMPOTENCY
from matcher.store.work import Store
from tests.api.client import code_of, fault_paths, problem_of, send
from tests.conftest import NOON
from tests.people import Browser, app_on, council, hire, signed_in

NEW = {"email": "new@example.invalid", "name": "New", "roles": ["officer"]}
KEY = {"Idempotency_Key": "k-1"}


@pytest.fixture
def boss(store: Store) -> Browser:
    """An administrator's browser."""
    council_id = council(store, "north")
    person = hire(store, council_id, "boss@example.invalid", "administrator")
    return Browser(app_on(store), signed_in(store, council_id, person.id))


def put(browser: Browser, path: str, body: Any, version: int | None = None) -> Any:
    headers = {} if version is None else {"If_Match": f'"{version}"'}
    return browser.send("PUT", path, body, **headers)


def test_a_person_is_added_once_however_often_it_is_asked(store: Store, boss: Browser) -> None:
    first, again = (boss.send("POST", "/v1/users", NEW, **KEY) for _ in range(2))
    other = boss.send("POST", "/v1/users", NEW, Idempotency_Key="k-2")

    added = first.json()
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert first.headers["location"] == f"/v1/users/{added['id']}"
    assert first.headers["etag"] == '"1"'
    assert (added["email"], added["roles"], added["active"], added["has_password"]) == (
        "new@example.invalid",
        ["officer"],
        True,
        False,
    )
    assert code_of(other) == (409, "email_taken")
    assert boss.get(first.headers["location"]).json() == added


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"roles": []}, "$.roles"),
        ({"roles": ["service"]}, "$.roles[0]"),
        ({"roles": ["auditor", "officer"]}, "$.roles"),
        ({"email": "no address"}, "$.email"),
        ({"email": "x@" + "y" * 253}, "$.email"),
        ({"name": "a\u202eb"}, "$.name"),
        ({"provider_id": 0}, "$.provider_id"),
        ({"provider_id": 2**53}, "$.provider_id"),
        ({"subject": "s-1"}, "$.subject"),
        ({"active": True}, "$.active"),
    ],
    ids=str,
)
def test_a_person_that_cannot_be_is_refused_by_name(
    store: Store, boss: Browser, changed: dict[str, Any], path: str
) -> None:
    answer = boss.send("POST", "/v1/users", NEW | changed, **KEY)

    if path == "$.active":
        assert code_of(answer) == (422, "bad_case")
    else:
        assert path in fault_paths(answer)
    assert len(boss.get("/v1/users").json()["users"]) == 1


def test_a_change_names_the_version_that_was_read(store: Store, boss: Browser) -> None:
    person = hire(store, boss.session.actor.council_id, "a@example.invalid", "officer")
    path = f"/v1/users/{person.id}"

    unnamed = put(boss, f"{path}/roles", {"roles": ["panel"]})
    right = put(boss, f"{path}/roles", {"roles": ["panel"]}, 1)
    stale = put(boss, f"{path}/active", {"active": False}, 1)
    out = put(boss, f"{path}/active", {"active": False}, 2)

    assert code_of(unnamed) == (428, "precondition_required")
    assert (right.status_code, right.json()["roles"], right.headers["etag"]) == (200, ["panel"], '"2"')
    assert code_of(stale) == (412, "precondition_failed")
    assert (out.status_code, out.json()["active"], out.headers["etag"]) == (200, False, '"3"')


@pytest.mark.parametrize(
    ("path", "body"), [("roles", {"roles": ["administrator"]}), ("active", {"active": False})]
)
def test_nobody_changes_themselves(store: Store, boss: Browser, path: str, body: Any) -> None:
    hire(store, boss.session.actor.council_id, "second@example.invalid", "administrator")

    answer = put(boss, f"/v1/users/{boss.session.actor.id}/{path}", body, 1)

    assert code_of(answer) == (403, "forbidden")


def test_a_password_is_set_and_nothing_else_is_made_of_it(store: Store, boss: Browser) -> None:
    council_id = boss.session.actor.council_id
    person = hire(store, council_id, "a@example.invalid", "officer", password=False)
    lost = Browser(boss.app, signed_in(store, council_id, person.id))

    short = put(boss, f"/v1/users/{person.id}/password", {"password": "short"})
    done = put(boss, f"/v1/users/{person.id}/password", {"password": "another four good words"})
    body = {"council": "north", "email": "a@example.invalid", "password": "another four good words"}
    session = lost.send("POST", "/v1/session", body)

    assert (fault_paths(short), done.status_code, session.status_code) == (["$.password"], 204, 201)
    assert lost.get("/v1/session").status_code == 401
    with store.read(council_id) as work:
        assert every(work, IDEMPOTENCY) == []


def test_somebodys_sessions_are_ended(store: Store, boss: Browser) -> None:
    council_id = boss.session.actor.council_id
    person = hire(store, council_id, "a@example.invalid", "officer")
    lost = Browser(boss.app, signed_in(store, council_id, person.id))

    answer = boss.send("DELETE", f"/v1/users/{person.id}/sessions")

    assert (answer.status_code, lost.get("/v1/session").status_code) == (204, 401)
    assert boss.get("/v1/session").status_code == 200


def test_a_key_stands_in_the_first_answer_alone(store: Store, boss: Browser) -> None:
    asked = {"name": "Case system", "scopes": ["ask", "read_homes"]}

    first, again = (boss.send("POST", "/v1/service-accounts", asked, **KEY) for _ in range(2))

    made = first.json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == {**made, "key": None}
    path = first.headers["location"]
    assert boss.get(path).json() == {**made, "key": None}
    bearer = {"Authorization": f"Bearer {made['key']}"}
    assert send(boss.app, "GET", "/v1/session", None, bearer).json()["rights"] == ["ask", "read_homes"]
    with store.read(boss.session.actor.council_id) as work:
        assert made["key"].rpartition(".")[2] not in str(every(work, IDEMPOTENCY))

    closed = put(boss, f"{path}/closed", None)

    assert (closed.status_code, closed.json()["active"]) == (200, False)
    assert send(boss.app, "GET", "/v1/session", None, bearer).status_code == 401


def test_a_key_that_decides_is_not_made(boss: Browser) -> None:
    answer = boss.send("POST", "/v1/service-accounts", {"name": "Robot", "scopes": ["decide"]}, **KEY)

    assert fault_paths(answer) == ["$.scopes[0]"]
    assert boss.get("/v1/service-accounts").json() == {"service_accounts": [], "next": None}


def test_a_program_with_every_scope_manages_nobody(boss: Browser) -> None:
    scopes = ["ask", "read_homes", "read_policy", "read_referrals", "read_runs", "write_homes"]
    made = boss.send("POST", "/v1/service-accounts", {"name": "P", "scopes": scopes}, **KEY).json()
    bearer = {"Authorization": f"Bearer {made['key']}"}

    for path in ("/v1/users", "/v1/service-accounts", f"/v1/users/{boss.session.actor.id}"):
        assert code_of(send(boss.app, "GET", path, None, bearer)) == (403, "forbidden")


def test_another_councils_people_are_no_more_than_an_unknown_number(store: Store, boss: Browser) -> None:
    south = council(store, "south")
    theirs = hire(store, south, "a@example.invalid", "officer")
    account = 17

    for path in (f"/v1/users/{theirs.id}", "/v1/users/1", f"/v1/service-accounts/{account}"):
        assert problem_of(boss.get(path))["detail"] == "there is nothing with this id here"
    known, unknown = (put(boss, f"/v1/users/{key}/roles", {"roles": ["panel"]}, 1) for key in (theirs.id, 1))
    assert (known.status_code, known.content) == (404, unknown.content)
    with store.read(south) as work:
        assert kept.person(work, theirs.id) == theirs


def test_people_come_in_pages(store: Store, boss: Browser) -> None:
    council_id = boss.session.actor.council_id
    ids = {hire(store, council_id, f"p{n}@example.invalid", "officer").id for n in range(3)}

    seen: list[int] = []
    path: str | None = "/v1/users?limit=2"
    while path:
        page = boss.get(path).json()
        seen += [user["id"] for user in page["users"]]
        path = page["next"]

    assert seen == sorted(ids | {boss.session.actor.id or 0})


def test_a_change_without_the_forms_token_changes_nothing(store: Store, boss: Browser) -> None:
    forged = SignedIn(boss.session.token, "0" * 64, boss.session.actor, NOON)

    answer = Browser(boss.app, forged).send("POST", "/v1/users", NEW, **KEY)

    assert code_of(answer) == (403, "forbidden")
    assert FORM_HEADER in answer.json()["detail"]
    assert len(boss.get("/v1/users").json()["users"]) == 1


def test_an_officer_manages_nobody(store: Store, boss: Browser) -> None:
    council_id = boss.session.actor.council_id
    person = hire(store, council_id, "a@example.invalid", "officer")
    officer = Browser(boss.app, signed_in(store, council_id, person.id))

    answers = [
        officer.get("/v1/users"),
        officer.send("POST", "/v1/users", NEW, **KEY),
        put(officer, f"/v1/users/{boss.session.actor.id}/active", {"active": False}, 1),
        officer.send("POST", "/v1/service-accounts", {"name": "P", "scopes": ["ask"]}, **KEY),
    ]

    assert {code_of(answer) for answer in answers} == {(403, "forbidden")}
