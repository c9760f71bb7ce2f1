"""The part that walks at random through every act of deciding, beside a model in plain Python."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.assurance.parts import Found, Part, Size
from tests.databases import KINDS
from tests.service.decisions.test_stateful import walked

ACTS_A_WALK = 50


def parts() -> list[Part]:
    """After every act the database must be as the model, and every invariant hold."""
    goals: Mapping[Size, int] = {"ci": 5, "claim": 200}
    return [
        Part(f"random walks of deciding, {kind}", "walks", goals, partial(_walked, kind)) for kind in KINDS
    ]


def _walked(kind: str, walks: int) -> Found:
    with tempfile.TemporaryDirectory() as folder:
        try:
            walked(kind, Path(folder), walks, ACTS_A_WALK)
        except AssertionError as error:
            return Found(walks, (f"the shortest walk that goes wrong: {error}",))
    return Found(walks, figures={"acts_a_walk_at_most": ACTS_A_WALK})
