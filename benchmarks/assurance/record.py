"""The part that alters the record behind the product's back: everything must be found."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.assurance.parts import Found, Part, Size
from tests.databases import KINDS
from tests.store.suspects import undetected


def parts() -> list[Part]:
    """Half of ten thousand on each database."""
    goals: Mapping[Size, int] = {"ci": 300, "claim": 5_000}
    return [Part(f"record altered, {kind}", "tamperings", goals, partial(_altered, kind)) for kind in KINDS]


def _altered(kind: str, tamperings: int) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        faults = undetected(kind, Path(folder), range(tamperings))
    return Found(tamperings, tuple(faults), {"seeds": f"0–{tamperings - 1}"})
