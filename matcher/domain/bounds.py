"""What a document may hold at most, counted before its types are looked at.

A wrong document must cost no more than a right one: without these bounds a small text of empty
objects makes the validator hold a million faults at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from matcher.domain.types import MAX_HOMES, MAX_LINKS, MAX_REFERRALS
from matcher.errors import BadCase, Fault

MAX_BYTES = 32 * 2**20
MAX_CONTAINERS = 500_000
MAX_FIELDS = 64
MAX_INNER_ENTRIES = 1_000
FAULTS_PER_OBJECT = 16
"""No type of the schema has more required fields, and each missing one is a fault."""

LIMITS = {
    "referrals": MAX_REFERRALS,
    "homes": MAX_HOMES,
    "sibling_groups": MAX_REFERRALS,
    "relationships": MAX_LINKS,
    "offers": MAX_LINKS,
    "budgets": 200,
    "pins": MAX_REFERRALS,
    "forbids": MAX_LINKS,
    "waivers": MAX_LINKS,
}
_SPLIT = "split the case"
_CONTAINERS = frozenset({dict, list})
_TOO_MUCH = f"holds a list of more than {MAX_INNER_ENTRIES} entries or more than {MAX_FIELDS} fields"


def refuse_bulk(document: bytes) -> None:
    """Refuse a text that is too long, or opens too many lists and objects, before parsing it."""
    if len(document) > MAX_BYTES:
        raise BadCase([Fault("$", f"the document is larger than {MAX_BYTES // 2**20} MB: {_SPLIT}")])
    if document.count(b"[") + document.count(b"{") > MAX_CONTAINERS:
        raise BadCase([Fault("$", f"more than {MAX_CONTAINERS} lists and objects: {_SPLIT}")])


def size_faults(case: Any, path: str) -> list[Fault]:
    """Every list of a parsed case that is over its limit, and every entry that is out of bounds."""
    if not isinstance(case, dict):
        return []
    if len(case) <= MAX_FIELDS and _lists_are_short(case) and within_bounds(_parts(case)):
        return []
    return list(_size_faults(case, path))


def _lists_are_short(case: dict[str, Any]) -> bool:
    lists = ((case.get(name), limit) for name, limit in LIMITS.items())
    return all(type(part) is not list or len(part) <= limit for part, limit in lists)


def _parts(case: dict[str, Any]) -> list[Any]:
    """The entries of the schema's own lists, and whatever else the case holds."""
    own = (part for name in LIMITS if type(part := case.get(name)) is list)
    return [*chain.from_iterable(own), *(part for name, part in case.items() if name not in LIMITS)]


def within_bounds(parts: list[Any]) -> bool:
    """Whether no object inside has too many fields and no list too many entries.

    Level by level, because every document is looked at: `most_faults` would tell as much, slower.
    """
    while parts:
        objects = [part for part in parts if type(part) is dict]
        lists = [part for part in parts if type(part) is list]
        if max(map(len, objects), default=0) > MAX_FIELDS:
            return False
        if max(map(len, lists), default=0) > MAX_INNER_ENTRIES:
            return False
        inner = chain.from_iterable([*lists, *map(dict.values, objects)])
        parts = [part for part in inner if type(part) in _CONTAINERS]
    return True


def _size_faults(case: dict[str, Any], path: str) -> Iterator[Fault]:
    if len(case) > MAX_FIELDS:
        yield Fault(path, "more fields than the schema has: take out those it does not name")
        return
    for name, limit in LIMITS.items():
        entries = case.get(name)
        if isinstance(entries, list) and len(entries) > limit:
            yield Fault(f"{path}.{name}", f"more than {limit} entries: {_SPLIT}")
        elif isinstance(entries, list):
            yield from _entry_faults(entries, f"{path}.{name}")
    others = [value for name, value in case.items() if name not in LIMITS]
    if any(most_faults(value) is None for value in others):
        yield Fault(path, f"a part other than the schema's lists {_TOO_MUCH}: correct it")


def _entry_faults(entries: list[Any], path: str) -> Iterator[Fault]:
    for i, entry in enumerate(entries):
        if most_faults(entry) is None:
            yield Fault(f"{path}[{i}]", f"{_TOO_MUCH}: correct it")


def most_faults(value: Any) -> int | None:
    """A bound on the faults that validating `value` can raise; None when it is out of bounds."""
    most, waiting = 1, [value]
    for inner in waiting:
        kind = type(inner)
        if kind is dict:
            if len(inner) > MAX_FIELDS:
                return None
            most += FAULTS_PER_OBJECT + len(inner)
            waiting += [part for part in inner.values() if type(part) in _CONTAINERS]
        elif kind is list:
            if len(inner) > MAX_INNER_ENTRIES:
                return None
            most += len(inner)
            waiting += [part for part in inner if type(part) in _CONTAINERS]
    return most


def pieces(entries: list[Any], at_most: int) -> Iterator[tuple[int, list[Any]]]:
    """Cut a list in bounds into runs of entries that raise at most `at_most` faults each.

    Yields each run with the position of its first entry; one large entry is a run of its own.
    """
    start, most = 0, 0
    for i, entry in enumerate(entries):
        faults = most_faults(entry) or 0
        if i > start and most + faults > at_most:
            yield start, entries[start:i]
            start, most = i, 0
        most += faults
    if entries:
        yield start, entries[start:]
