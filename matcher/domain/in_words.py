"""What the types refuse, in plain English: fixed sentences and limits of the schema, never what was sent."""

from __future__ import annotations

from typing import Any, get_args

from pydantic_core import core_schema

from matcher.domain.types import AREA, CODE, ID, READABLE

_A_DAY = "must be a date like 2026-04-01"
AN_OBJECT = "must be an object"
_A_LIST = "must be a list"
KIND_UNKNOWN = "must name in `kind` what kind it is"
"""Said of a change whose kind is missing or is none; whoever knows the kinds lists them."""
_SENTENCES = {
    "missing": "is missing: give it",
    "date_from_datetime_parsing": _A_DAY,
    "date_from_datetime_inexact": _A_DAY,
    "date_parsing": _A_DAY,
    "date_type": _A_DAY,
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number, not text or null",
    "int_parsing_size": "is too large a number",
    "float_type": "must be a number, not text or null",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode text",
    "string_pattern_mismatch": "holds a character that is not allowed there, or is too long: see the schema",
    "tuple_type": _A_LIST,
    "list_type": _A_LIST,
    "dict_type": AN_OBJECT,
    "model_type": AN_OBJECT,
    "model_attributes_type": AN_OBJECT,
    "none_required": "must be null: leave it out",
    "json_invalid": "is not valid JSON",
    "union_tag_invalid": KIND_UNKNOWN,
    "union_tag_not_found": KIND_UNKNOWN,
}
_WITH_LIMITS = {
    "literal_error": "must be one of: {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "string_too_short": "must have at least {min_length} {letters}: fill it in",
    "string_too_long": "must have at most {max_length} characters: shorten it",
    "too_short": "must hold at least {min_length} {entries}: give more",
    "too_long": "must hold at most {max_length} entries: take some out",
}
_PATTERNS = {
    READABLE: "holds a control character, or one that turns the direction of reading: take it out",
    ID: ("must be an id: up to 64 letters and digits without accents, and after the first also _ . : / -"),
    CODE: ("must be a code: up to 64 small letters and digits, and after the first also _ and -"),
    AREA: "must be the code of an area, like E08000026",
}
_OF_THE_LIBRARY = frozenset(get_args(core_schema.ErrorType))


def in_words(detail: Any) -> str:
    """One fault of pydantic's, told with the way out. What our own checks say is passed on as it is."""
    kind, limits = detail["type"], detail.get("ctx", {})
    if kind == "string_pattern_mismatch" and limits["pattern"] in _PATTERNS:
        return _PATTERNS[limits["pattern"]]
    if kind in _WITH_LIMITS:
        one = limits.get("min_length") == 1
        plurals = {"entries": "entry" if one else "entries", "letters": "character" if one else "characters"}
        return _WITH_LIMITS[kind].format(**limits | plurals)
    if kind in _SENTENCES or kind not in _OF_THE_LIBRARY:
        return _SENTENCES.get(kind) or str(detail["msg"])
    return "is not what belongs here: see the schema"
