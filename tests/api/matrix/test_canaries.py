"""What must not be seen is in no answer, error, log or metric of who has not the right (G9b, G10)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

import httpx
import pytest

from matcher.service.rights import Role
from matcher.store.engine import connect
from matcher.store.work import Store
from tests.api.client import get
from tests.api.matrix.canaries import CANARIES, canary_case, may_see, plant, secrets_of
from tests.api.matrix.cells import OPERATIONS, ROLES, asked, settled
from tests.api.matrix.world import World, world
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database

READS = {name: operation for name, operation in OPERATIONS.items() if operation.method == "GET"}
SHOWS_ONE_PROVIDER = frozenset({"homes", "oneHome"})
"""Where a provider is shown the prices of its own homes, which are the canaries' here."""


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with fresh_database(request.param, tmp_path_factory.mktemp("canaries")) as url:
        engine = connect(url)
        try:
            made = world(Store(engine, lambda: NOON), canary_case())
            plant(made)
            settled(made.ours.store)
            yield made
        finally:
            engine.dispose()


def text_of(answer: httpx.Response) -> str:
    return answer.text + str(dict(answer.headers))


def found_in(text: str, role: str, operation: str) -> list[str]:
    """The canaries in this text that the role must not see."""
    as_role = None if role == "nobody" else cast("Role", role)
    own = (
        {"a contract's price", "a void charge"}
        if role == "provider" and operation in SHOWS_ONE_PROVIDER
        else set()
    )
    hidden = {name for name, canary in CANARIES.items() if not may_see(as_role, canary)} - own
    return [name for name in sorted(hidden) if CANARIES[name].is_in(text)]


@pytest.mark.parametrize("role", ROLES)
def test_no_address_that_is_read_shows_a_role_what_it_must_not_see(place: World, role: str) -> None:
    leaks = {}
    for name, operation in READS.items():
        answer = asked(place.ours, role, operation, place.own)
        leaks[name] = found_in(text_of(answer), role, name)

    assert {name: found for name, found in leaks.items() if found} == {}


@pytest.mark.parametrize("role", ["panel", "commissioner", "service", "auditor"])
def test_no_answer_of_a_run_shows_a_role_what_it_must_not_see(place: World, role: str) -> None:
    questions: list[tuple[str, dict[str, Any]]] = [
        ("plan", {}),
        ("why_not", {"referral": "C"}),
        ("emergency", {"referral": "C"}),
        ("frontier", {}),
        ("what_if", {"scenario_ids": [place.own["scenario_id"]]}),
    ]
    for question, parameters in questions:
        made = place.ours.ask("officer", "POST", "/v1/runs", {"question": question, "parameters": parameters})
        assert (made.status_code, made.json()["state"]) == (201, "done"), question
        answer = place.ours.get(role, f"{made.headers['location']}/answer")
        assert answer.status_code == 200
        assert found_in(text_of(answer), role, "runAnswer") == [], question


def test_every_canary_is_seen_somewhere_by_who_may_or_by_its_own_act(place: World) -> None:
    """Else the tests above would find nothing because nothing was planted."""
    read = [text_of(asked(place.ours, role, one, place.own)) for one in READS.values() for role in ROLES]
    revealed = place.ours.ask(
        "officer", "POST", f"/v1/homes/{place.own['home_id']}/address", {"reason": "visit"}
    )
    exported = place.ours.ask("officer", "POST", "/v1/case/export", {"reason": "checking_an_answer"})
    seen = "".join([*read, revealed.text, exported.text])

    assert [name for name, canary in CANARIES.items() if not canary.is_in(seen)] == ["a password's hash"]


def test_nothing_that_must_not_be_seen_is_in_an_error_a_log_or_a_metric(
    place: World, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {"home": {"location": {"easting": 431_117}, "name": "Zzyzx Crescent"}, "address": "ZZ9 9ZZ"}
    send = partial(place.ours.ask, "officer", "POST", "/v1/homes")
    with caplog.at_level(logging.DEBUG):
        for name, operation in OPERATIONS.items():
            if operation.method == "GET":
                asked(place.ours, "officer", operation, place.own)
            elif not operation.path.startswith("/v1/session"):  # who signs out is out for the tests to come
                asked(place.ours, "officer", operation, place.unknown)
            assert name
        refusals = [
            send(wrong),
            send(b'{"home": "Zzyzx Crescent 431117'),
            send(wrong, Content_Type="text/canary"),
        ]

    everything = "".join([*map(text_of, refusals), caplog.text, get(place.ours.app, "/metrics").text])
    assert [name for name, canary in CANARIES.items() if canary.is_in(everything)] == []
    assert [name for name, secret in secrets_of(place).items() if secret in everything] == []
