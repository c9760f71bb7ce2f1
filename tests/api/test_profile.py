"""A production server: what it refuses to start with, and what it shows to nobody."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI

from api import profile
from api.main import create_app
from api.settings import ServerSettings
from api.signed_in import COOKIE
from matcher import library
from matcher.errors import Misconfigured, StoreUnfit
from matcher.service.demonstration import EMAIL_ENDING
from matcher.store import fitness, migrate
from matcher.store import people as kept
from matcher.store.engine import connect
from matcher.store.work import Store
from tests.api.client import QUESTIONS, app_with, body_for, code_of, get, post
from tests.databases import KINDS, empty_database
from tests.people import Browser, app_on, council, hire, signed_in

SOUND: dict[str, Any] = {
    "profile": "production",
    "database_url": "postgresql://placements@db.invalid/placements",
    "public_url": "https://placements.example.invalid",
}
SIGN_IN: dict[str, Any] = {
    "oidc_issuer": "https://identity.example.invalid",
    "oidc_client_id": "placements",
    "oidc_client_secret": "a long and random one",
    "oidc_council": "north",
}


def sentences(**changed: Any) -> list[str]:
    """What is refused, by the setting that each sentence begins with."""
    try:
        profile.require_sound(ServerSettings(**changed))
    except Misconfigured as refused:
        return [line.partition(" ")[0].partition("=")[0] for line in str(refused).splitlines()]
    return []


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"database_url": "sqlite:///x.db", "sqlite_in_production": True},
        {"database_url": "postgresql://placements:a-long-random-one@db.invalid/placements"},
        {"docs": "off"},
        {"metrics_token": "a long and random one"},
        SIGN_IN,
    ],
    ids=str,
)
def test_a_sound_production_server_starts(changed: dict[str, Any]) -> None:
    assert sentences(**SOUND | changed) == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"database_url": "sqlite:///x.db"}, "PLACEMENT_DATABASE_URL"),
        ({"database_url": "postgresql://placements:postgres@db.invalid/x"}, "PLACEMENT_DATABASE_URL"),
        ({"database_url": "postgresql://placements:@db.invalid/x"}, "PLACEMENT_DATABASE_URL"),
        ({"database_url": "postgresql://placements:eleven-char@db.invalid/x"}, "PLACEMENT_DATABASE_URL"),
        ({"public_url": None}, "PLACEMENT_PUBLIC_URL"),
        ({"public_url": "http://placements.example.invalid"}, "PLACEMENT_PUBLIC_URL"),
        ({"docs": "open"}, "PLACEMENT_DOCS"),
        ({"debug": True}, "PLACEMENT_DEBUG"),
        ({"metrics_token": "changeme"}, "PLACEMENT_METRICS_TOKEN"),
        (SIGN_IN | {"oidc_issuer": "http://identity.example.invalid"}, "PLACEMENT_OIDC_ISSUER"),
        (SIGN_IN | {"oidc_client_id": None}, "PLACEMENT_OIDC_ISSUER"),
        (SIGN_IN | {"oidc_council": None}, "PLACEMENT_OIDC_ISSUER"),
        (SIGN_IN | {"oidc_client_secret": None}, "PLACEMENT_OIDC_CLIENT_SECRET"),
        (SIGN_IN | {"oidc_client_secret": "secret"}, "PLACEMENT_OIDC_CLIENT_SECRET"),
    ],
    ids=str,
)
def test_each_default_and_each_weakness_is_refused_by_name(changed: dict[str, Any], named: str) -> None:
    assert sentences(**SOUND | changed) == [named]


def test_all_that_is_wrong_is_said_at_once_and_no_secret_with_it() -> None:
    wrong = {"database_url": "postgresql://u:hunter2@db.invalid/x", "public_url": None, "docs": "open"}

    with pytest.raises(Misconfigured) as refused:
        create_app(ServerSettings(**SOUND | wrong, debug=True))

    assert len(refused.value.sentences) == 4
    assert "hunter2" not in str(refused.value)


def test_development_starts_with_the_defaults() -> None:
    assert sentences() == []
    assert sentences(oidc_issuer="http://127.0.0.1:1") == ["PLACEMENT_OIDC_ISSUER"]


def production(store: Store, **changed: Any) -> FastAPI:
    return app_on(store, **SOUND | changed)


def browser(store: Store, *roles: str, **changed: Any) -> Browser:
    """Somebody with these roles, signed in at a production server."""
    council_id = council(store, "north")
    person = hire(store, council_id, "a@example.invalid", *roles)
    return Browser(production(store, **changed), signed_in(store, council_id, person.id), COOKIE)


@pytest.mark.parametrize("path", ["/v1/match", *QUESTIONS])
def test_in_production_a_question_of_nobodys_is_not_answered(tmp_path: Any, path: str) -> None:
    engine = connect(f"sqlite:///{tmp_path}/x.db")
    migrate.upgrade(engine)
    app = create_app(
        ServerSettings(**SOUND | {"database_url": f"sqlite:///{tmp_path}/x.db"}, sqlite_in_production=True)
    )

    assert code_of(post(app, path, body_for(path))) == (401, "unauthenticated")
    engine.dispose()
    app.state.store.engine.dispose()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("panel", 200),
        ("commissioner", 200),
        ("auditor", 403),
        ("administrator", 403),
        ("provider", 403),
    ],
)
def test_in_production_who_has_the_right_to_ask_is_answered(store: Store, role: str, status: int) -> None:
    answer = browser(store, role).send("POST", "/v1/why-not", body_for("/v1/why-not"))

    assert answer.status_code == status


def test_the_answer_is_not_given_to_who_was_dismissed_while_it_was_worked_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = browser(store, "officer")
    me = asking.session.actor
    why_not = library.why_not

    def dismissed_meanwhile(*asked: Any) -> Any:
        store.write(me.council_id, lambda work: kept.set_active(work, me.id or 0, False, 1))
        return why_not(*asked)

    monkeypatch.setattr(library, "why_not", dismissed_meanwhile)

    answer = asking.send("POST", "/v1/why-not", body_for("/v1/why-not"))

    assert code_of(answer) == (401, "unauthenticated")


def test_one_actor_asks_only_so_often_in_a_minute(store: Store) -> None:
    asking = browser(store, "officer", solves_per_minute=2)

    answers = [asking.send("POST", "/v1/why-not", body_for("/v1/why-not")) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_what_can_be_asked_is_told_by_the_profile(store: Store, path: str) -> None:
    known = browser(store, "auditor")

    assert get(app_with(), path).status_code == 200
    assert get(app_with(docs="off"), path).status_code == 404
    assert code_of(get(production(store), path)) == (401, "unauthenticated")
    assert known.get(path).status_code == 200
    assert Browser(production(store, docs="off"), known.session, COOKIE).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/livez", "/", "/v1/rules", "/nothing-here", "/v1/session"])
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(store: Store, path: str) -> None:
    plain, safe = get(app_on(store), path).headers, get(production(store), path).headers

    for headers in (plain, safe):
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "geolocation=()" in headers["permissions-policy"]
        assert "access-control-allow-origin" not in headers
    assert "strict-transport-security" not in plain
    assert safe["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_a_demonstrations_people_keep_a_production_server_from_working(store: Store) -> None:
    council_id = council(store, "north")
    boss = hire(store, council_id, f"boss{EMAIL_ENDING}", "administrator")
    settings = ServerSettings(**SOUND)

    with pytest.raises(StoreUnfit, match="people of the demonstration"):
        profile.require_fit(store, settings)
    assert code_of(get(production(store), "/v1/session")) == (503, "store_unfit")
    profile.require_fit(store, ServerSettings())
    store.write(council_id, lambda work: kept.set_active(work, boss.id, False, 1))
    profile.require_fit(store, settings)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("version", "says"),
    [
        (None, "there is no database yet"),
        ("0001", "has version 0001 and this program needs"),
        ("9999", "of a later version"),
    ],
)
def test_a_database_of_another_version_is_left_alone(
    kind: str, tmp_path: Any, version: str | None, says: str
) -> None:
    with empty_database(kind, tmp_path) as url:
        engine = connect(url)
        if version is not None:
            migrate.upgrade(engine)
            with engine.begin() as connection:
                connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")

        assert says in (fitness.unfit(engine) or "")

        app = app_with(database_url=url)
        assert code_of(get(app, "/v1/session")) == (503, "store_unfit")
        app.state.store.engine.dispose()
        engine.dispose()


def test_a_database_brought_up_while_the_server_runs_is_found(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    app = app_with(database_url=url)
    before = get(app, "/v1/session").status_code

    engine = connect(url)
    migrate.upgrade(engine)
    engine.dispose()

    assert (before, get(app, "/v1/session").status_code) == (503, 401)
    app.state.store.engine.dispose()
