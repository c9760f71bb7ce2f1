"""Small bodies, versions and pages: read strictly, told by place, and nothing sent comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import Field

from api import errors
from api.commands import MAX_COMMAND_BYTES, command_of
from api.listing import MAX_ID, RowId, ThePage, cursor, page_of
from api.versions import etag, version_named
from matcher.domain.types import Model, Name
from tests.api.client import JSON, code_of, fault_paths, get, send
from tests.bad_cases import CANARY


class Inner(Model):
    """A part of a command."""

    name: Name


class Try(Model):
    """A command of these tests."""

    count: Annotated[int, Field(ge=0, le=1_000)]
    parts: tuple[Inner, ...] = ()


@dataclass(frozen=True)
class Entry:
    """Something in a list."""

    id: int


def app() -> FastAPI:
    made = FastAPI()

    @made.post("/tries")
    async def tries(request: Request) -> dict[str, int]:
        return {"count": (await command_of(request, Try)).count}

    @made.put("/versions")
    async def versions(request: Request) -> dict[str, int]:
        return {"version": version_named(request)}

    @made.get("/entries")
    def entries(request: Request, turn: ThePage) -> dict[str, Any]:
        found = [Entry(key) for key in range(1, 8) if turn.after is None or key > turn.after]
        page, following = page_of(request, turn, found[: turn.one_more])
        return {"entries": [entry.id for entry in page], "next": following}

    @made.get("/entries/{entry_id}")
    def entry(entry_id: RowId) -> dict[str, int]:
        return {"id": entry_id}

    errors.install(made, 5)
    return made


def sent(body: bytes) -> httpx.Response:
    return send(app(), "POST", "/tries", body, JSON)


def test_a_right_command_is_read() -> None:
    assert sent(b'{"count": 3, "parts": [{"name": "a"}]}').json() == {"count": 3}


RAW = {
    "nan": (b'{"count": NaN}', ["$"]),
    "infinity": (b'{"count": -Infinity}', ["$"]),
    "too large a number": (b'{"count": 1e999}', ["$.count"]),
    "five thousand digits": (b'{"count": ' + b"9" * 5_000 + b"}", ["$"]),
    "a fraction": (b'{"count": 1.5}', ["$.count"]),
    "a number as text": (b'{"count": "5"}', ["$.count"]),
    "true for 1": (b'{"count": true}', ["$.count"]),
    "a key twice": (b'{"count": 1, "count": 1}', ["$"]),
    "a lone surrogate": (b'{"count": 1, "parts": [{"name": "\\ud800"}]}', ["$"]),
    "NUL, escaped": (b'{"count": 1, "parts": [{"name": "a\\u0000b"}]}', ["$.parts[0].name"]),
    "NUL in a field's name": (b'{"count": 1, "a\\u0000b": 1}', ["$"]),
    "NUL itself": (b'{"count": 1, "parts": [{"name": "a\x00b"}]}', ["$"]),
    "wrong UTF-8": (b'{"count": 1, "parts": [{"name": "\xff"}]}', ["$"]),
    "a byte order mark": (b'\xef\xbb\xbf{"count": 1}', ["$"]),
    "an unknown field": (b'{"count": 1, "' + CANARY.encode() + b'": 1}', ["$.(unknown field)"]),
    "nothing": (b"", ["$"]),
    "half": (b'{"count": 1', ["$"]),
    "more after the end": (b'{"count": 1}{}', ["$"]),
    "deep nesting": (b"[" * 100_000, ["$"]),
    "a list too long": (b'{"count": 1, "parts": [' + b"1," * 1_001 + b"1]}", ["$"]),
    "another kind of document": (b"[]", ["$"]),
    "null": (b"null", ["$"]),
    "everything missing": (b"{}", ["$.count"]),
}


@pytest.mark.parametrize("name", RAW)
def test_a_wrong_body_is_refused_by_its_place(name: str) -> None:
    body, places = RAW[name]

    assert fault_paths(sent(body)) == places


def test_a_command_that_is_too_large_is_refused() -> None:
    assert code_of(sent(b" " * (MAX_COMMAND_BYTES + 1))) == (413, "body_too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/json; charset=utf-16", ""])
def test_a_body_of_another_kind_is_refused(content_type: str) -> None:
    answer = send(app(), "POST", "/tries", b"{}", {"Content-Type": content_type})

    assert code_of(answer) == (415, "unsupported_media_type")


def test_the_version_that_was_given_is_the_version_that_is_named() -> None:
    answer = send(app(), "PUT", "/versions", headers={"If-Match": etag(12)["ETag"]})

    assert answer.json() == {"version": 12}


@pytest.mark.parametrize("tag", ["3", 'W/"3"', '"3", "4"', "*", '"x"', '"0"', '""', '"' + "9" * 400 + '"'])
def test_a_tag_that_is_none_of_ours_matches_nothing(tag: str) -> None:
    assert code_of(send(app(), "PUT", "/versions", headers={"If-Match": tag})) == (412, "precondition_failed")


def test_a_change_without_a_version_is_told_to_name_one() -> None:
    assert code_of(send(app(), "PUT", "/versions")) == (428, "precondition_required")


def test_pages_follow_one_another_to_the_end() -> None:
    found, address = [], "/entries?limit=3"
    while address:
        page = get(app(), address).json()
        found.append(page["entries"])
        address = page["next"]

    assert found == [[1, 2, 3], [4, 5, 6], [7]]


def test_a_full_last_page_has_no_next() -> None:
    assert get(app(), "/entries?limit=7").json()["next"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "after=x",
        "after=!",
        "after=",
        f"after={'A' * 11}",
        "page=2",
        "after=%00",
    ],
)
def test_a_page_that_there_is_not_is_refused(query: str) -> None:
    (path,) = fault_paths(get(app(), f"/entries?{query}"))

    assert path in ("?limit", "?after", "?(unknown parameter)")


def test_a_cursor_does_not_show_an_id_and_leads_back_to_it() -> None:
    assert "4711" not in cursor(4_711)
    assert get(app(), f"/entries?after={cursor(5)}").json()["entries"] == [6, 7]


@pytest.mark.parametrize(
    ("key", "status"), [(1, 200), (MAX_ID, 200), (0, 422), (MAX_ID + 1, 422), ("x", 422)]
)
def test_an_id_in_an_address_is_a_number_in_range(key: object, status: int) -> None:
    assert get(app(), f"/entries/{key}").status_code == status
