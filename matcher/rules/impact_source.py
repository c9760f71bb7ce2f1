"""The table for impact assessments: the starting one in data/reference, or a council's own in its place."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path

from matcher.domain.impact_table import ImpactTable
from matcher.domain.reading import read_document
from matcher.errors import BadCase, Fault
from matcher.geo.reference import SETTING, reference_dir

FILE = "impact.toml"


def starting_table() -> ImpactTable:
    """The table of data/reference. Raises FileNotFoundError with the way out, BadCase for a wrong one."""
    return _at(reference_dir() / FILE)


def read_table(document: bytes) -> ImpactTable:
    """A council's own table, in TOML or in JSON. Raises BadCase with every fault found."""
    if document.lstrip()[:1] != b"{":
        document = json.dumps(_toml(document), default=str).encode()
    return read_document(document, ImpactTable)


def _toml(document: bytes) -> object:
    try:
        return tomllib.loads(document.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise BadCase([Fault("$", "is neither TOML nor JSON in UTF-8: correct it")]) from None


@lru_cache(maxsize=2)
def _at(file: Path) -> ImpactTable:
    if not file.is_file():
        folder = file.parent.parent
        raise FileNotFoundError(f"the impact table is not at {file}: set {SETTING} (now {folder})")
    return read_table(file.read_bytes())
