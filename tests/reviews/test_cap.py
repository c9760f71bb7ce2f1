"""A cap on moves: the best plan that keeps it, by brute force, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from matcher import library
from matcher.answers.ask import solve as solve_job
from matcher.domain.case import Case, Pair
from matcher.domain.reviews import Reviews
from matcher.errors import BadCase, PinsClash
from matcher.model.capped import capped
from matcher.model.outcome import Solved
from matcher.model.pack import pack
from tests.builders import case, home, pair, policy, referral
from tests.differential.brute import Enumerated, Tiers, enumerate_case
from tests.differential.draws import drawn, read
from tests.differential.engine import solve
from tests.differential.plain import Doc, Plan

CAPS = (0, 1, 2)
SEEDS = [range(start, start + 25) for start in range(0, 150, 25)]


def step_downs() -> Case:
    """A and B live in dear homes; each has a cheaper one to go to, B's the cheaper by more."""
    homes = [
        home("H1", places=1, weekly_price_pence=400_000),
        home("H2", places=1, weekly_price_pence=500_000),
        home("H3", places=1, weekly_price_pence=200_000),
        home("H4", places=1, weekly_price_pence=200_000),
    ]
    children = [referral("A", current_home="H1"), referral("B", current_home="H2")]
    return case(children, homes, policy=policy(move_pence=0))


def test_the_cap_keeps_the_moves_that_are_worth_most() -> None:
    found = library.reviews(step_downs(), max_moves=1)
    assert (found.status, found.moves, found.allocation["A"]) == ("optimal", 1, "H1")
    assert found.without_cap is not None
    # 200 000 for each against 400 000 and 200 000, and the same miles four times.
    assert found.tier2 - found.without_cap.tier2 == 200_000
    assert found.without_cap.moves == 2


def test_a_cap_that_the_best_plan_keeps_costs_nothing_and_is_not_solved_again() -> None:
    found = library.reviews(step_downs(), max_moves=2)
    assert (found.moves, found.max_moves, found.without_cap) == (2, 2, None)


def test_no_move_at_all_leaves_everybody_where_they_live() -> None:
    found = library.reviews(step_downs(), max_moves=0)
    assert (found.allocation, found.chains, found.stays) == ({"A": "H1", "B": "H2"}, (), 2)


def test_pins_that_need_more_moves_than_the_cap_are_an_error_with_the_way_out() -> None:
    pinned = step_downs().model_copy(update={"pins": (_pin("A", "H3"), _pin("B", "H4"))})
    with pytest.raises(BadCase, match=r"\$\.max_moves: the case's pins need more reviews to move: raise it"):
        library.reviews(pinned, max_moves=1)


def test_pins_that_clash_without_any_cap_are_told_as_everywhere() -> None:
    children = [referral("A"), referral("B")]
    with pytest.raises(PinsClash):
        library.reviews(
            case(children, [home(places=1)], pins=[pair("A", "H1"), pair("B", "H1")]), max_moves=1
        )


def test_an_answer_that_time_cut_off_is_best_found_and_is_told_with_its_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unfinished(*asked: Any) -> Solved:
        solved: Solved = solve_job(*asked)
        low = (solved.outcome.bound2 or 0) - 1
        return replace(solved, outcome=replace(solved.outcome, status="feasible", bound2=low))

    monkeypatch.setattr("matcher.answers.reviews.solve", unfinished)
    found = library.reviews(step_downs(), max_moves=1)
    assert (found.status, found.proof.tier2.gap) == ("best_found", 1)
    assert found.without_cap is not None
    assert found.without_cap.status == "best_found"


@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"seeds {seeds.start}-{seeds.stop - 1}")
def test_the_best_plan_under_each_cap_equals_brute_force(seeds: range) -> None:
    assert [fault for seed in seeds for fault in _disagreements(seed)] == []


def test_the_drawn_cases_do_bind_the_cap() -> None:
    binding = sum(
        _best(truth, document, 0) != truth.best
        for seed in range(150)
        for document in [drawn(seed)]
        for truth in [enumerate_case(document)]
        if truth.best is not None
    )
    assert binding >= 30


def _disagreements(seed: int) -> Iterator[str]:
    document = drawn(seed)
    truth, given = enumerate_case(document), read(document)
    for most in CAPS:
        best = _best(truth, document, most)
        try:
            found = library.reviews(given, most)
        except (BadCase, PinsClash):
            if best is not None:
                yield f"seed {seed}, cap {most}: no plan, and brute force finds {best}"
            continue
        if (found.status, found.tier1, found.tier2) != ("optimal", *(best or ())):
            yield f"seed {seed}, cap {most}: {found.tier1, found.tier2} is not {best}"
        if found.without_cap is not None and (found.without_cap.tier1, found.without_cap.tier2) != truth.best:
            yield f"seed {seed}: without a cap {found.without_cap} is not {truth.best}"


def _best(truth: Enumerated, document: Doc, most: int) -> Tiers | None:
    lives = {child["id"]: child.get("current_home") for child in document["referrals"]}

    def moves(plan: Plan) -> int:
        return sum(lives[child] not in (None, home) for child, home in plan.items())

    return next((value for value, plan in truth.plans if moves(plan) <= most), None)


def test_the_compact_model_finds_the_same_under_the_cap_as_the_layers() -> None:
    for seed in range(40):
        given = read(drawn(seed))
        outcome = solve(capped(pack(given), 1))
        try:
            found: Reviews | None = library.reviews(given, 1)
        except (BadCase, PinsClash):
            found = None
        value = outcome.value
        assert (value and value[:2]) == (found and (found.tier1, found.tier2)), seed


def _pin(child: str, where: str) -> Pair:
    return Pair(referral=child, home=where)
