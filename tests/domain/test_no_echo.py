"""No message repeats what a person wrote about a child, whichever field it was written in."""

from __future__ import annotations

import copy
import json
import traceback
from typing import Any

import pytest

from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.errors import BadCase
from tests.domain.full import Path, at, branches, full, leaves, replaced, written

FULL = full()
CANARIES = [
    "Xanthe Quill",
    "XANTHE-QUILL",
    "xanthe_quill",
    {"Xanthe Quill": "Xanthe Quill"},
    ["Xanthe Quill"],
]
NAMED = ("xanthe", "quill")


def everything_said(document: bytes) -> str:
    """All that a log would hold of a refused document; nothing when it is let in."""
    try:
        read_case(document)
    except BadCase as error:
        shown = [str(error), repr(error), repr(error.faults), *map(str, error.faults)]
        return "\n".join([*shown, *traceback.format_exception(error)]).lower()
    return ""


def echoes(document: Any) -> list[str]:
    said = everything_said(json.dumps(document).encode())
    return [name for name in NAMED if name in said]


@pytest.mark.parametrize("path", [path for path, _ in leaves(FULL)], ids=written)
def test_a_value_planted_in_any_field_is_not_repeated(path: Path) -> None:
    for canary in CANARIES:
        assert echoes(replaced(FULL, path, canary)) == []


@pytest.mark.parametrize("path", [path for path, _ in branches(FULL)], ids=written)
def test_a_value_planted_as_a_field_name_or_a_list_entry_is_not_repeated(path: Path) -> None:
    for canary in CANARIES:
        doc = copy.deepcopy(FULL)
        branch = at(doc, path)
        if isinstance(branch, list):
            branch += [canary, 0]
        else:
            branch["Xanthe Quill"] = branch["XantheQuill"] = canary

        assert everything_said(json.dumps(doc).encode()), "the plant was let in"
        assert echoes(doc) == []


@pytest.mark.parametrize(
    "document",
    [
        b'{"xanthe quill": 1, "xanthe quill": 2}',
        b'{"schema": "Xanthe Quill}',
        b'{"schema": Xanthe}',
        b'"Xanthe Quill',
        b'{"a": "\\uXANT"}',
    ],
)
def test_a_document_that_is_no_json_is_not_repeated(document: bytes) -> None:
    said = everything_said(document)

    assert said
    assert [name for name in NAMED if name in said] == []


def test_a_fault_in_the_domain_types_themselves_is_not_repeated_either() -> None:
    doc = replaced(FULL, ("referrals", 0, "birth_date"), "Xanthe Quill")

    with pytest.raises(ValueError, match="1 validation error") as caught:
        Case.model_validate_json(json.dumps(doc))

    assert "Quill" not in str(caught.value)
