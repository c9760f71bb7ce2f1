"""The price of rules keeps its time, at a size where the rules are more than a short time holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks.generate import generate
from matcher import library
from matcher.domain.case import Case
from matcher.domain.price_of_rules import PriceOfRules
from matcher.domain.without import rules_of
from matcher.errors import Cancelled, ProposalRejected
from matcher.verify import Breach
from tests.builders import sent
from tests.differential.draws import read

SHORT_S = 1.0
SLACK_S = 2.0
"""On a machine that others use too; packing every changed case first took ten times as long."""


@pytest.fixture(scope="module")
def county() -> Case:
    found = read(generate("county", 3))
    library.allocate(found)
    return found


def told(answer: PriceOfRules) -> list[str]:
    """The names of the rules in an answer, those without a price too."""
    priced = [price.rule for price in answer.prices]
    free = [skipped.rule for skipped in answer.skipped]
    return sorted(rule.name for rule in (*priced, *free, *answer.open))


def test_a_county_ends_at_its_limit_verified_and_says_what_it_left_open(county: Case) -> None:
    began = time.monotonic()
    answer = library.price_of_rules(county, settings=library.Settings(limit_s=SHORT_S))
    took = time.monotonic() - began

    assert took < SHORT_S + SLACK_S
    assert answer.status == "best_found"
    assert answer.open
    assert told(answer) == sorted(rule.name for rule in rules_of(county))
    assert library.verify(county, sent(answer)) == ()


def test_a_caller_who_stops_it_between_two_rules_is_heard_at_once(county: Case) -> None:
    settings: list[library.Settings] = []

    def stop(progress: library.Progress) -> None:
        if progress.stage == "rules":
            settings[0].cancel.set()

    settings.append(library.Settings(progress=stop))
    began = time.monotonic()
    with pytest.raises(Cancelled):
        library.price_of_rules(county, settings=settings[0])

    assert time.monotonic() - began < SHORT_S + SLACK_S


def refusing(word: str) -> Callable[..., Any]:
    """A verifier that finds something wrong with any answer that holds a rule of this kind at a price."""

    def verify(case: Case, answer: dict[str, Any]) -> list[Breach]:
        kinds = [entry["rule"]["kind"] for entry in [*answer["prices"], *answer["skipped"]]]
        return [Breach("prices", "wrong")] if word in kinds else []

    return verify


def test_a_part_that_the_verifier_refuses_ends_the_whole(
    county: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matcher.verify.verify", refusing("together"))

    with pytest.raises(ProposalRejected):
        library.price_of_rules(county, ["together", "budget"])
