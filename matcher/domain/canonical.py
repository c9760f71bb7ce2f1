"""A document's canonical form: one text for one case, however its lists and fields were ordered.

Fields stand in order of name and lists in order of their entries' own canonical text. Only in a list
of pairs does a pair keep its order: [risk, vulnerability] is not [vulnerability, risk]. The text is the
one that `json.dumps(…, sort_keys=True, separators=(",", ":"))` gives; written here in one pass, because
every answer carries its fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from json.encoder import encode_basestring_ascii
from types import NoneType
from typing import Any

from pydantic import BaseModel

from matcher.domain.types import shortest


def canonical_text(model: BaseModel) -> str:
    """The canonical JSON of a frozen model of the domain, in ASCII."""
    values, write = model.__dict__, _WRITERS
    template, names = _form(type(model), values.get("unknown") != ())
    return template % tuple([write[type(value := values[name])](value) for name in names])


@cache
def _form(kind: type[BaseModel], whole: bool) -> tuple[str, tuple[str, ...]]:
    """A model's text with a gap for each field, and the fields that fill them, in order as written.

    Not `whole`: without `unknown`, as a dump leaves it out, so that no fingerprint changed when it came.
    """
    known = kind.model_fields.items()
    fields = sorted((field.alias or name, name) for name, field in known if whole or name != "unknown")
    gaps = ",".join(f'"{wire}":%s' for wire, _ in fields)
    return f"{{{gaps}}}", tuple(name for _, name in fields)


def _list(entries: tuple[Any, ...]) -> str:
    if not entries:
        return "[]"
    write = _pair if type(entries[0]) is tuple else _WRITERS[type(entries[0])]
    return "[" + ",".join(sorted(map(write, entries))) + "]"


def _pair(pair: tuple[str, str]) -> str:
    return "[" + ",".join(map(encode_basestring_ascii, pair)) + "]"


def _number(number: float) -> str:
    return repr(shortest(number))


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each type is written; whatever is none of these is a model."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        self[kind] = canonical_text
        return canonical_text


_WRITERS = _Writers(
    {
        str: encode_basestring_ascii,
        int: repr,
        bool: {True: "true", False: "false"}.__getitem__,
        NoneType: {None: "null"}.__getitem__,
        float: _number,
        date: '"%s"'.__mod__,
        tuple: _list,
    }
)
