"""The verifier and the chains: random plans pass, and whatever is changed in an answer is refused."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest

from matcher import library
from matcher.answers.chains import chains
from matcher.domain.case import Case
from matcher.rules.facts import Facts
from tests.builders import case, home, pair, policy, referral

Doc = dict[str, Any]


def two_step_down() -> Case:
    """A goes to H2, B takes her bed at H1, N takes B's at H3; M waits for a home there is not."""
    homes = [
        home("H1", places=1, weekly_price_pence=400_000),
        home("H2", places=1, weekly_price_pence=150_000),
        home("H3", places=1, weekly_price_pence=900_000),
    ]
    children = [
        referral("A", current_home="H1"),
        referral("B", current_home="H3"),
        referral("N", urgency="urgent"),
        referral("M"),
    ]
    forbids = [pair("B", "H2"), pair("N", "H1"), pair("N", "H2")]
    return case(children, homes, policy=policy(move_pence=0), forbids=forbids)


def answer(most: int | None = None) -> Doc:
    document: Doc = json.loads(library.reviews(two_step_down(), most).model_dump_json(by_alias=True))
    return document


def breaches(wrong: Doc) -> list[str]:
    return sorted({breach.code for breach in library.verify(two_step_down(), wrong)})


def test_the_answer_itself_is_one_chain_and_right() -> None:
    found = answer()
    assert [[step["referral"] for step in chain["steps"]] for chain in found["chains"]] == [["A", "B", "N"]]
    assert breaches(found) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "cycle"),
        ("moves", 3),
        ("starts", "B"),
        ("ends", "B"),
        ("frees", "H3"),
        ("new_commitment_pence", 0),
        ("distance_change_m", 1),
    ],
)
def test_a_figure_of_a_chain_that_is_not_so_is_refused(field: str, value: object) -> None:
    wrong = answer()
    wrong["chains"][0][field] = value
    assert f"chains.{field}" in breaches(wrong)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("from_home", "H2"),
        ("to_home", "H3"),
        ("bed_of", "N"),
        ("new_commitment_pence", 1),
        ("distance_now_m", 1),
        ("distance_then_m", None),
        ("in_area_now", False),
        ("in_area_then", None),
    ],
)
def test_a_step_that_is_not_so_is_refused(field: str, value: object) -> None:
    wrong = answer()
    wrong["chains"][0]["steps"][1][field] = value
    assert breaches(wrong) == [f"chains.steps.{field}"]


@pytest.mark.parametrize(("field", "value"), [("reviews", 3), ("stays", 1), ("moves", 1), ("unplaced", [])])
def test_a_count_that_is_not_so_is_refused(field: str, value: object) -> None:
    assert breaches(answer() | {field: value}) == [field]


def test_a_chain_left_out_cut_short_or_told_twice_is_refused() -> None:
    none, twice, short = answer(), answer(), answer()
    none["chains"] = []
    twice["chains"] *= 2
    short["chains"][0]["steps"] = short["chains"][0]["steps"][:1]
    assert [breaches(wrong) for wrong in (none, twice, short)] == [["chains"]] * 3


def test_a_chain_that_ends_before_the_bed_is_taken_is_refused() -> None:
    wrong = answer()
    [chain] = wrong["chains"]
    chain["steps"].pop()
    chain |= {"ends": "B", "frees": "H3", "new_commitment_pence": _new_pence(chain)}
    assert breaches(wrong) == ["chains"]


def _new_pence(chain: Doc) -> int:
    return sum(step["new_commitment_pence"] for step in chain["steps"])


def test_more_moves_than_the_cap_and_a_best_plan_that_is_worse_are_refused() -> None:
    over, kept, worse = answer() | {"max_moves": 1}, answer(1), answer(1)
    assert breaches(over) == ["max_moves"]
    kept["without_cap"]["moves"] = 1
    worse["without_cap"] |= {"tier1": 1_000}
    assert breaches(kept) == ["without_cap", "without_cap.moves"]
    assert breaches(worse) == ["without_cap", "without_cap.tier1"]


def test_the_chains_of_random_plans_pass_and_cycles_are_among_them() -> None:
    kinds = [kind for seed in range(300) for kind in _kinds(Random(seed))]
    assert kinds.count("cycle") >= 20
    assert kinds.count("chain") >= 300


def _kinds(draw: Random) -> list[str]:
    """Random children in random beds, before and after; nothing but the beds matters."""
    homes = [f"H{n}" for n in range(draw.randint(2, 5))]
    places = {name: draw.randint(1, 3) for name in homes}
    beds = [name for name, number in places.items() for _ in range(number)]
    children = [f"C{n}" for n in range(draw.randint(1, len(beds) + 2))]
    now = dict(zip(draw.sample(children, len(children)), draw.sample(beds, len(beds)), strict=False))
    later = dict(zip(draw.sample(children, len(children)), draw.sample(beds, len(beds)), strict=False))
    given = case(
        [referral(child, current_home=now.get(child)) for child in children],
        [home(name, places=number) for name, number in places.items()],
    )
    found = chains(Facts(given), later)
    document = {
        "schema": "placement-reviews/1",
        "allocation": {child: later.get(child) for child in children},
        "tier1": 0,
        "tier2": 0,
        "chains": [json.loads(chain.model_dump_json()) for chain in found],
    }
    wrong = [breach for breach in library.verify(given, document) if breach.code.startswith("chains")]
    assert wrong == []
    return [chain.kind for chain in found]


def test_a_cycle_that_a_free_bed_undoes_is_refused() -> None:
    given = case(
        [referral("A", current_home="H1"), referral("B", current_home="H2")],
        [home("H1", places=2), home("H2", places=1)],
        pins=[pair("A", "H2"), pair("B", "H1")],
    )
    right: Doc = json.loads(library.reviews(given).model_dump_json(by_alias=True))
    wrong = copy.deepcopy(right)
    [chain] = wrong["chains"]
    chain |= {"kind": "cycle", "frees": None}
    chain["steps"][0]["bed_of"] = chain["steps"][1]["referral"]
    assert library.verify(given, right) == ()
    assert [breach.code for breach in library.verify(given, wrong)] == ["chains"]
