"""Signing in by an identity provider: what it vouches for is believed, and nothing that looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from api.oidc import CALLBACK, REFUSED
from api.signed_in import LOOPBACK_COOKIE
from matcher.service import people
from matcher.service.actor import system
from matcher.service.elsewhere import NO_EMAIL, STRANGER
from matcher.service.people import AddUser
from matcher.store import people as kept
from matcher.store.people import Person
from matcher.store.work import Store
from tests.api.client import code_of, get, send
from tests.api.identity_provider import CLIENT, SECRET, StubProvider, providing
from tests.conftest import NOON
from tests.people import app_on, council

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""What a token must be has nothing to do with the database; tests/service/test_elsewhere.py has both."""
START = "/v1/session/oidc/start"
KEPT = "placement-oidc"
NOW = int(NOON.timestamp())


@pytest.fixture
def provider() -> Iterator[StubProvider]:
    with providing() as stub:
        yield stub


@pytest.fixture
def council_id(store: Store) -> int:
    return council(store, "north")


def app_for(store: Store, provider: StubProvider, **settings: Any) -> FastAPI:
    return app_on(
        store,
        public_url="http://127.0.0.1:8000",
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_council="north",
        **settings,
    )


def known(store: Store, council_id: int, provider: StubProvider, **changed: str) -> Person:
    """Somebody whom the council's administrator has named at the provider."""
    asked = {"issuer": provider.issuer, "subject": provider.subject, **changed}
    command = AddUser.model_validate(
        {"email": "a@example.invalid", "name": "A", "roles": ("officer",), **asked}
    )
    return store.write(council_id, lambda work: people.add_user(work, system(council_id), command, None))


def leave(app: FastAPI) -> tuple[str, str]:
    """Where the browser is sent, and the cookie that it keeps."""
    answer = get(app, START)
    assert answer.status_code == 303
    return answer.headers["location"], SimpleCookie(answer.headers["set-cookie"])[KEPT].value


def come_back(app: FastAPI, cookie: str, **query: str) -> httpx.Response:
    address = httpx.URL(CALLBACK, params=query)
    return send(app, "GET", str(address), None, {"Cookie": f"{KEPT}={cookie}"})


def sign_in(app: FastAPI, provider: StubProvider) -> httpx.Response:
    address, cookie = leave(app)
    return come_back(app, cookie, **provider.go(address))


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert LOOPBACK_COOKIE not in answer.headers.get("set-cookie", "")
    return answer.status_code, answer.json()["detail"]


def test_who_is_known_there_and_here_is_signed_in(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    person = known(store, council_id, provider)
    app = app_for(store, provider)

    answer = sign_in(app, provider)

    cookies = {
        name: morsel
        for line in answer.headers.get_list("set-cookie")
        for name, morsel in SimpleCookie(line).items()
    }
    assert answer.status_code == 200
    assert (cookies[KEPT].value, cookies[LOOPBACK_COOKIE]["samesite"]) == ("", "strict")
    token = cookies[LOOPBACK_COOKIE].value
    me = send(app, "GET", "/v1/session", None, {"Cookie": f"{LOOPBACK_COOKIE}={token}"}).json()
    assert (me["id"], me["roles"], me["council"]) == (person.id, ["officer"], "north")


def test_leaving_asks_for_a_code_with_a_challenge_and_new_secrets_each_time(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    app = app_for(store, provider)

    (first, cookie), (second, _) = leave(app), leave(app)

    asked, again = (
        {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        for address in (first, second)
    )
    assert first.startswith(f"{provider.issuer}/auth?")
    assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == (
        "code",
        "S256",
        CLIENT,
    )
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{CALLBACK}"
    assert not {asked[n] for n in ("state", "nonce", "code_challenge")} & set(again.values())
    assert asked["code_challenge"] not in cookie


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"exp": NOW - 61},
        {"exp": None},
        {"nbf": NOW + 120},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_lets_nobody_in(
    store: Store, council_id: int, provider: StubProvider, claims: dict[str, Any]
) -> None:
    known(store, council_id, provider)
    provider.claims = claims

    answer = sign_in(app_for(store, provider), provider)

    assert refusal(answer) == (401, REFUSED)


@pytest.mark.parametrize("claims", [{"exp": NOW - 59}, {"aud": [CLIENT]}], ids=str)
def test_a_token_that_is_just_good_lets_in(
    store: Store, council_id: int, provider: StubProvider, claims: dict[str, Any]
) -> None:
    known(store, council_id, provider)
    provider.claims = claims

    assert sign_in(app_for(store, provider), provider).status_code == 200


@pytest.mark.parametrize(
    ("algorithm", "signs_with"), [("RS256", "another"), ("none", "published"), ("HS256", "published")]
)
def test_a_signature_that_is_not_the_providers_lets_nobody_in(
    store: Store, council_id: int, provider: StubProvider, algorithm: str, signs_with: str
) -> None:
    known(store, council_id, provider)
    provider.algorithm, provider.signs_with = algorithm, signs_with

    answer = sign_in(app_for(store, provider), provider)

    assert refusal(answer) == (401, REFUSED)


def test_a_state_that_this_browser_did_not_begin_is_refused_before_the_provider_is_asked(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    known(store, council_id, provider)
    app = app_for(store, provider)
    address, _ = leave(app)
    _, other = leave(app)
    back = provider.go(address)
    provider.asked.clear()

    mixed = come_back(app, other, **back)
    none = send(app, "GET", str(httpx.URL(CALLBACK, params=back)))

    assert refusal(mixed) == (401, REFUSED)
    assert refusal(none)[0] == 401
    assert provider.asked == []


@pytest.mark.parametrize("cookie", ["x", "e30=", "WzFd", "bnVsbA=="], ids=["no JSON", "{}", "[1]", "null"])
def test_a_cookie_of_anything_else_is_refused(
    store: Store, council_id: int, provider: StubProvider, cookie: str
) -> None:
    answer = come_back(app_for(store, provider), cookie, state="s", code="c")

    assert code_of(answer) == (401, "unauthenticated")


def test_a_code_is_good_once(store: Store, council_id: int, provider: StubProvider) -> None:
    known(store, council_id, provider)
    app = app_for(store, provider)
    address, cookie = leave(app)
    back = provider.go(address)

    first, again = (come_back(app, cookie, **back) for _ in range(2))

    assert first.status_code == 200
    assert refusal(again) == (401, REFUSED)


def test_a_code_of_another_browser_fails_at_the_challenge(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    known(store, council_id, provider)
    app = app_for(store, provider)
    victim = provider.go(leave(app)[0])
    address, cookie = leave(app)
    own = provider.go(address)

    answer = come_back(app, cookie, state=own["state"], code=victim["code"])

    assert refusal(answer) == (401, REFUSED)


def test_somebody_who_says_no_at_the_provider_is_not_signed_in(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    app = app_for(store, provider)
    address, cookie = leave(app)
    state = provider.go(address)["state"]

    answer = come_back(app, cookie, state=state, error="access_denied")

    assert refusal(answer) == (401, REFUSED)


@pytest.mark.parametrize(
    "person",
    [{"email": "a@example.invalid"}, {"email": "a@example.invalid", "email_verified": True}],
    ids=str,
)
def test_a_stranger_is_refused_whatever_address_the_provider_tells(
    store: Store, council_id: int, provider: StubProvider, person: dict[str, Any]
) -> None:
    known(store, council_id, provider, subject="somebody else")
    provider.person = person

    answer = sign_in(app_for(store, provider), provider)

    assert refusal(answer) == (401, STRANGER)


def test_a_leaver_is_refused(store: Store, council_id: int, provider: StubProvider) -> None:
    person = known(store, council_id, provider)
    store.write(council_id, lambda work: kept.set_active(work, person.id, False, 1))

    assert refusal(sign_in(app_for(store, provider), provider))[0] == 401


def test_where_the_server_is_set_so_a_stranger_is_added_with_that_role_once(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    app = app_for(store, provider, oidc_new_role="auditor")
    provider.person = {"email": "New@Example.invalid", "name": "New", "email_verified": True}

    answers = [sign_in(app, provider).status_code for _ in range(2)]

    with store.read(council_id) as work:
        (added,) = kept.people(work, None, 10)
    assert answers == [200, 200]
    assert (added.email, sorted(added.roles), added.has_password) == (
        "new@example.invalid",
        ["auditor"],
        False,
    )


@pytest.mark.parametrize(
    "person", [{}, {"email": "new@example.invalid", "email_verified": False}, {"email": 7}], ids=str
)
def test_a_stranger_without_a_checked_address_is_not_added(
    store: Store, council_id: int, provider: StubProvider, person: dict[str, Any]
) -> None:
    provider.person = person

    answer = sign_in(app_for(store, provider, oidc_new_role="officer"), provider)

    assert refusal(answer) == (401, NO_EMAIL)


def test_an_address_that_is_somebodys_is_not_taken_over(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    known(store, council_id, provider, subject="somebody else")
    provider.person = {"email": "a@example.invalid"}

    answer = sign_in(app_for(store, provider, oidc_new_role="officer"), provider)

    assert code_of(answer) == (409, "email_taken")


def test_the_provider_of_one_council_opens_no_other(
    store: Store, council_id: int, provider: StubProvider
) -> None:
    known(store, council(store, "south"), provider)

    assert refusal(sign_in(app_for(store, provider), provider)) == (401, STRANGER)


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_provider_that_does_not_answer_is_told_as_such(
    store: Store, council_id: int, provider: StubProvider, status: int
) -> None:
    provider.status = status

    answer = get(app_for(store, provider), START)

    assert code_of(answer) == (503, "identity_provider_down")
    assert provider.asked == ["/.well-known/openid-configuration"]


@pytest.mark.parametrize(
    "described",
    [{"issuer": "http://127.0.0.1:1"}, {"token_endpoint": "file:///etc/passwd"}, {"jwks_uri": None}],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    store: Store, council_id: int, provider: StubProvider, described: dict[str, Any]
) -> None:
    provider.described = described

    assert code_of(get(app_for(store, provider), START)) == (503, "identity_provider_wrong")


def test_without_a_provider_there_is_none_to_go_to(store: Store) -> None:
    app = app_on(store)

    for path in (START, CALLBACK):
        assert code_of(get(app, path)) == (404, "no_identity_provider")
