"""The engine against brute force on small cases that use every feature: no disagreement at all.

DIFFERENTIAL_CASES says how many cases; 2 000 unless told.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher import library
from matcher.domain.proposal import OptionTable, Proposal
from matcher.errors import MatcherError, PinsClash
from tests.differential.brute import Enumerated, Tiers, enumerate_case
from tests.differential.draws import chunks, drawn, read, span
from tests.differential.plain import Doc, Plan, World
from tests.differential.prices import tiers

ALLOCATED = 3
"""Every third case is asked for a proposal too: the option table holds the same optimum."""


@pytest.mark.parametrize("seeds", chunks(), ids=span)
def test_optimum_every_regret_and_every_clash_equal_brute_force(seeds: range) -> None:
    assert [fault for seed in seeds for fault in _disagreements(seed)] == []


def _disagreements(seed: int) -> Iterator[str]:
    doc = drawn(seed)
    truth, case = enumerate_case(doc), read(doc)
    try:
        table = library.options(case)
        proposal = library.allocate(case) if seed % ALLOCATED == 0 else None
    except PinsClash as clash:
        if truth.best is not None:
            yield f"seed {seed}: pins clash, and brute force finds {truth.best}"
        yield from (f"seed {seed}: {fault}" for fault in _unjust(doc, clash))
        return
    except MatcherError as error:
        yield f"seed {seed}: {type(error).__name__}: {error}"
        return
    if truth.best is None:
        yield f"seed {seed}: an allocation where brute force finds none"
        return
    given: list[OptionTable | Proposal] = [table, *([proposal] if proposal else [])]
    for answer in given:
        if _plan(answer) != _plan(table):
            yield f"seed {seed}: the proposal is another than the table's"
        if (answer.status, answer.tier1, answer.tier2) != ("optimal", *truth.best):
            yield f"seed {seed}: {type(answer).__name__} {answer.tier1, answer.tier2} is not {truth.best}"
    if _plan(table) not in [plan for value, plan in truth.plans if value == truth.best]:
        yield f"seed {seed}: the allocation is none of the best"
    regrets = {
        (o.referral, o.home): (o.regret.tier1, o.regret.tier2) if o.regret else None for o in table.options
    }
    if regrets != truth.regrets() or not all(option.exact for option in table.options):
        yield f"seed {seed}: the regrets differ"


def _unjust(doc: Doc, clash: PinsClash) -> Iterator[str]:
    """The named pins are pins of the case that clash by themselves, and no fewer of them do."""
    named = [pin for pin in doc["pins"] if (pin["referral"], pin["home"]) in clash.pins]
    if len(named) != len(clash.pins):
        yield "names a pin that is none"
    if enumerate_case(doc | {"pins": named}).best is not None:
        yield "the named pins can be kept"
    for pin in named:
        fewer = [other for other in named if other is not pin]
        if enumerate_case(doc | {"pins": fewer}).best is None:
            yield f"without the pin of {pin['referral']} the others clash still"


def _plan(answer: Proposal | OptionTable) -> Plan:
    return {child: home for child, home in answer.allocation.items() if home is not None}


@pytest.mark.parametrize("differ", [1, 2])
@pytest.mark.parametrize("seeds", chunks(share=10), ids=span)
def test_the_k_best_alternatives_equal_brute_force(seeds: range, differ: int) -> None:
    assert [fault for seed in seeds for fault in _other_alternatives(seed, differ)] == []


def _other_alternatives(seed: int, differ: int, k: int = 4) -> Iterator[str]:
    doc = drawn(seed)
    truth = enumerate_case(doc)
    if truth.best is None:
        return
    found = library.alternatives(read(doc), k, differ)
    plans = [_plan(proposal) for proposal in found.proposals]
    for n, proposal in enumerate(found.proposals):
        best = _best_apart(truth, plans[:n], differ)
        if (proposal.tier1, proposal.tier2) != best:
            yield f"seed {seed}: alternative {n + 1} is {proposal.tier1, proposal.tier2}, not {best}"
    left = _best_apart(truth, plans, differ)
    if len(plans) < k and (left is not None or not found.complete):
        yield f"seed {seed}: {len(plans)} alternatives, and there is another: {left}"
    if found.complete and left is not None:
        yield f"seed {seed}: called complete"


def _best_apart(truth: Enumerated, before: list[Plan], differ: int) -> Tiers | None:
    """The best plan that is at least so many children apart from each one before."""

    def apart(one: Plan, other: Plan) -> int:
        return sum(one.get(child) != other.get(child) for child in one.keys() | other.keys())

    far = (value for value, plan in truth.plans if all(apart(plan, other) >= differ for other in before))
    return next(far, None)


def test_what_the_engine_calls_a_tier_is_what_the_plain_sum_calls_it() -> None:
    for seed in range(60):
        doc = drawn(seed)
        for value, plan in enumerate_case(doc).plans:
            assert tiers(World(doc), plan) == value
