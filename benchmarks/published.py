"""The councils' own figures (`data/published`), each with its date and its source there."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

PUBLISHED = Path(__file__).parent.parent / "data" / "published"


@cache
def figure(paper: str, name: str) -> int:
    """A published figure in the unit that its file states. Raises KeyError for an unknown name."""
    figures = tomllib.loads((PUBLISHED / f"{paper}.toml").read_text(encoding="utf-8"))
    return int(figures[name]["value"])
