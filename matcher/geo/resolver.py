"""Resolvers for `matcher.domain.reading.read_case`: one for single look-ups, one for a whole document."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from matcher.domain.bounds import MAX_CONTAINERS, refuse_bulk
from matcher.domain.place import Resolver
from matcher.geo.directory import Point, locate

_POSTCODE = re.compile(rb'"postcode"\s*:\s*"([A-Za-z0-9 ]{2,10})"')


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
    Raises BadCase when the document is too large to be read, FileNotFoundError when data is missing.
    """
    refuse_bulk(document)
    typed = sorted(_postcodes(document), key=lambda text: text.strip().upper())
    points = {text: locate(text) for text in typed}

    def held(postcode: str) -> dict[str, Any] | None:
        point = points[postcode] if postcode in points else locate(postcode)
        return dict(point) if point else None

    return held


def _postcodes(document: bytes) -> set[str]:
    """The text of every {"postcode": text}, without parsing: one written otherwise is found later."""
    if b'"postcode"' not in document:
        return set()
    found = islice(_POSTCODE.finditer(document), MAX_CONTAINERS)
    return {match[1].decode("ascii") for match in found}
