"""Every role at every address, about its own council's things, another council's, and nothing (G9).

The addresses come from the OpenAPI document: a new one without a row in expected.txt fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from matcher.store.engine import connect
from matcher.store.work import Store
from tests.api.client import problem_of
from tests.api.matrix.cells import (
    OPERATIONS,
    ROLES,
    Operation,
    asked,
    on_a_copy,
    rows_of_the_record,
    settled,
)
from tests.api.matrix.requests import BODIES
from tests.api.matrix.world import World, world
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database

TABLE = Path(__file__).with_name("expected.txt").read_text(encoding="utf-8")
LINES = [line.split() for line in TABLE.splitlines() if line[:1].isalpha()]
CELLS = {name: dict(zip(ROLES, cells, strict=True)) for name, *cells in LINES}
EXPECTED = {name: {role: int(cell[:3]) for role, cell in row.items()} for name, row in CELLS.items()}
ASKED_OF = {name: OPERATIONS[name] for name in EXPECTED if name in OPERATIONS}
NAMING = {name: operation for name, operation in ASKED_OF.items() if operation.names_things}
CHANGING = {name: operation for name, operation in ASKED_OF.items() if operation.method != "GET"}
SAFE = {name: operation for name, operation in ASKED_OF.items() if operation.method == "GET"}


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _built("sqlite", tmp_path_factory.mktemp("matrix"))


@pytest.fixture(scope="module", params=KINDS)
def on_both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _built(request.param, tmp_path_factory.mktemp("matrix"))


def _built(kind: str, folder: Path) -> Iterator[World]:
    with fresh_database(kind, folder) as url:
        engine = connect(url)
        made = world(Store(engine, lambda: NOON))
        settled(made.ours.store)
        yield made
        engine.dispose()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(EXPECTED) == set(OPERATIONS)


def test_every_address_that_takes_a_body_has_a_right_one() -> None:
    keyed = {"POST", "PUT", "PATCH"}
    bare = {"approvePolicy", "withdrawPolicy", "closeKey"}
    assert set(BODIES) == {name for name, one in OPERATIONS.items() if one.method in keyed} - bare


@pytest.mark.parametrize("name", CHANGING)
def test_who_may_change_a_thing_changes_it(on_sqlite: World, tmp_path: Path, name: str) -> None:
    allowed = {role: status for role, status in EXPECTED[name].items() if status not in (401, 403)}
    found = {}
    for role in allowed:
        with on_a_copy(on_sqlite, tmp_path) as council:
            found[role] = asked(council, role, CHANGING[name], on_sqlite.own).status_code

    assert found == allowed


@pytest.mark.parametrize("name", ASKED_OF)
def test_a_refusal_is_the_same_on_both_databases_and_leaves_nothing(on_both: World, name: str) -> None:
    before = rows_of_the_record(on_both)
    refused = [role for role in ROLES if EXPECTED[name][role] in (401, 403)]
    answers = {role: asked(on_both.ours, role, ASKED_OF[name], on_both.own) for role in refused}

    assert {role: answer.status_code for role, answer in answers.items()} == {
        role: EXPECTED[name][role] for role in refused
    }
    assert all(problem_of(answer) for answer in answers.values())
    assert rows_of_the_record(on_both) == before


@pytest.mark.parametrize("name", SAFE)
def test_who_may_read_reads_on_both_databases(on_both: World, name: str) -> None:
    readers = [role for role in ROLES if EXPECTED[name][role] == 200]

    for role in readers:
        assert asked(on_both.ours, role, SAFE[name], on_both.own).status_code == 200, role


@pytest.mark.parametrize("name", NAMING)
def test_another_councils_things_are_told_apart_from_nothing_by_no_byte(on_both: World, name: str) -> None:
    before = rows_of_the_record(on_both)
    for role in ROLES:
        other = asked(on_both.ours, role, NAMING[name], on_both.other)
        unknown = asked(on_both.ours, role, NAMING[name], on_both.unknown)

        allowed = CELLS[name][role] not in ("401", "403")
        assert other.status_code == (404 if allowed else EXPECTED[name][role]), role
        assert _bytes(other) == _bytes(unknown), role
    assert rows_of_the_record(on_both) == before


def _bytes(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """All that is answered, but the number that every request has of its own."""
    return answer.status_code, answer.content, {**answer.headers, "x-request-id": ""}


def test_an_operation_without_a_row_would_be_seen() -> None:
    added = {**OPERATIONS, "newOne": Operation("newOne", "GET", "/v1/new", ())}

    assert set(EXPECTED) != set(added)
