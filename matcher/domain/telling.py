"""All faults of a document that its types refuse, each with its JSON path, echoing nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import chain, groupby, islice
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from matcher.domain.bounds import LIMITS, pieces
from matcher.domain.case import Case
from matcher.domain.in_words import in_words
from matcher.errors import Fault

MAX_FAULTS = 1_000
_FAULTS_AT_A_TIME = 20_000

Runs = list[tuple[int, list[Any]]]


def all_faults(
    error: ValidationError,
    case: Any,
    path: str,
    context: dict[str, Any],
    model: type[BaseModel] = Case,
) -> list[Fault]:
    """Every fault of a document, at most MAX_FAULTS, in the order of its fields.

    `case` is the parsed case that stands at `path`. Of each of its lists `error` holds the first wrong
    entry alone: those lists are read again, a piece at a time so that their faults never pile up.
    Faults of a list that takes several pieces are told alone. `model` is what was read: an unknown field may
    be meant to be one of its.
    """
    details = _details(error)
    root = tuple(path.split(".")[1:])
    names = [_list_named(detail["loc"], root) for detail in details]
    runs = {name: list(pieces(case[name], _FAULTS_AT_A_TIME)) for name in dict.fromkeys(names) if name}
    long = [name for name in runs if len(runs[name]) > 1]
    if long:
        told = chain.from_iterable(_in_list(name, runs[name], path, context) for name in long)
    else:
        told = chain.from_iterable(
            _in_list(name, runs[name], path, context) if name else _as_they_stand(each, model)
            for name, each in groupby(details, key=lambda detail: _list_named(detail["loc"], root))
        )
    return list(islice(told, MAX_FAULTS))


def _list_named(loc: tuple[int | str, ...], root: tuple[str, ...]) -> str:
    """The list of the case in whose entry a fault is; "" when it is elsewhere."""
    name, *inside = loc[len(root) :] or ("",)
    in_list = loc[: len(root)] == root and name in LIMITS and inside and isinstance(inside[0], int)
    return str(name) if in_list else ""


def _in_list(name: str, runs: Runs, path: str, context: dict[str, Any]) -> Iterator[Fault]:
    for start, run in runs:
        try:
            _list_of(name).validate_json(json.dumps(run), context=context)
        except ValidationError as error:
            yield from _faults_of_run(error, name, start, path)


def _faults_of_run(error: ValidationError, name: str, start: int, path: str) -> Iterator[Fault]:
    for detail in _details(error):
        position, *inside = detail["loc"]
        yield _fault(detail, (name, start + position, *inside), Case, path)


@cache
def _list_of(name: str) -> TypeAdapter[Any]:
    annotation: Any = Case.model_fields[name].annotation
    return TypeAdapter(annotation)


def _as_they_stand(details: Iterable[Any], model: type[BaseModel]) -> Iterator[Fault]:
    return (_fault(detail, detail["loc"], model) for detail in details)


def _details(error: ValidationError) -> list[Any]:
    return error.errors(include_url=False, include_input=False, include_context=True)[:MAX_FAULTS]


def _fault(detail: Any, steps: tuple[int | str, ...], model: type[BaseModel], root: str = "$") -> Fault:
    """One fault. The name of an unknown field is the caller's own text, so it is not repeated."""
    if detail["type"] != "extra_forbidden":
        return Fault(root + _path(steps), in_words(detail))
    near = get_close_matches(str(steps[-1]), _field_names(model), n=1)
    hint = f"did you mean {near[0]}? Correct its name" if near else "correct its name"
    return Fault(
        f"{root}{_path(steps[:-1])}.(unknown field)", f"is not a field of the schema: take it out, or {hint}"
    )


def _path(steps: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


@cache
def _field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Every field of a document and of what it holds: our own names, never a caller's."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return tuple(sorted({name for part in parts for name in part.get("properties", ())}))
