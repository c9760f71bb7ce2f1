"""The witnesses against each other, on every allocation, before they are believed about the engine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher.domain.case import Case
from matcher.rules.book import breaches, exclusions
from matcher.rules.facts import Facts
from matcher.verify import verify
from tests.differential.brute import all_plans, enumerate_case
from tests.differential.draws import chunks, drawn, read, span
from tests.differential.plain import Doc, Plan, World, group_breaches
from tests.differential.prices import tiers

SHARED = Path(__file__).parents[1] / "cases"
EXPECTED: dict[str, Any] = json.loads((SHARED / "expected.json").read_text())
SMALL = sorted(EXPECTED)[:4]
MOST_PLANS = 60


def shared(name: str) -> Doc:
    doc: Doc = json.loads((SHARED / f"{name}.json").read_text())
    return doc


@pytest.mark.parametrize("name", SMALL)
def test_brute_force_finds_the_expected_optimum_and_every_expected_regret(name: str) -> None:
    expected = EXPECTED[name]

    truth = enumerate_case(shared(name))
    regrets = {f"{child}|{home}": regret for (child, home), regret in truth.regrets().items()}

    assert truth.best == (expected["tier1"], expected["tier2"])
    assert len(truth.eligible) == expected["options"]
    assert regrets == {key: regret and tuple(regret) for key, regret in expected["regret"].items()}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_both_rule_books_give_the_expected_reasons(name: str) -> None:
    doc = shared(name)
    world, facts = World(doc), Facts(read(doc))
    pairs = [key.split("|") for key in EXPECTED[name]["why_not"]]

    plain = {f"{c}|{h}": world.shut_by(world.children[c], world.homes[h]) for c, h in pairs}
    book = {
        f"{c}|{h}": [e.rule for e in exclusions(facts, facts.referrals[c], facts.homes[h])] for c, h in pairs
    }

    assert plain == book == EXPECTED[name]["why_not"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_plain_rules_and_the_rule_book_agree_on_every_pair_of_the_shared_cases(name: str) -> None:
    assert _pairs_apart(shared(name)) == []


@pytest.mark.parametrize("seeds", chunks(share=4), ids=span)
def test_the_plain_rules_and_the_rule_book_agree_on_every_pair(seeds: range) -> None:
    assert [fault for seed in seeds for fault in _pairs_apart(drawn(seed))] == []


def _pairs_apart(doc: Doc) -> list[tuple[str, str]]:
    world, facts = World(doc), Facts(read(doc))
    return [
        (c, h)
        for c, child in world.children.items()
        for h, home in world.homes.items()
        if world.shut_by(child, home)
        != [e.rule for e in exclusions(facts, facts.referrals[c], facts.homes[h])]
    ]


@pytest.mark.parametrize("seeds", chunks(share=10), ids=span)
def test_brute_force_the_rule_book_and_the_verifier_call_the_same_plans_legal(seeds: range) -> None:
    assert [fault for seed in seeds for fault in _judged_apart(seed)] == []


def _judged_apart(seed: int) -> list[str]:
    """Every plan of eligible homes, legal or not, up to a number, spread over them all."""
    doc = drawn(seed)
    world, case = World(doc), read(doc)
    facts, plans = Facts(case), all_plans(world)
    values = {_key(plan): value for value, plan in enumerate_case(doc).plans}
    faults = []
    for plan in plans[:: 1 + len(plans) // MOST_PLANS]:
        plain = group_breaches(world, plan)
        book = {code for code, _ in breaches(facts, dict(plan))}
        checked = {breach.code for breach in verify(case, _answer(world, plan))}
        if not plain == book == checked:
            faults.append(f"seed {seed}: {plan}: {plain} / {book} / {checked}")
        if (_key(plan) in values) == bool(plain) or values.get(_key(plan), tiers(world, plan)) != tiers(
            world, plan
        ):
            faults.append(f"seed {seed}: {plan}: the enumeration")
    return faults


def _key(plan: Plan) -> frozenset[tuple[str, str]]:
    return frozenset(plan.items())


def _answer(world: World, plan: Plan) -> Doc:
    tier1, tier2 = tiers(world, plan)
    return {"allocation": {c: plan.get(c) for c in world.children}, "tier1": tier1, "tier2": tier2}


def test_the_verifier_refuses_each_tier_of_the_plain_sum_one_off() -> None:
    for seed in range(20):
        doc = drawn(seed)
        world, case = World(doc), read(doc)
        for _, plan in enumerate_case(doc).plans[:5]:
            for tier in ("tier1", "tier2"):
                wrong = _answer(world, plan)
                wrong[tier] += 1
                assert {breach.code for breach in verify(case, wrong)} == {tier}


def test_the_plain_witness_imports_nothing_of_the_product() -> None:
    for name in ("plain", "prices", "brute"):
        text = (Path(__file__).parent / f"{name}.py").read_text()
        assert "matcher" not in text
        assert Case.__module__.split(".")[0] == "matcher"
