"""Long lists come in pages: `?after=…&limit=…`, and a link to the next one."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Protocol, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from matcher.errors import BadCase, Fault

MAX_ID = 2**53 - 1
MAX_LIMIT = 200
_BYTES = 8


class WithId(Protocol):
    """Whatever is listed has an id."""

    @property
    def id(self) -> int:
        """Its id, in whose order the list stands."""


Entry = TypeVar("Entry")
Known = TypeVar("Known", bound=WithId)
RowId = Annotated[int, Path(ge=1, le=MAX_ID, description="An id: a whole number.")]
"""An id in an address. One that is not there and one of another council get the same answer."""


class PageQuery(BaseModel):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: str | None = Field(
        None, max_length=16, pattern=r"^[A-Za-z0-9_-]+$", description="From `next` of the page before."
    )
    limit: int = Field(50, ge=1, le=MAX_LIMIT, description="Entries of a page, at most.")


class Turn:
    """Where a page begins and how long it is. Raises BadCase for an `after` that we did not make."""

    def __init__(self, asked: Annotated[PageQuery, Query()]) -> None:
        self.limit = asked.limit
        self.after = None if asked.after is None else _read(asked.after)
        self.kept: dict[str, str] = {}
        """What else the next page's address says."""

    @property
    def one_more(self) -> int:
        """Ask for so many: the last one tells that there is a next page."""
        return self.limit + 1


ThePage = Annotated[Turn, Depends(Turn)]


def page_of(request: Request, turn: Turn, found: Sequence[Known]) -> tuple[Sequence[Known], str | None]:
    """The entries of this page out of `one_more` of them, and the address of the next one."""
    return page_by(request, turn, found, lambda entry: entry.id)


def page_by(
    request: Request, turn: Turn, found: Sequence[Entry], id_of: Callable[[Entry], int]
) -> tuple[Sequence[Entry], str | None]:
    """The same, where the id that orders them lies deeper."""
    entries = found[: turn.limit]
    if len(found) <= turn.limit:
        return entries, None
    asked = {"after": cursor(id_of(entries[-1])), "limit": str(turn.limit), **turn.kept}
    return entries, f"{request.url.path}?{urlencode(asked)}"


def cursor(key: int) -> str:
    """What stands for this id in `after`."""
    return urlsafe_b64encode(key.to_bytes(_BYTES)).decode().rstrip("=")


def _read(after: str) -> int:
    try:
        found = urlsafe_b64decode(after + "=" * (-len(after) % 4))
    except (binascii.Error, ValueError):
        found = b""
    key = int.from_bytes(found) if len(found) == _BYTES else 0
    if not 1 <= key <= MAX_ID:
        raise BadCase([Fault("?after", "is not the next of a page: leave it out to begin")])
    return key


def listed(name: str) -> dict[str, Any]:
    """What a page's `next` is, in its description."""
    return {"description": f"The address of the next page of {name}; null on the last.", "default": None}
