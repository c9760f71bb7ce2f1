"""Small documents with a child half known, and what emergency mode says of them."""

from __future__ import annotations

import json
from typing import Any

from matcher import library
from matcher.domain.emergency import Emergency
from tests.builders import Doc, document, home, referral


def half_known(*unknown: str, **changes: Any) -> Doc:
    """The plain child A without these fields, which `unknown` names; lists that are given are kept."""
    child = referral("A", **changes) | {"unknown": list(unknown)}
    return {name: value for name, value in child.items() if name not in unknown or name in changes}


def asked(child: Doc, *homes: Doc, others: tuple[Doc, ...] = (), **changes: Any) -> Emergency:
    """The verified answer for A; one plain home unless homes are given."""
    doc = document([child, *others], list(homes) or [home()], **changes)
    return library.emergency(library.load_case(json.dumps(doc).encode()), "A")


def standing(answer: Emergency) -> str:
    """Where the one home of a small case stands."""
    return "sure" if answer.sure else "possible" if answer.possible else "shut"
