"""One thing wrong with an answer, and how its message names what it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}")


@dataclass(frozen=True)
class Breach:
    """One thing wrong with an answer: the rule's code or the figure's place, and a sentence.

    `code` is a rule of the book, a field such as `tier2` or `placements.distance_m`, or
    `shape` for a document that is not built like an answer.
    """

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def named(text: str) -> str:
    """An id as it may be shown: whatever is not built like an id is not repeated."""
    return text if _ID.fullmatch(text) else "(not an id)"


def misstated(code: str, what: str, claimed: object, right: object) -> Breach:
    """A figure that the case contradicts; both are whole numbers, ids or yes and no."""
    return Breach(code, f"{what}: the answer says {_said(claimed)}, the case says {_said(right)}")


def _said(value: object) -> str:
    words = {None: "none", True: "yes", False: "no"}
    if value is None or isinstance(value, bool):
        return words[value]
    return named(value) if isinstance(value, str) else str(value)
