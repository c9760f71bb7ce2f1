"""From bytes to a Case: parsed strictly, held within bounds, then read by its types in one go."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

import jiter
from pydantic import BaseModel, ValidationError

from matcher.domain.absent import fill_absent, fill_added
from matcher.domain.bounds import MAX_BYTES as MAX_BYTES
from matcher.domain.bounds import refuse_bulk, size_faults
from matcher.domain.case import Case
from matcher.domain.place import Resolver
from matcher.domain.telling import MAX_FAULTS, all_faults
from matcher.errors import BadCase, Fault

Document = TypeVar("Document", bound=BaseModel)
CASE_SCHEMA = "placement-case/1"
_OURS = re.compile(r"placement-[a-z-]{1,40}/[0-9]{1,3}")


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
    faults = size_faults(case, path)
    if faults:
        raise BadCase(faults[:MAX_FAULTS])
    if case_at is not None or model is Case:
        _refuse_other_document(case, path)
    context = {"resolver": resolver}
    if any([fill_absent(case), fill_added(raw)]):
        document = json.dumps(raw, ensure_ascii=False).encode()
    try:
        return model.model_validate_json(document, context=context)
    except ValidationError as error:
        raise BadCase(all_faults(error, case, path, context, model)) from None
    except BadCase as error:
        # A case names its faults from its own root, which here may be a field of the document.
        raise BadCase([Fault(path + fault.path[1:], fault.message) for fault in error.faults]) from None


def _refuse_other_document(raw: Any, path: str) -> None:
    """Where another document of ours is given for the case, say that, and not what each field is not."""
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(schema, str) and schema != CASE_SCHEMA and _OURS.fullmatch(schema):
        told = f"this is another document, an answer perhaps, not a case: give the case ({CASE_SCHEMA})"
        raise BadCase([Fault(f"{path}.schema", told)])


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
