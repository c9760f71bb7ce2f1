"""From bytes to a Case: all faults at once, each with its JSON path, echoing nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

import jiter
from pydantic import BaseModel, TypeAdapter, ValidationError

from matcher.domain.bounds import LIMITS, pieces, refuse_bulk, size_faults
from matcher.domain.bounds import MAX_BYTES as MAX_BYTES
from matcher.domain.case import Case
from matcher.domain.place import Resolver
from matcher.errors import BadCase, Fault

MAX_FAULTS = 1_000
_FAULTS_AT_A_TIME = 20_000

Document = TypeVar("Document", bound=BaseModel)


def read_case(document: bytes, resolver: Resolver | None = None) -> Case:
    """Read a case document. Raises BadCase with every fault that could be found."""
    return read_document(document, Case, resolver)


def read_document(
    document: bytes, model: type[Document], resolver: Resolver | None = None, case_at: str | None = None
) -> Document:
    """Read a document that is a case or, with `case_at`, holds a case in that field.

    Raises BadCase with every fault that could be found (at most about MAX_FAULTS).
    """
    raw = parse_json(document)
    case, path = (raw, "$") if case_at is None else (_field(raw, case_at), f"$.{case_at}")
    context: dict[str, Any] = {"resolver": resolver, "read": {}}
    faults = list(size_faults(case, path)) or _read_long_lists(case, path, context)
    if faults:
        raise BadCase(faults[:MAX_FAULTS])
    if context["read"]:
        document = _without_lists(raw, context["read"], case_at)
    try:
        return model.model_validate_json(document, context=context)
    except ValidationError as error:
        raise BadCase(_faults_of(error)) from None
    except BadCase as error:
        # A case names its faults from its own root, which here may be a field of the document.
        raise BadCase([Fault(path + fault.path[1:], fault.message) for fault in error.faults]) from None


def parse_json(document: bytes) -> Any:
    """Strict JSON: no NaN, no Infinity, no key twice, no lone surrogate, no wild nesting."""
    refuse_bulk(document)
    try:
        return jiter.from_json(document, allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys")
    except ValueError as error:
        raise BadCase([Fault("$", _without_content(str(error)))]) from None


def _without_content(message: str) -> str:
    """jiter's message with its position; a repeated key's name is the caller's text, so drop it."""
    message = re.sub(r'Detected duplicate key ".*"', "the same key twice in one object", message, flags=re.S)
    return "not valid JSON: " + re.sub(r"[^\x20-\x7e]", "", message)[:200]


def _field(raw: Any, name: str) -> Any:
    return raw.get(name) if isinstance(raw, dict) else None


def _read_long_lists(case: Any, path: str, context: dict[str, Any]) -> list[Fault]:
    """The faults of a case's long lists, found a piece at a time so that they never pile up.

    What was read of them is put into the context, where the case finds it.
    """
    faults: list[Fault] = []
    for name in LIMITS:
        entries = _field(case, name)
        runs = list(pieces(entries, _FAULTS_AT_A_TIME)) if isinstance(entries, list) else []
        parts: list[Any] = []
        for start, run in runs if len(runs) > 1 else []:
            try:
                parts += _list_of(name).validate_json(json.dumps(run), context=context)
            except ValidationError as error:
                faults += _faults_of_run(error, name, start, path)
            if len(faults) >= MAX_FAULTS:
                return faults
        if parts:
            context["read"][name] = tuple(parts)
    return faults


def _without_lists(raw: Any, names: Collection[str], case_at: str | None) -> bytes:
    """The document again, without the lists that have been read: validating takes longer than this."""
    case = raw if case_at is None else raw[case_at]
    short = {name: part for name, part in case.items() if name not in names}
    return json.dumps(short if case_at is None else {**raw, case_at: short}).encode()


def _faults_of_run(error: ValidationError, name: str, start: int, path: str) -> Iterator[Fault]:
    for detail in _details(error):
        position, *inside = detail["loc"]
        yield _fault(detail, (name, start + position, *inside), path)


@cache
def _list_of(name: str) -> TypeAdapter[Any]:
    annotation: Any = Case.model_fields[name].annotation
    return TypeAdapter(annotation)


def _faults_of(error: ValidationError) -> list[Fault]:
    return [_fault(detail, detail["loc"]) for detail in _details(error)]


def _details(error: ValidationError) -> list[Any]:
    return error.errors(include_url=False, include_input=False, include_context=True)[:MAX_FAULTS]


def _fault(detail: Any, steps: tuple[int | str, ...], root: str = "$") -> Fault:
    """One fault. The name of an unknown field is the caller's own text, so it is not repeated."""
    if detail["type"] != "extra_forbidden":
        return Fault(root + _path(steps), _message(detail))
    near = get_close_matches(str(steps[-1]), _field_names(), n=1)
    hint = f"did you mean {near[0]}? Correct its name" if near else "correct its name"
    return Fault(
        f"{root}{_path(steps[:-1])}.(unknown field)", f"is not a field of the schema: take it out, or {hint}"
    )


def _path(steps: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


@cache
def _field_names() -> tuple[str, ...]:
    parts = Case.model_json_schema()["$defs"].values()
    return tuple(sorted({name for part in parts for name in part.get("properties", ())}))


_WAY_OUT = {
    "missing": "is missing: give it",
    "date_from_datetime_parsing": "must be a date like 2026-04-01",
    "date_from_datetime_inexact": "must be a date like 2026-04-01",
    "date_parsing": "must be a date like 2026-04-01",
    "date_type": "must be a date like 2026-04-01",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number, not text or null",
    "int_parsing_size": "is too large a number",
    "finite_number": "must be a finite number",
    "string_unicode": "must be valid Unicode text",
    "json_invalid": "is not valid JSON",
}


def _message(detail: Any) -> str:
    """Only fixed sentences and limits of the schema: pydantic's own text never holds input here."""
    return _WAY_OUT.get(detail["type"]) or str(detail["msg"])
