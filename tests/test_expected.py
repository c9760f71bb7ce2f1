"""The five shared cases against answers that an independent solver and brute force found before us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.verify import verify
from tests.builders import sent

FOLDER = Path(__file__).parent / "cases"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
every_case = pytest.mark.parametrize("name", sorted(EXPECTED))


def load(name: str) -> Case:
    return library.load_case(FOLDER / f"{name}.json")


def test_there_are_five_cases_and_each_has_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("case-*.json")} == set(EXPECTED)
    assert len(EXPECTED) == 5


@every_case
def test_the_optimum_is_the_expected_one_and_proved(name: str) -> None:
    case = load(name)

    proposal = library.allocate(case)

    assert (proposal.status, proposal.tier1, proposal.tier2) == (
        "optimal",
        EXPECTED[name]["tier1"],
        EXPECTED[name]["tier2"],
    )
    assert (proposal.proof.tier1.gap, proposal.proof.tier2.gap) == (0, 0)
    assert verify(case, sent(proposal)) == ()


@every_case
def test_every_option_has_the_expected_regret(name: str) -> None:
    case = load(name)

    table = library.options(case)
    regrets = {
        f"{option.referral}|{option.home}": option.regret and [option.regret.tier1, option.regret.tier2]
        for option in table.options
    }

    assert table.status == "optimal"
    assert len(table.options) == EXPECTED[name]["options"]
    assert regrets == EXPECTED[name]["regret"]


@every_case
def test_every_listed_pair_is_shut_by_the_expected_rules(name: str) -> None:
    case = load(name)
    expected = EXPECTED[name]["why_not"]
    children = sorted({pair.split("|")[0] for pair in expected})

    told = {
        f"{child}|{answer.home}": [rule.rule for rule in answer.rules]
        for child in children
        for answer in library.why_not(case, child).homes
    }

    assert {pair: told[pair] for pair in expected} == expected
