"""The Python API: what it loads, when a solving process starts, and what it says beside the answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.cli.app import app
from matcher.domain.case import Case
from matcher.model.process import POOL
from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from tests.builders import case, document, home, referral
from tests.cli.run import run, written

SOLVING = ("match", "options", "alternatives", "route", "reviews", "price-of-rules")


def loaded(statement: str) -> set[str]:
    """The top-level modules in memory after a statement in a fresh interpreter."""
    program = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split())


LOOKING = """
from matcher import library
case = library.load_case("data/demo/case.json")
library.why_not(case, "R-01")
library.verdict(case, {})
library.rules()
case.fingerprint
"""


def test_importing_it_loads_neither_numpy_nor_pydantic() -> None:
    assert not {"numpy", "ortools", "pydantic"} & loaded("from matcher import library")


def test_reading_checking_and_explaining_load_nothing_of_the_solver() -> None:
    assert not {"numpy", "ortools", "highspy"} & loaded(LOOKING)


def test_a_warm_process_waits_for_the_first_question_and_ends_when_told() -> None:
    library.close()
    library.warm()
    waiting = list(POOL.idle)

    assert waiting
    assert all(child.alive for child in waiting)
    library.allocate(case())
    assert set(POOL.idle) == set(waiting)
    library.close()
    assert (POOL.idle, [child.alive for child in waiting]) == ([], [False] * len(waiting))


@pytest.mark.parametrize("command", SOLVING)
def test_a_command_that_solves_starts_the_process_before_it_reads(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    load_case = library.load_case

    def read(source: bytes) -> Case:
        told.append("read")
        return load_case(source)

    monkeypatch.setattr(library, "warm", lambda: told.append("warm"))
    monkeypatch.setattr(library, "load_case", read)

    assert run(command, written(tmp_path, document([referral("A")], [home("H1")]))).exit_code == 0
    assert told == ["warm", "read"]


PRICES = {"break-even", "frontier", "price-of-rules", "sweep", "what-if", "relax"}
QUESTIONS = PRICES | {"emergency", "impact", "reviews", "route"}
STORED = {"replay"}
"""Solves again what a council's record keeps."""
OTHERS = {"demo", "serve", "why-not", "verify", "rules", "schema", "fingerprint"}


def test_no_other_command_solves() -> None:
    names = {command.name for command in app.registered_commands}
    assert names == {*SOLVING, *QUESTIONS, *STORED, *OTHERS}


def test_the_rules_are_both_registers_in_their_order() -> None:
    told = library.rules()

    assert [rule.code for rule in told.pair_rules] == list(ORDER)
    assert [rule.code for rule in told.group_rules] == list(GROUP_ORDER)
    for entry in (*told.pair_rules, *told.group_rules):
        rule = (PAIR_RULES | GROUP_RULES)[entry.code]
        assert (entry.title, entry.waivable, entry.waived_by) == (rule.title, rule.waivable, rule.waived_by)
        assert (entry.source.words, entry.source.link) == (rule.source.words, rule.source.link)
        assert entry.in_force_from == rule.in_force_from


def test_a_verdict_tells_every_breach_in_the_verifier_s_words() -> None:
    wrong: dict[str, Any] = {"allocation": {}}
    verdict = library.verdict(case(), wrong)

    assert not verdict.right
    assert [(one.code, one.message) for one in verdict.breaches] == [
        (breach.code, breach.message) for breach in library.verify(case(), wrong)
    ]
