"""Heads of the record that were kept outside: one JSON line each, as `placements audit head` prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from matcher.cli.files import read_bytes
from matcher.errors import BadCase, Fault

Anchors = dict[str, dict[int, str]]
"""By the council's code: the hash of each row that was anchored."""
_HASH = re.compile("[0-9a-f]{64}")


def load_anchors(name: str) -> Anchors:
    """Every anchor in a file, or on standard input for `-`. Raises BadCase with all faults."""
    anchors: Anchors = {}
    faults: list[Fault] = []
    for where, line in _lines(name):
        try:
            code, sequence, hash_ = _anchor(line)
        except (BadCase, ValueError):
            faults.append(Fault(where, "must be a line as `placements audit head` prints it"))
            continue
        held = anchors.setdefault(code, {}).setdefault(sequence, hash_)
        if held != hash_:
            faults.append(Fault(where, f"anchors row {sequence} again, with another hash"))
    if faults:
        raise BadCase(faults)
    return anchors


def _lines(name: str) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(read_bytes(name).splitlines(), start=1):
        if line.strip():
            yield f"line {number}", line


def _anchor(line: bytes) -> tuple[str, int, str]:
    from matcher.domain.reading import parse_json

    match parse_json(line):
        case {"council": str(code), "sequence": int(sequence), "hash": str(hash_)} if _HASH.fullmatch(hash_):
            return code, sequence, hash_
        case _:
            raise ValueError


def anchor_of(code: str, sequence: int, hash_: str, at: str) -> dict[str, Any]:
    """The other way round: what is kept outside."""
    return {"council": code, "sequence": sequence, "hash": hash_, "at": at}
