"""The long proofs of the record, short: they prove something, and would tell of a fault."""

from __future__ import annotations

import re
from typing import Any

import pytest

from benchmarks.assurance import history
from matcher.service import replay


def test_a_filled_record_is_one_that_the_product_calls_whole() -> None:
    walked = history.parts()[0].run(5_001)

    assert (walked.done, walked.wrong) == (5_001, ())
    assert set(walked.figures) == {"seconds", "own_processor_seconds"}


def test_drawn_runs_are_kept_and_replayed() -> None:
    replayed = history.parts()[1].run(3)

    assert (replayed.done, replayed.wrong) == (3, ())


def test_a_replay_that_differs_is_told_with_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(store: object, actor: object, run_id: int) -> Any:
        return replay.Replayed(run_id, "plan", "differs", ("$.plan.tier2",), "0.1.0")

    monkeypatch.setattr(replay, "replayed", otherwise)

    replayed = history.parts()[1].run(1)

    [wrong] = replayed.wrong
    assert re.fullmatch(r"seed \d+: differs at \$\.plan\.tier2", wrong)
