"""Moves as chains and cycles: whose bed is whose, and every figure by hand. All data is invented."""

from __future__ import annotations

from typing import Any

from matcher import library
from matcher.answers.chains import chains
from matcher.domain.case import Case
from matcher.domain.reviews import Chain
from matcher.rules.facts import Facts
from tests.builders import OTHER_AREA, case, home, pair, place, policy, referral

Told = tuple[str, str | None, list[tuple[str, str | None]]]


def living(**homes: str) -> list[dict[str, Any]]:
    """Children under review, each with the home it lives in; "" waits for one."""
    return [referral(child, current_home=where or None) for child, where in homes.items()]


def told(given: Case, **placed: str) -> list[Told]:
    """Each chain as its kind, the home it leaves a bed in, and who takes whose bed."""
    return [_told(chain) for chain in chains(Facts(given), placed)]


def _told(chain: Chain) -> Told:
    return chain.kind, chain.frees, [(step.referral, step.bed_of) for step in chain.steps]


def test_a_step_down_frees_a_bed_for_one_back_into_the_area_whose_bed_a_waiting_child_takes() -> None:
    given = case(
        living(A="H1", B="H3", N=""), [home("H1", places=1), home("H2", places=1), home("H3", places=1)]
    )
    assert told(given, A="H2", B="H1", N="H3") == [("chain", None, [("A", None), ("B", "A"), ("N", "B")])]


def test_a_chain_ends_with_a_bed_left_free() -> None:
    given = case(living(A="H1", B="H3"), [home("H1", places=1), home("H2", places=1), home("H3", places=1)])
    assert told(given, A="H2", B="H1") == [("chain", "H3", [("A", None), ("B", "A")])]


def test_two_who_change_places_are_a_cycle_and_move_at_the_same_time() -> None:
    given = case(living(A="H1", B="H2"), [home("H1", places=1), home("H2", places=1)])
    assert told(given, A="H2", B="H1") == [("cycle", None, [("A", "B"), ("B", "A")])]


def test_with_a_free_bed_in_one_of_the_homes_the_same_two_are_a_chain() -> None:
    given = case(living(A="H1", B="H2"), [home("H1", places=2), home("H2", places=1)])
    assert told(given, A="H2", B="H1") == [("chain", "H1", [("B", None), ("A", "B")])]


def test_a_child_who_takes_a_free_bed_waits_for_nobody() -> None:
    given = case(living(A="H1", N=""), [home("H1", places=2), home("H2", places=1)])
    assert told(given, A="H2", N="H1") == [("chain", "H1", [("A", None)])]


def test_a_cycle_that_meets_a_chain_in_one_home_is_undone_into_one_chain() -> None:
    homes = [home("H1", places=2), home("H2", places=1), home("H3", places=1), home("H4", places=1)]
    given = case(living(A="H1", B="H2", C="H1", D="H3"), homes)
    found = told(given, A="H2", B="H1", C="H4", D="H1")
    assert [kind for kind, _, _ in found] == ["chain"]
    assert sorted(child for _, _, steps in found for child, _ in steps) == ["A", "B", "C", "D"]


def test_two_cycles_through_one_full_home_stay_two() -> None:
    homes = [home("H1", places=2), home("H2", places=1), home("H3", places=1)]
    given = case(living(A="H1", B="H1", C="H2", D="H3"), homes)
    found = told(given, A="H2", B="H3", C="H1", D="H1")
    assert [kind for kind, _, _ in found] == ["cycle", "cycle"]


def test_a_review_left_without_a_home_starts_a_chain_and_is_no_move() -> None:
    given = case(living(A="H1", N=""), [home("H1", places=1)])
    [chain] = chains(Facts(given), {"N": "H1"})
    assert _told(chain) == ("chain", None, [("A", None), ("N", "A")])
    assert (chain.moves, chain.new_commitment_pence, chain.distance_change_m) == (0, 300_000, 0)


def test_who_stays_is_in_no_chain() -> None:
    assert told(case(living(A="H1", B="H1")), A="H1", B="H1") == []


def test_the_figures_of_a_chain_are_those_of_its_steps_by_hand() -> None:
    homes = [
        home("H1", places=1, weekly_price_pence=400_000, void_charge_pence=100_000),
        home("H2", places=1, weekly_price_pence=150_000, location=place(430_000, 281_000)),
        home("H3", places=1, weekly_price_pence=500_000, location=place(430_000, 300_000, OTHER_AREA)),
    ]
    given = case(living(A="H1", B="H3"), homes)
    [chain] = chains(Facts(given), {"A": "H2", "B": "H1"})
    # A: 150 000 - (400 000 - 100 000); B: (400 000 - 100 000) - 500 000.
    assert [step.new_commitment_pence for step in chain.steps] == [-150_000, -200_000]
    # A lived 5 000 m from where she comes from and goes 1 000 m away; B comes from 20 000 m to 5 000 m.
    assert [(s.distance_now_m, s.distance_then_m) for s in chain.steps] == [(5_000, 1_000), (20_000, 5_000)]
    assert [(s.in_area_now, s.in_area_then) for s in chain.steps] == [(True, True), (False, True)]
    assert (chain.moves, chain.starts, chain.ends, chain.frees) == (2, "A", "B", "H3")
    assert (chain.new_commitment_pence, chain.distance_change_m) == (-350_000, -19_000)


def test_the_library_solves_tells_the_chains_and_passes_its_own_verifier() -> None:
    homes = [
        home("H1", places=1, weekly_price_pence=400_000),
        home("H2", places=1, weekly_price_pence=150_000),
        home("H3", places=1, weekly_price_pence=900_000),
    ]
    cheap = policy(move_pence=0)
    found = library.reviews(case(living(A="H1", B="H3"), homes, policy=cheap, forbids=[pair("B", "H2")]))
    assert (found.status, found.reviews, found.moves, found.stays) == ("optimal", 2, 2, 0)
    assert [_told(chain) for chain in found.chains] == [("chain", "H3", [("A", None), ("B", "A")])]
