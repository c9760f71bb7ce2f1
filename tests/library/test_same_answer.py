"""The same case gives the same answer: any number of workers, again, afresh, in any order of its lists."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from benchmarks.draw import Document
from benchmarks.generate import generate
from matcher import library
from matcher.errors import PinsClash
from tests.differential.draws import drawn, read
from tests.domain.test_fingerprint import shuffled

ROOT = Path(__file__).parents[2]
TINY = range(3_000, 3_030)
DESKS = [generate("desk", seed) for seed in (1, 2, 3)]
SMALL = [drawn(seed) for seed in TINY]

Answer = Callable[[Document, library.Settings], str]


def proposal(doc: Document, how: library.Settings) -> str:
    """All of a proposal but how it was made, as JSON; or the pins that clash."""
    try:
        answer = library.allocate(read(doc), how)
    except PinsClash as clash:
        return json.dumps(clash.pins)
    return answer.model_dump_json(by_alias=True, exclude={"run"})


def some_options(doc: Document, how: library.Settings) -> str:
    """The options of the first two children, as JSON; or the pins that clash."""
    children = sorted(child["id"] for child in doc["referrals"])[:2]
    try:
        answer = library.options(read(doc), children, how)
    except PinsClash as clash:
        return json.dumps(clash.pins)
    return answer.model_dump_json(by_alias=True, exclude={"run"})


every_desk = pytest.mark.parametrize("doc", DESKS, ids=["desk 1", "desk 2", "desk 3"])
every_answer = pytest.mark.parametrize("answer", [proposal, some_options])


@every_answer
@every_desk
def test_workers_seeds_and_repetition_leave_a_desk_answer_identical(doc: Document, answer: Answer) -> None:
    once = answer(doc, library.Settings(workers=1))

    for how in (*(library.Settings(workers=n) for n in (1, 2, 4)), library.Settings(seed=9)):
        assert answer(doc, how) == once


@every_answer
@every_desk
def test_the_order_of_the_lists_leaves_a_desk_answer_identical(doc: Document, answer: Answer) -> None:
    once = answer(doc, library.Settings())

    for seed in (1, 2):
        turned = shuffled(doc, Random(seed))
        assert turned["referrals"] != doc["referrals"]
        assert answer(turned, library.Settings()) == once


@every_answer
def test_workers_repetition_and_order_leave_small_answers_identical(answer: Answer) -> None:
    for seed, doc in zip(TINY, SMALL, strict=True):
        once = answer(doc, library.Settings())

        assert answer(doc, library.Settings()) == once, seed
        assert answer(doc, library.Settings(workers=2)) == once, seed
        assert answer(doc, library.Settings(workers=4, seed=5)) == once, seed
        assert answer(shuffled(doc, Random(seed)), library.Settings()) == once, seed


FRESH = """
import json, sys
from matcher import library
from tests.library.test_same_answer import DESKS, SMALL, proposal
json.dump([proposal(doc, library.Settings()) for doc in [*DESKS, *SMALL[:5]]], sys.stdout)
"""


def test_a_fresh_process_gives_the_same_proposals_whatever_its_hash_seed() -> None:
    here = [proposal(doc, library.Settings()) for doc in [*DESKS, *SMALL[:5]]]

    done = subprocess.run(
        [sys.executable, "-c", FRESH],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "4711", "PATH": ""},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )

    assert json.loads(done.stdout) == here
    assert done.stderr == ""
