"""Where children come from and where homes are, left out of whatever is shown (trust.md T01)."""

from __future__ import annotations

from functools import partial
from typing import Any

from matcher.service.views.rewriting import Document

_OF_CHILDREN = frozenset({"origin", "school"})
_NEVER = frozenset({"easting", "northing", "postcode", "address"})


def unplaced(exact: bool, name: str, value: Any, holder: Document) -> Document | None:
    """Instead of a home's place its authority alone; instead of a child's too, unless `exact`."""
    if name in _OF_CHILDREN and exact:
        return {name: value}
    if (name == "location" or name in _OF_CHILDREN) and isinstance(value, dict):
        return {name: {"area": value.get("area")}}
    if name == "exclusion_zones" and exact:
        return {name: value}
    return {} if name in _NEVER or name == "exclusion_zones" else None


WITHOUT_HOMES = partial(unplaced, True)
WITHOUT_ANY = partial(unplaced, False)
