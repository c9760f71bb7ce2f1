"""The ladder: the same cases on any machine, valid, in the proportions they claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.generate import generate, main
from benchmarks.ladder import Rung, rungs, write
from benchmarks.shapes import SIZES
from benchmarks.tighten import SEEDS, binds, by_peer, tighten
from benchmarks.tiny import case_of
from matcher import library
from matcher.domain.case import Case
from matcher.rules.book import exclusions, pin_faults
from matcher.rules.facts import Facts
from tests.benchmarks.plans import fund_spend, spending

QUICK = ("desk", "county")


def _name(rung: Rung) -> str:
    return f"{rung.size}-{rung.seed}-{rung.regime}-{rung.density}"


@pytest.mark.parametrize("rung", [r for r in rungs() if r.size in QUICK], ids=_name)
def test_a_committed_rung_is_generated_to_its_fingerprint(rung: Rung) -> None:
    case = case_of(generate(rung.size, rung.seed, rung.regime, rung.density))
    assert case.fingerprint == rung.fingerprint


@pytest.mark.parametrize(
    ("size", "regime", "density"),
    [
        *((size, regime, "sparse") for size in (*QUICK, "region") for regime in ("slack", "binding")),
        *((size, "slack", "dense") for size in QUICK),
    ],
)
def test_five_seeds_are_committed(size: str, regime: str, density: str) -> None:
    found = {r.seed for r in rungs() if (r.size, r.regime, r.density) == (size, regime, density)}
    assert found >= {1, 2, 3, 4, 5}


def _options(case: Case) -> int:
    facts = Facts(case)
    homes = [home for home in case.homes if home.beds]
    return sum(not exclusions(facts, child, home) for child in case.referrals for home in homes)


def test_county_has_the_proportions_that_it_claims() -> None:
    case = case_of(generate("county", 1))
    free = [home for home in case.homes if home.beds]
    reviews = [child for child in case.referrals if child.current_home]
    assert (len(case.referrals), len(case.homes)) == (150, 600)
    assert 95 <= len(free) <= 120
    assert 28 <= sum(home.beds > 1 for home in free) <= 42
    assert 1_800 <= _options(case) <= 2_800
    assert 15 <= len(case.sibling_groups) <= 20
    assert 15 <= len(reviews) <= 22
    assert pin_faults(case) == []
    assert len(case.pins) == 2


def test_staff_hours_alone_shut_three_pairs_in_ten() -> None:
    case = case_of(generate("county", 2))
    spare = [home.spare_staff_hours for home in case.homes]
    failing = sum(
        hours is not None and child.staff_hours > hours for child in case.referrals for hours in spare
    )
    assert 0.22 <= failing / (len(spare) * len(case.referrals)) <= 0.34


def test_dense_option_sets_are_wider_by_half_or_more_even_at_the_desk() -> None:
    sparse = sum(_options(case_of(generate("desk", seed))) for seed in SEEDS)
    dense = sum(_options(case_of(generate("desk", seed, density="dense"))) for seed in SEEDS)
    assert 1.5 <= dense / sparse <= 4


def test_both_regimes_are_the_same_children_and_homes() -> None:
    slack, binding = generate("desk", 1, "slack"), generate("desk", 1, "binding")
    assert slack | {"budgets": []} == binding | {"budgets": []}
    assert slack["budgets"] != binding["budgets"]


@pytest.mark.parametrize("seed", [1, 4])
def test_a_committed_binding_case_binds(seed: int) -> None:
    proposal = library.allocate(case_of(generate("desk", seed, "binding")))
    assert proposal.status == "optimal"
    assert binds(proposal.funds)


def test_a_binding_case_without_committed_limits_is_refused_with_the_way_out() -> None:
    with pytest.raises(LookupError, match=r"benchmarks\.tighten desk --seed 999"):
        generate("desk", 999, "binding")


def test_the_command_writes_the_case(capsys: pytest.CaptureFixture[str]) -> None:
    main(["desk", "--seed", "3"])
    assert json.loads(capsys.readouterr().out) == generate("desk", 3)


def test_the_ladder_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = [
        Rung("desk", 1, "binding", "sparse", "ab", (("la", 100), ("icb", 5))),
        Rung("desk", 1, "slack", "sparse", "cd"),
    ]
    write(entries, tmp_path / "ladder.toml")
    assert rungs(tmp_path / "ladder.toml") == tuple(entries)
    assert rungs(tmp_path / "none.toml") == ()


def test_a_limit_is_tightened_until_the_plan_meets_it() -> None:
    # The slack plan spends £10,000; of the limits tried only £8,700 is one that the plan can meet.
    plans = {930_000: 870_000, 900_000: 870_000, 870_000: 870_000}
    tight = tighten(generate("desk", 1), spending({"la": 1_000_000}, plans))
    assert tight["budgets"] == [{"fund": "la", "weekly_limit_pence": 870_000}]


def test_a_case_that_no_limit_binds_is_refused() -> None:
    with pytest.raises(LookupError, match="no limit tried binds"):
        tighten(generate("desk", 1), spending({"la": 1_000_000}, {}))


@pytest.mark.parametrize(("spent", "does"), [(99_000, True), (98_999, False)])
def test_a_plan_binds_from_ninety_nine_per_cent(spent: int, does: bool) -> None:
    assert binds([fund_spend("la", spent, 100_000)]) is does


def test_a_peers_plan_counts_when_the_verifier_accepts_it() -> None:
    case = generate("desk", 1)
    funds = by_peer("highs", 30.0)(case)
    best = library.allocate(case_of(case))
    assert funds == best.funds


@pytest.mark.parametrize("peer", ["flow", "timefold"])
def test_a_peer_without_a_plan_is_refused(peer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCHMARK_TIMEFOLD_PYTHON", "/no/python")
    with pytest.raises(LookupError, match=f"{peer} found no plan"):
        by_peer(peer, 1.0)(generate("desk", 1))


def test_the_sizes_are_the_ladder() -> None:
    assert {name: (size.referrals, size.homes) for name, size in SIZES.items()} == {
        "desk": (30, 120),
        "county": (150, 600),
        "region": (600, 2_500),
        "super": (2_000, 6_000),
        "national": (8_000, 20_000),
    }
