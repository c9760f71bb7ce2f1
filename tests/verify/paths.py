"""Walking a document: every place in it, and the same document with one place changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from matcher.domain.case import Case
from matcher.verify import verify

Path = tuple[str | int, ...]


def codes(case: Case, answer: Any) -> set[str]:
    """The codes of everything the checker finds wrong."""
    return {breach.code for breach in verify(case, answer)}


def places(document: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a document below its root, containers first."""
    entries: Any = ()
    if isinstance(document, dict):
        entries = document.items()
    if isinstance(document, list):
        entries = enumerate(document)
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(document: Any, path: Path) -> Any:
    """The value at a place."""
    for key in path:
        document = document[key]
    return document


def changed(document: Any, path: Path, value: Any) -> Any:
    """A copy with another value at one place."""
    document = copy.deepcopy(document)
    at(document, path[:-1])[path[-1]] = value
    return document


def without(document: Any, path: Path) -> Any:
    """A copy with one place taken out."""
    document = copy.deepcopy(document)
    del at(document, path[:-1])[path[-1]]
    return document


def field(path: Path) -> str:
    """The fields of a place without the positions in its lists: `placements.lines.pence`."""
    return ".".join(key for key in path if isinstance(key, str))


def shown(path: Path) -> str:
    """A place as a test's name."""
    return "/".join(str(key) for key in path)
