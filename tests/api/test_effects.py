"""An effect happens once for its key, on both databases: repeated, raced, reused, refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel
from sqlalchemy import func, insert, select
from starlette.responses import Response

from api import errors
from api.effects import Reply, effect
from matcher.errors import Conflict
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.service.repeated import forget_old_keys
from matcher.store import audit, people
from matcher.store.engine import is_sqlite
from matcher.store.rows import add, change, put
from matcher.store.tables.people import COUNCILS, USER_ROLES, USERS
from matcher.store.tables.record import AUDIT, IDEMPOTENCY
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.api.client import JSON, code_of, send
from tests.conftest import NOON

COUNCIL = 7
OFFICER = Actor(COUNCIL, "human", 1, frozenset({"officer"}))
COLLEAGUE = Actor(COUNCIL, "human", 2, frozenset({"officer"}))


class Answer(BaseModel):
    """What the effect of these tests answers: its number in the record."""

    number: int


def done(work: Work) -> Reply:
    number = recorded(work, OFFICER, "tried", ("nothing", None))
    return Reply(201, Answer(number=number), {"Location": f"/v1/tried/{number}"})


def refused(work: Work) -> Reply:
    done(work)
    raise Conflict("moved", "it has moved")


@pytest.fixture
def council(store: Store) -> Store:
    def found(work: Work) -> None:
        row = {"id": COUNCIL, "code": "c7", "name": "Council 7", "created_at": NOON}
        work.connection.execute(insert(COUNCILS), [row])

    store.write(EVERY_COUNCIL, found)
    store.write(COUNCIL, _people)
    return store


def _people(work: Work) -> None:
    audit.begin_chain(work)
    for actor in (OFFICER, COLLEAGUE):
        add(work, USERS, id=actor.id, email=f"{actor.id}@x.example", name="X", created_at=NOON)
        put(work, USER_ROLES, user_id=actor.id, role="officer")


def roles_become(store: Store, role: str) -> None:
    """What OFFICER is from now on."""
    store.write(COUNCIL, lambda work: people.give_roles(work, 1, [role], None, 1))


def app_of(store: Store, act: Callable[[Work], Reply] = done, actor: Actor = OFFICER) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/tries")
    @app.post("/v1/others")
    async def tries(request: Request) -> Response:
        return await effect(request, store, actor, act)

    errors.install(app, 5)
    return app


def asked(
    app: FastAPI, key: str | None = "k-1", path: str = "/v1/tries", body: bytes = b"{}", **more: Any
) -> httpx.Response:
    keyed = {} if key is None else {"Idempotency-Key": key}
    return send(app, "POST", path, body, JSON | keyed | more.get("headers", {}))


def effects(store: Store) -> int:
    with store.read(COUNCIL) as work:
        return int(work.connection.execute(select(func.count()).select_from(AUDIT)).scalar_one())


def test_the_same_request_again_gets_the_same_answer_and_no_second_effect(council: Store) -> None:
    app = app_of(council)
    first, second = asked(app), asked(app)

    assert (first.status_code, first.json(), first.headers["location"]) == (201, {"number": 1}, "/v1/tried/1")
    assert (second.status_code, second.content) == (201, first.content)
    assert dict(second.headers) == {**first.headers, "idempotent-replay": "true"}
    assert effects(council) == 1


def test_another_key_is_another_effect(council: Store) -> None:
    app = app_of(council)

    assert [asked(app, f"k-{i}").json() for i in range(3)] == [{"number": i} for i in (1, 2, 3)]


@pytest.mark.parametrize(
    "otherwise",
    [
        {"body": b'{"a": 1}'},
        {"path": "/v1/others"},
        {"headers": {"If-Match": '"2"'}},
        {"path": "/v1/tries?a=1"},
    ],
    ids=["body", "address", "version", "query"],
)
def test_a_key_used_for_something_else_is_refused(council: Store, otherwise: dict[str, Any]) -> None:
    app = app_of(council)
    asked(app)

    assert code_of(asked(app, **otherwise)) == (422, "idempotency_key_reused")
    assert effects(council) == 1


def test_who_lost_a_role_does_not_get_the_old_answer(council: Store) -> None:
    asked(app_of(council))
    leaver = Actor(COUNCIL, "human", 1, frozenset({"auditor"}))
    roles_become(council, "auditor")

    assert code_of(asked(app_of(council, actor=leaver))) == (422, "idempotency_key_reused")


@pytest.mark.parametrize("gone", ["role", "account"])
def test_who_leaves_while_the_body_is_still_coming_does_nothing(council: Store, gone: str) -> None:
    """A leaver once had an address shown: known at the first byte, and not asked again at the last."""
    if gone == "role":
        roles_become(council, "auditor")
    else:
        council.write(COUNCIL, lambda work: change(work, USERS, 1, active=False))

    assert code_of(asked(app_of(council))) == (401, "unauthenticated")
    assert effects(council) == 0


def test_two_people_may_use_the_same_key(council: Store) -> None:
    answers = [asked(app_of(council, actor=actor)).json() for actor in (OFFICER, COLLEAGUE)]

    assert answers == [{"number": 1}, {"number": 2}]


def test_a_refused_act_leaves_nothing_and_its_key_is_as_new(council: Store) -> None:
    assert code_of(asked(app_of(council, refused))) == (409, "moved")
    assert effects(council) == 0
    assert asked(app_of(council)).json() == {"number": 1}


@pytest.mark.parametrize("key", [None, "", " "])
def test_without_a_key_nothing_is_done(council: Store, key: str | None) -> None:
    assert code_of(asked(app_of(council), key)) == (400, "idempotency_key_missing")
    assert effects(council) == 0


@pytest.mark.parametrize(("key", "status"), [("x" * 255, 201), ("x" * 256, 400), ("a\tb", 400), ("a b", 201)])
def test_a_key_has_1_to_255_printable_characters(council: Store, key: str, status: int) -> None:
    assert asked(app_of(council), key).status_code == status


def test_after_seven_days_a_key_is_forgotten_and_pruned(council: Store) -> None:
    asked(app_of(council))
    later = Store(council.engine, lambda: NOON + timedelta(days=7))
    just_before = Store(council.engine, lambda: NOON + timedelta(days=7, microseconds=-1))

    assert asked(app_of(just_before)).headers["idempotent-replay"] == "true"
    assert forget_old_keys(just_before) == 0
    assert asked(app_of(later)).json() == {"number": 2}
    assert forget_old_keys(Store(later.engine, lambda: NOON + timedelta(days=14))) == 1


def test_a_secret_shown_once_is_not_kept(council: Store) -> None:
    app = app_of(council, lambda work: Reply(201, Answer(number=4_711), again=Answer(number=0)))

    assert [asked(app).json() for _ in range(2)] == [{"number": 4_711}, {"number": 0}]
    with council.read(COUNCIL) as work:
        assert work.connection.execute(select(IDEMPOTENCY.c.body)).scalar_one() == b'{"number":0}'


def test_while_the_first_request_is_at_work_a_second_is_told_to_come_back(council: Store) -> None:
    """SQLite has one writer: there the second waits for the first and gets its answer."""
    inside, go_on = threading.Event(), threading.Event()

    def slow(work: Work) -> Reply:
        inside.set()
        assert go_on.wait(20)
        return done(work)

    answers: list[httpx.Response] = []
    first = threading.Thread(target=lambda: answers.append(asked(app_of(council, slow))))
    first.start()
    assert inside.wait(20)
    if is_sqlite(council.engine):
        threading.Timer(0.2, go_on.set).start()
    second = asked(app_of(council))
    go_on.set()
    first.join()
    if is_sqlite(council.engine):
        assert second.headers["idempotent-replay"] == "true"
    else:
        assert code_of(second) == (409, "idempotency_key_running")
        assert second.headers["retry-after"] == "1"
    assert asked(app_of(council)).content == answers[0].content
    assert effects(council) == 1


def test_of_twenty_racers_with_one_key_one_has_the_effect_and_all_get_its_answer(council: Store) -> None:
    app, start = app_of(council), threading.Barrier(20)
    bodies: list[bytes] = []

    def race() -> None:
        start.wait()
        while (answer := asked(app)).status_code == 409:
            continue
        bodies.append(answer.content)

    racers = [threading.Thread(target=race) for _ in range(20)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert bodies == [b'{"number":1}'] * 20
    assert effects(council) == 1
