"""From bytes to a Case: all faults at once, each with its JSON path, echoing nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jiter
from pydantic import ValidationError

from matcher.domain.case import Case
from matcher.domain.place import Resolver
from matcher.domain.types import MAX_HOMES, MAX_LINKS, MAX_REFERRALS
from matcher.errors import BadCase, Fault

MAX_BYTES = 64 * 2**20
MAX_FAULTS = 1_000
_LIMITS = {
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


def read_case(document: bytes, resolver: Resolver | None = None) -> Case:
    """Read a case document. Raises BadCase with every fault that could be found."""
    raw = parse_json(document)
    faults = list(_too_long(raw))
    if faults:
        raise BadCase(faults)
    try:
        return Case.model_validate_json(document, context={"resolver": resolver})
    except ValidationError as error:
        raise BadCase(_faults_of(error)) from None


def parse_json(document: bytes) -> Any:
    """Strict JSON: no NaN, no Infinity, no key twice, no lone surrogate, no wild nesting."""
    if len(document) > MAX_BYTES:
        raise BadCase([Fault("$", f"the document is larger than {MAX_BYTES // 2**20} MB: split it")])
    try:
        return jiter.from_json(
            document, allow_inf_nan=False, catch_duplicate_keys=True, cache_mode="keys"
        )
    except ValueError as error:
        raise BadCase([Fault("$", _without_content(str(error)))]) from None


def _without_content(message: str) -> str:
    """jiter's message with its position; a repeated key's name is the caller's text, so drop it."""
    message = re.sub(r'Detected duplicate key ".*"', "the same key twice in one object", message, flags=re.S)
    return "not valid JSON: " + re.sub(r"[^\x20-\x7e]", "", message)[:200]


def _too_long(raw: Any) -> Iterator[Fault]:
    if not isinstance(raw, dict):
        return
    for name, limit in _LIMITS.items():
        entries = raw.get(name)
        if isinstance(entries, list) and len(entries) > limit:
            yield Fault(f"$.{name}", f"more than {limit} entries: split the case")


def _faults_of(error: ValidationError) -> list[Fault]:
    details = error.errors(include_url=False, include_input=False, include_context=True)
    return [Fault(_path(detail), _message(detail)) for detail in details[:MAX_FAULTS]]


def _path(detail: Any) -> str:
    path = "$"
    for step in detail["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        elif re.fullmatch(r"[a-z_]{1,40}", step):
            path += f".{step}"
        else:
            path += ".(a field that is not in the schema)"
    return path


_WAY_OUT = {
    "missing": "is missing: give it",
    "extra_forbidden": "is not a field of the schema: take it out or correct its name",
    "date_from_datetime_parsing": "must be a date like 2026-04-01",
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
