"""A few requests of every kind at every address as each role: no 5xx, nothing undocumented, no echo."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher.store.engine import connect
from matcher.store.work import Store
from tests.api.client import problem_of
from tests.api.fuzz.generated import ENDS_A_SESSION, NOT_GENERATED, fuzz
from tests.api.fuzz.raw import CANARY, RAW, TAKING_BODIES
from tests.api.matrix.cells import OPERATIONS, address_of
from tests.api.matrix.world import World, world
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database

ROLES = ("officer", "commissioner", "administrator", "nobody")
"""The soak asks as all of them."""


@pytest.fixture(scope="module", params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with fresh_database(request.param, tmp_path_factory.mktemp("fuzz")) as url:
        engine = connect(url)
        try:
            yield world(Store(engine, lambda: NOON))
        finally:
            engine.dispose()


def test_generated_requests_get_documented_answers_and_no_5xx(place: World) -> None:
    found = fuzz(place, examples=1, roles=ROLES)

    assert found.wrong == []
    assert found.asked > 300
    assert {200, 401, 403, 404, 422} <= set(found.statuses)
    assert set(OPERATIONS) - ENDS_A_SESSION - found.operations <= NOT_GENERATED


@pytest.mark.parametrize("name", TAKING_BODIES)
def test_raw_bytes_are_refused_and_not_repeated(place: World, name: str) -> None:
    for kind, body in RAW.items():
        operation = TAKING_BODIES[name]
        answer = place.ours.ask(
            "officer", operation.method, address_of(operation, place.own), body, If_Match='"1"'
        )

        assert answer.status_code in (403, 413, 422), kind
        assert problem_of(answer)
        assert CANARY not in answer.text, kind
