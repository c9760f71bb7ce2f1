"""Resolvers for `matcher.domain.reading.read_case`: one for single look-ups, one for a whole document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from matcher.domain.place import Resolver
from matcher.domain.reading import parse_json
from matcher.geo.directory import Point, locate


def resolver(postcode: str) -> dict[str, Any] | None:
    """Easting, northing and area of a postcode, sector or district, or None when unknown.

    Remembers the last few thousand answers. For a document with many postcodes use
    `resolver_for`, which opens each letter's file once. Raises FileNotFoundError when data is missing.
    """
    point = _remembered(postcode)
    return dict(point) if point else None


@lru_cache(maxsize=4_096)
def _remembered(postcode: str) -> Point | None:
    return locate(postcode)


def resolver_for(document: bytes) -> Resolver:
    """A resolver that already holds every postcode of this JSON document, looked up in order.

    In the document's own order a national case would open files thousands of times.
    Raises BadCase when the document is not JSON, FileNotFoundError when data is missing.
    """
    typed = sorted(set(_postcodes(parse_json(document))), key=lambda text: text.strip().upper())
    points = {text: locate(text) for text in typed}

    def held(postcode: str) -> dict[str, Any] | None:
        point = points[postcode] if postcode in points else locate(postcode)
        return dict(point) if point else None

    return held


def _postcodes(value: Any) -> Iterator[str]:
    """The text of every {"postcode": text}, however deep."""
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, dict):
            if isinstance(entry.get("postcode"), str):
                yield entry["postcode"]
            waiting.extend(entry.values())
        elif isinstance(entry, list):
            waiting.extend(entry)
