"""The published JSON Schema lets in what the reader lets in, postcodes too, and refuses what it can see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher.domain.case import Case
from tests.domain.full import at, full, replaced

Doc = dict[str, Any]
SCHEMA: Doc = Case.model_json_schema(by_alias=True)
FULL = full()
DEMO = Path(__file__).parents[2] / "data" / "demo" / "case.json"
POSTCODE = {"postcode": "CV1 2NE"}
PLACES = [("referrals", 0, "origin"), ("referrals", 0, "school"), ("homes", 1, "location")]
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
ANNOTATIONS = {"$defs", "title", "description", "default", "examples", "format"}


def allows(schema: Doc, value: Any) -> bool:
    """Whether a schema lets a value in, by the words of JSON Schema that ours uses; another word fails."""
    if "type" in schema and not _is_a(schema["type"], value):
        return False
    return all(WORDS[word](rule, value, schema) for word, rule in schema.items() if word not in ANNOTATIONS)


def _is_a(kind: str, value: Any) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _pairwise(rules: list[Doc], value: Any, _: Doc) -> bool:
    return all(allows(rule, entry) for rule, entry in zip(rules, value, strict=False))


def _properties(rules: Doc, value: Any, _: Doc) -> bool:
    return all(allows(rules[name], part) for name, part in value.items() if name in rules)


WORDS: dict[str, Callable[[Any, Any, Doc], bool]] = {
    "type": lambda rule, value, _: _is_a(rule, value),
    "$ref": lambda rule, value, _: allows(SCHEMA["$defs"][rule.rpartition("/")[2]], value),
    "allOf": lambda rules, value, _: all(allows(rule, value) for rule in rules),
    "contains": lambda rule, value, _: any(allows(rule, entry) for entry in value),
    "anyOf": lambda rules, value, _: any(allows(rule, value) for rule in rules),
    "const": lambda rule, value, _: bool(value == rule),
    "enum": lambda rule, value, _: value in rule,
    "minimum": lambda rule, value, _: bool(value >= rule),
    "maximum": lambda rule, value, _: bool(value <= rule),
    "pattern": lambda rule, value, _: re.search(rule, value) is not None,
    "minLength": lambda rule, value, _: len(value) >= rule,
    "maxLength": lambda rule, value, _: len(value) <= rule,
    "minItems": lambda rule, value, _: len(value) >= rule,
    "maxItems": lambda rule, value, _: len(value) <= rule,
    "items": lambda rule, value, _: all(allows(rule, entry) for entry in value),
    "prefixItems": _pairwise,
    "required": lambda names, value, _: set(names) <= value.keys(),
    "additionalProperties": lambda rule, value, of: not rule and value.keys() <= of["properties"].keys(),
    "properties": _properties,
}


def test_the_full_document_and_the_demonstration_are_let_in() -> None:
    assert allows(SCHEMA, FULL)
    assert allows(SCHEMA, json.loads(DEMO.read_bytes()))


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_a_postcode_may_stand_for_every_place(path: tuple[str | int, ...]) -> None:
    assert "easting" in at(FULL, path)
    assert allows(SCHEMA, replaced(FULL, path, POSTCODE))


@pytest.mark.parametrize("path", PLACES, ids=str)
@pytest.mark.parametrize(
    "wrong", [{"postcode": 5}, {"postcode": "C"}, POSTCODE | {"easting": 1}, {}, "CV1 2NE"], ids=str
)
def test_half_a_postcode_or_both_is_refused(path: tuple[str | int, ...], wrong: Any) -> None:
    assert not allows(SCHEMA, replaced(FULL, path, wrong))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "placement-case/2"),
        (("surname",), "x"),
        (("homes", 0, "places"), "5"),
        (("homes", 0, "name"), "x\u202ey"),
        (("budgets", 0, "weekly_limit_pence"), 10**11 + 1),
        (("referrals", 0, "urgency"), "soon"),
        (("policy", "incompatible_flags"), [["a"]]),
    ],
    ids=str,
)
def test_what_the_reader_refuses_by_its_shape_the_schema_refuses(
    path: tuple[str | int, ...], wrong: Any
) -> None:
    assert not allows(SCHEMA, replaced(FULL, path, wrong))
