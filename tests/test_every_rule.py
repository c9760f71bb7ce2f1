"""Seven promises, kept by every rule of both registers; a new rule breaks the first until it has cases."""

from __future__ import annotations

import json

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.model.eligibility import MASKS
from matcher.rules.book import ORDER, breaches, exclusions, stay_warnings
from matcher.rules.facts import Facts
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from matcher.verify import verify
from tests.builders import sent
from tests.cases import RuleCase
from tests.differential.engine import SWITCHES, solve_without
from tests.group_cases import GROUP_CASES
from tests.pair_cases import PAIR_CASES

CASES = (*PAIR_CASES, *GROUP_CASES)
RULES = (*PAIR_RULES, *GROUP_RULES)
BROKEN = [entry for entry in CASES if entry.broken]
LEGAL = [entry for entry in CASES if not entry.broken]
BROKEN_PAIRS = [entry for entry in PAIR_CASES if entry.broken]
broken = pytest.mark.parametrize("entry", BROKEN, ids=str)
legal = pytest.mark.parametrize("entry", LEGAL, ids=str)
broken_pair = pytest.mark.parametrize("entry", BROKEN_PAIRS, ids=str)


def case_of(entry: RuleCase) -> Case:
    return read_case(json.dumps(entry.document).encode())


def whole(entry: RuleCase) -> dict[str, str | None]:
    """The plan with everybody in it."""
    return {child["id"]: entry.plan.get(child["id"]) for child in entry.document["referrals"]}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_failing_case_and_a_legal_one_on_its_boundary(rule: str) -> None:
    kinds = {entry.broken for entry in CASES if entry.rule == rule}

    assert kinds == {True, False}


def test_every_rule_is_encoded_once_for_the_solver_and_can_be_switched_off_there() -> None:
    assert set(MASKS) == set(PAIR_RULES) == set(ORDER)
    assert set(SWITCHES) == set(GROUP_RULES)
    assert {entry.rule for entry in CASES} == set(RULES)


def test_no_two_cases_have_one_name() -> None:
    assert len({str(entry) for entry in CASES}) == len(CASES)


@broken
def test_the_solver_obeys_it(entry: RuleCase) -> None:
    case = case_of(entry)

    proposal = library.allocate(case)

    assert proposal.allocation != whole(entry)
    assert verify(case, sent(proposal)) == ()


@broken
def test_sabotage_is_caught_by_name(entry: RuleCase) -> None:
    case = case_of(entry)

    answer = solve_without(case, entry.codes)

    assert answer == whole(entry), "the sabotage changed nothing: the case does not need the rule"
    assert {breach.code for breach in verify(case, {"allocation": answer})} == entry.codes


@broken_pair
def test_the_explanation_names_it_and_both_ids(entry: RuleCase) -> None:
    case = case_of(entry)
    facts = Facts(case)

    found = {e.rule: e for e in exclusions(facts, facts.referrals["A"], facts.homes["H1"])}
    told = {answer.home: answer for answer in library.why_not(case, "A").homes}["H1"]

    assert set(found) == entry.codes & PAIR_RULES.keys()
    assert "H1" in found[entry.rule].reason
    assert found[entry.rule].waivable == PAIR_RULES[entry.rule].waivable
    assert [(rule.rule, rule.reason) for rule in told.rules] == [(e.rule, e.reason) for e in found.values()]


@pytest.mark.parametrize("entry", [entry for entry in GROUP_CASES if entry.broken], ids=str)
def test_the_sentence_of_a_breach_names_a_child_a_home_a_group_or_a_fund(entry: RuleCase) -> None:
    found = breaches(Facts(case_of(entry)), dict(entry.plan))

    sentences = [sentence for rule, sentence in found if rule == entry.rule]

    assert sentences
    assert all({"A", "B", "C", "H1", "G1", "la", "icb"} & set(s.replace(",", "").split()) for s in sentences)


@legal
def test_it_is_no_stricter_than_its_source(entry: RuleCase) -> None:
    case = case_of(entry)

    assert breaches(Facts(case), dict(entry.plan)) == []
    assert verify(case, {"allocation": whole(entry)}) == ()


@legal
def test_nothing_legal_is_lost(entry: RuleCase) -> None:
    proposal = library.allocate(case_of(entry))

    assert (proposal.status, proposal.allocation) == ("optimal", whole(entry))


STAYS = [entry for entry in PAIR_CASES if entry.clause.endswith("but the child lives there")]


@pytest.mark.parametrize("entry", STAYS, ids=str)
def test_a_rule_that_does_not_bind_a_stay_warns_of_it(entry: RuleCase) -> None:
    facts = Facts(case_of(entry))
    placed = library.allocate(facts.case).placements[0]

    warned = stay_warnings(facts, facts.referrals["A"], facts.homes["H1"])

    assert [exclusion.rule for exclusion in warned] == [entry.rule]
    assert [(warning.rule, warning.reason) for warning in placed.warnings] == [
        (e.rule, e.reason) for e in warned
    ]
