"""Shapes of documents: small checks that name the place of a wrong type and never raise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import isfinite

from matcher.verify.breach import Breach, named

Found = list[Breach]
Shape = Callable[[object, str, Found], None]
"""A check of one value: appends a `shape` breach for each wrong type at or below its path."""

_MOST = 2**63


def _wrong(path: str, wanted: str, found: Found) -> None:
    found.append(Breach("shape", f"{path} must be {wanted}"))


def whole(value: object, path: str, found: Found) -> None:
    """A whole number of 64 bits; a yes or no is not a number."""
    if type(value) is not int or not -_MOST <= value < _MOST:
        _wrong(path, "a whole number", found)


def number(value: object, path: str, found: Found) -> None:
    """A finite number, whole or not."""
    if type(value) is int:
        return
    if type(value) is not float or not isfinite(value):
        _wrong(path, "a finite number", found)


def yes_no(value: object, path: str, found: Found) -> None:
    """True or false."""
    if type(value) is not bool:
        _wrong(path, "true or false", found)


def text(value: object, path: str, found: Found) -> None:
    """Any text."""
    if type(value) is not str:
        _wrong(path, "text", found)


def one_of(codes: Collection[str]) -> Shape:
    """One of these codes."""
    allowed = frozenset(codes)

    def check(value: object, path: str, found: Found) -> None:
        if type(value) is not str or value not in allowed:
            _wrong(path, f"one of: {', '.join(sorted(allowed))}", found)

    return check


def or_null(shape: Shape) -> Shape:
    """The shape, or null."""

    def check(value: object, path: str, found: Found) -> None:
        if value is not None:
            shape(value, path, found)

    return check


def list_of(shape: Shape) -> Shape:
    """A list whose every entry has the shape."""

    def check(value: object, path: str, found: Found) -> None:
        if type(value) is not list:
            _wrong(path, "a list", found)
            return
        for position, entry in enumerate(value):
            shape(entry, f"{path}[{position}]", found)

    return check


def map_of(shape: Shape) -> Shape:
    """An object from any text to values of the shape."""

    def check(value: object, path: str, found: Found) -> None:
        if type(value) is not dict:
            _wrong(path, "an object", found)
            return
        for key, entry in value.items():
            if type(key) is not str:
                _wrong(f"{path}, every key,", "text", found)
            else:
                shape(entry, f"{path}.{named(key)}", found)

    return check


class Record:
    """An object with fields; the needed ones must be there, and unknown ones are ignored."""

    def __init__(self, needed: Mapping[str, Shape], optional: Mapping[str, Shape]) -> None:
        self.needed = dict(needed)
        self.fields = {**needed, **optional}

    def __call__(self, value: object, path: str, found: Found) -> None:
        if type(value) is not dict:
            _wrong(path, "an object", found)
            return
        for field in self.needed:
            if field not in value:
                found.append(Breach("shape", f"{path}.{field} is missing"))
        for field, shape in self.fields.items():
            if field in value:
                shape(value[field], f"{path}.{field}", found)
