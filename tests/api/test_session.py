"""Signing in over HTTP: the cookie, the form's token, the limits, and out at once."""

from __future__ import annotations

import json
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.signed_in import COOKIE, FORM_HEADER, LOOPBACK_COOKIE
from matcher.service import keys, people
from matcher.service.keys import MakeKey
from matcher.service.sessions import WRONG, SignedIn
from matcher.store.people import Person
from matcher.store.rows import every
from matcher.store.tables.people import SESSIONS
from matcher.store.work import Store
from tests.api.client import JSON, code_of, get, post, send
from tests.conftest import NOON
from tests.people import PASSWORD, Browser, actor, app_on, council, hire, signed_in

EMAIL = "officer@example.invalid"
Place = tuple[Store, int, Person]


@pytest.fixture
def place(store: Store) -> Place:
    council_id = council(store, "north")
    return store, council_id, hire(store, council_id, EMAIL, "officer")


def sign_in(app: FastAPI, **changed: str) -> httpx.Response:
    return post(app, "/v1/session", {"council": "north", "email": EMAIL, "password": PASSWORD, **changed})


def session_from(answer: httpx.Response, place: Place, cookie: str = LOOPBACK_COOKIE) -> SignedIn:
    """What a browser keeps of the answer to a sign-in."""
    token = SimpleCookie(answer.headers["set-cookie"])[cookie].value
    return SignedIn(token, answer.json()["form_token"], actor(place[2], place[1]), NOON)


def test_signing_in_says_who_one_is_and_keeps_the_token_out_of_the_body(place: Place) -> None:
    app = app_on(place[0])

    answer = sign_in(app)

    session = session_from(answer, place)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["kind"], body["id"], body["council"], body["roles"]) == (
        "human",
        place[2].id,
        "north",
        ["officer"],
    )
    assert {"decide", "ask"} <= set(body["rights"])
    assert session.token not in answer.text
    assert Browser(app, session).get("/v1/session").json() == body


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [("https://placements.example.invalid", COOKIE, True), (None, LOOPBACK_COOKIE, False)],
    ids=["https", "loopback"],
)
def test_the_cookie_is_for_this_host_and_no_script_and_no_other_site(
    place: Place, public_url: str | None, name: str, secure: bool
) -> None:
    answer = sign_in(app_on(place[0], public_url=public_url))

    given = answer.headers["set-cookie"]
    kept = SimpleCookie(given)[name]
    assert (kept["httponly"], bool(kept["secure"]), kept["samesite"], kept["path"]) == (
        True,
        secure,
        "strict",
        "/",
    )
    assert (kept["domain"], kept["max-age"]) == ("", "28800")


@pytest.mark.parametrize(
    "changed",
    [
        {"password": "not the password"},
        {"email": "nobody@example.invalid"},
        {"council": "south"},
        {"email": "x" * 254},
        {"council": "x" * 64},
    ],
    ids=str,
)
def test_every_wrong_sign_in_gets_the_same_answer(place: Place, changed: dict[str, str]) -> None:
    council(place[0], "south")
    app = app_on(place[0])
    expected = sign_in(app, password="another wrong one")

    answer = sign_in(app, **changed)

    assert code_of(answer) == (401, "unauthenticated")
    assert answer.content == expected.content
    assert answer.json()["detail"] == WRONG
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"council": "north", "email": EMAIL, "password": PASSWORD, "admin": True},
        {"council": "north", "email": EMAIL, "password": 12},
        {"council": "north", "email": EMAIL, "password": ""},
        {"council": "north", "email": EMAIL, "password": "x" * 1_025},
        {"council": "north", "email": f"{EMAIL}\0", "password": PASSWORD},
        b'{"council": "north", "council": "south"}',
        b'{"password": "\\ud800"}',
        b"[]",
    ],
    ids=str,
)
def test_a_sign_in_is_read_strictly_and_nothing_of_it_is_repeated(place: Place, document: Any) -> None:
    answer = post(app_on(place[0]), "/v1/session", document)

    assert code_of(answer) == (422, "bad_case")
    assert PASSWORD not in answer.text
    assert EMAIL not in answer.text


def test_guessing_is_stopped_by_account_and_the_right_password_waits_too(place: Place) -> None:
    app = app_on(place[0], sign_ins_per_account=3)
    wrong = [code_of(sign_in(app, password=f"guess number {n}..."))[0] for n in range(4)]

    answer = sign_in(app, email=EMAIL.upper())

    assert wrong == [401, 401, 401, 429]
    assert code_of(answer) == (429, "too_many")
    assert 1 <= int(answer.headers["retry-after"]) <= 300


@pytest.mark.parametrize("written", [EMAIL + " ", " " + EMAIL, EMAIL.upper() + "\t", "\u2003" + EMAIL])
def test_an_address_written_otherwise_is_no_new_account_to_guess_at(place: Place, written: str) -> None:
    app = app_on(place[0], sign_ins_per_account=1)
    assert sign_in(app, password="guess number 1...").status_code == 401

    assert code_of(sign_in(app, email=written)) == (429, "too_many")


@pytest.mark.parametrize("written", [EMAIL + " ", EMAIL.upper()])
def test_who_knows_the_password_is_forgotten_however_the_address_is_written(
    place: Place, written: str
) -> None:
    app = app_on(place[0], sign_ins_per_account=2)
    known = [sign_in(app, email=written).status_code for _ in range(3)]

    assert (known, sign_in(app).status_code) == ([201] * 3, 201)


def test_an_unknown_account_is_limited_like_a_known_one(place: Place) -> None:
    app = app_on(place[0], sign_ins_per_account=2)

    answers = [sign_in(app, email="nobody@example.invalid").status_code for _ in range(3)]

    assert answers == [401, 401, 429]


def test_one_who_knows_the_password_is_not_counted(place: Place) -> None:
    app = app_on(place[0], sign_ins_per_account=2)

    answers = [sign_in(app, password=word).status_code for word in ("wrong password", PASSWORD) * 3]

    assert answers == [401, 201] * 3


def test_one_address_tries_only_so_many_accounts(place: Place) -> None:
    app = app_on(place[0], sign_ins_per_address=2)

    answers = [sign_in(app, email=f"somebody{n}@example.invalid").status_code for n in range(3)]

    assert answers == [401, 401, 429]


@pytest.mark.parametrize("spoiled", [None, "", "0" * 64], ids=["missing", "empty", "another"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/v1/session"), ("DELETE", "/v1/sessions"), ("PUT", "/v1/session/password")],
)
def test_a_change_without_the_forms_token_is_refused(
    place: Place, spoiled: str | None, method: str, path: str
) -> None:
    store, council_id, person = place
    app = app_on(store)
    session = signed_in(store, council_id, person.id)
    given = {"Cookie": f"{LOOPBACK_COOKIE}={session.token}"}
    if spoiled is not None:
        given[FORM_HEADER] = spoiled
    body = json.dumps({"old": PASSWORD, "new": "another four good words"}).encode()

    answer = send(app, method, path, body, {**JSON, **given})

    assert code_of(answer) == (403, "forbidden")
    assert Browser(app, session).get("/v1/session").status_code == 200


def test_the_token_of_another_session_does_not_do(place: Place) -> None:
    store, council_id, person = place
    one, other = (signed_in(store, council_id, person.id) for _ in range(2))
    mixed = SignedIn(one.token, other.form_token, one.actor, one.ends_at)

    answer = Browser(app_on(store), mixed).send("DELETE", "/v1/session")

    assert code_of(answer) == (403, "forbidden")


@pytest.mark.parametrize("path", ["/v1/session", "/v1/sessions"])
def test_signed_out_the_same_cookie_opens_nothing(place: Place, path: str) -> None:
    store, council_id, person = place
    app = app_on(store)
    browser = Browser(app, signed_in(store, council_id, person.id))

    answer = browser.send("DELETE", path)

    gone = SimpleCookie(answer.headers["set-cookie"])[LOOPBACK_COOKIE]
    assert (answer.status_code, gone.value, gone["max-age"]) == (204, "", "0")
    assert code_of(browser.get("/v1/session")) == (401, "unauthenticated")
    with store.read(council_id) as work:
        assert [row.revoked_at for row in every(work, SESSIONS)] == [NOON]


def test_a_leaver_is_refused_with_the_next_request(place: Place) -> None:
    store, council_id, person = place
    browser = Browser(app_on(store), signed_in(store, council_id, person.id))
    boss = actor(hire(store, council_id, "boss@example.invalid", "administrator"), council_id)
    before = browser.get("/v1/session").status_code

    store.write(council_id, lambda work: people.set_active(work, boss, person.id, False, 1))

    assert before == 200
    assert code_of(browser.get("/v1/session")) == (401, "unauthenticated")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": f"{LOOPBACK_COOKIE}="},
        {"Cookie": f"{LOOPBACK_COOKIE}=1.x"},
        {"Cookie": f"{LOOPBACK_COOKIE}=0.x"},
        {"Cookie": f"{LOOPBACK_COOKIE}={'9' * 16}.x"},
        {"Cookie": f"{LOOPBACK_COOKIE}={'9' * 40}.x"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer 1.2.x"},
        {"Authorization": "Basic Zm9vOmJhcg=="},
    ],
    ids=str,
)
def test_nobody_is_told_only_to_sign_in(place: Place, headers: dict[str, str]) -> None:
    answer = send(app_on(place[0]), "GET", "/v1/session", None, headers)

    assert code_of(answer) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == 'Bearer realm="placement-matcher"'


def test_a_plain_http_cookie_means_nothing_where_people_come_by_https(place: Place) -> None:
    store, council_id, person = place
    app = app_on(store, public_url="https://placements.example.invalid")
    session = signed_in(store, council_id, person.id)

    assert Browser(app, session, LOOPBACK_COOKIE).get("/v1/session").status_code == 401
    assert Browser(app, session, COOKIE).get("/v1/session").status_code == 200


def test_a_program_is_known_by_its_key_and_needs_no_forms_token(place: Place) -> None:
    store, council_id, _ = place
    boss = actor(hire(store, council_id, "boss@example.invalid", "administrator"), council_id)
    command = MakeKey(name="Import", scopes=("ask",))
    made = store.write(council_id, lambda work: keys.make_key(work, boss, command))
    bearer = {"Authorization": f"Bearer {made.key}"}
    app = app_on(store)

    known = send(app, "GET", "/v1/session", None, bearer).json()
    refused = send(app, "DELETE", "/v1/session", None, bearer)

    assert (known["kind"], known["id"], known["rights"], known["form_token"]) == (
        "service",
        made.account.id,
        ["ask"],
        None,
    )
    assert code_of(refused) == (403, "forbidden")
    assert "key has no session" in refused.json()["detail"]


def test_a_changed_password_is_the_one_that_counts(place: Place) -> None:
    store, council_id, person = place
    app = app_on(store)
    browser = Browser(app, signed_in(store, council_id, person.id))
    fresh = "another four good words"

    wrong = browser.send("PUT", "/v1/session/password", {"old": "not this one", "new": fresh})
    short = browser.send("PUT", "/v1/session/password", {"old": PASSWORD, "new": "short"})
    right = browser.send("PUT", "/v1/session/password", {"old": PASSWORD, "new": fresh})

    assert [answer.status_code for answer in (wrong, short, right)] == [401, 422, 204]
    assert short.json()["faults"][0]["path"] == "$.new"
    assert [sign_in(app).status_code, sign_in(app, password=fresh).status_code] == [401, 201]


def test_without_a_database_the_questions_are_answered_and_signing_in_says_what_to_do(tmp_path: Any) -> None:
    from tests.api.client import app_with, body_for

    file = tmp_path / "var" / "placements.db"
    app = app_with(database_url=f"sqlite:///{file}")

    assert post(app, "/v1/match", body_for("/v1/match")).status_code == 200
    assert code_of(sign_in(app)) == (503, "store_unfit")
    assert "placements db upgrade" in sign_in(app).json()["detail"]
    assert get(app, "/v1/session").status_code == 503
    assert not file.parent.exists()
