"""What must happen to the answer when the case is changed in a way whose effect is known."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from matcher import library
from matcher.domain.proposal import Proposal
from matcher.errors import PinsClash
from matcher.model.pack import pack
from tests.differential import engine
from tests.differential.brute import Tiers
from tests.differential.draws import chunks, drawn, read, span
from tests.differential.plain import Doc
from tests.domain.test_fingerprint import shuffled

Change = Callable[[Doc, Random], None]
NOTHING: Tiers = (10**12, 0)
"""What no allocation at all is worth."""


def best(doc: Doc) -> Tiers:
    """(tier 1, tier 2) of the optimum."""
    outcome = engine.solve(pack(read(doc)))
    if outcome.value is None:
        assert outcome.status == "infeasible"
        return NOTHING
    assert outcome.status == "optimal"
    return outcome.value.tier1, outcome.value.tier2


def _a_bed_more(doc: Doc, draw: Random) -> None:
    draw.choice(doc["homes"])["places"] += 1


def _a_higher_budget(doc: Doc, draw: Random) -> None:
    for entry in doc["budgets"]:
        entry["weekly_limit_pence"] += draw.choice([1, 5_000, 400_000])


def _a_budget_less(doc: Doc, draw: Random) -> None:
    doc["budgets"] = doc["budgets"][1:]


def _a_pin_less(doc: Doc, draw: Random) -> None:
    doc["pins"] = doc["pins"][1:]


def _an_admission_more(doc: Doc, draw: Random) -> None:
    for home in doc["homes"]:
        if home["admissions_limit"] is not None:
            home["admissions_limit"] += 1


def _hours_to_spare(doc: Doc, draw: Random) -> None:
    for home in doc["homes"]:
        home["spare_staff_hours"] = None


def _a_tie_less(doc: Doc, draw: Random) -> None:
    doc["relationships"] = doc["relationships"][1:]


def _the_same_home_again(doc: Doc, draw: Random) -> None:
    twin = copy.deepcopy(draw.choice(doc["homes"]))
    doc["homes"].append(twin | {"id": "TWIN", "residents": [], "places": 1, "blocked_places": 0})


def _a_waiver_more(doc: Doc, draw: Random) -> None:
    child, rule = draw.choice(doc["referrals"])["id"], draw.choice(["age", "distance", "judgement"])
    entry = {"referral": child, "rule": rule, "home": None}
    if entry not in doc["waivers"]:
        doc["waivers"].append(entry)


def _a_cheaper_list(doc: Doc, draw: Random) -> None:
    for name in ("pence_per_mile", "out_of_area_pence", "move_pence", "avoid_pence", "split_siblings_pence"):
        doc["policy"][name] = doc["policy"][name] // 2


NEVER_WORSE: tuple[Change, ...] = (
    _a_bed_more,
    _a_higher_budget,
    _a_budget_less,
    _a_pin_less,
    _an_admission_more,
    _hours_to_spare,
    _a_tie_less,
    _the_same_home_again,
    _a_waiver_more,
    _a_cheaper_list,
)


@pytest.mark.parametrize("change", NEVER_WORSE, ids=lambda change: str(change.__name__).strip("_"))
@pytest.mark.parametrize("seeds", chunks(share=20), ids=span)
def test_more_room_never_makes_the_optimum_worse(seeds: range, change: Change) -> None:
    worse = []
    for seed in seeds:
        doc = drawn(seed)
        before = best(doc)
        change(doc, Random(seed))
        if best(doc) > before:
            worse.append(seed)

    assert worse == []


def _times(doc: Doc, factor: int) -> Doc:
    """Every sum of money times a factor; prices by the mile and odd percentages out of the way."""
    scaled: Doc = json.loads(json.dumps(doc), object_hook=lambda entry: _scaled(entry, factor))
    for home in scaled["homes"]:
        home["sibling_discount_percent"] = home["sibling_discount_percent"] // 100 * 100
    scaled["policy"] |= {"pence_per_mile": 0, "pence_per_school_mile": 0}
    return scaled


def _scaled(entry: Doc, factor: int) -> Doc:
    money = {key for key in entry if key.endswith("_pence") and isinstance(entry[key], int)}
    if entry.keys() == {"internal", "block", "framework", "spot"}:
        money = set(entry)
    return {key: value * factor if key in money else value for key, value in entry.items()}


@pytest.mark.parametrize("seeds", chunks(share=20), ids=span)
def test_money_times_seven_is_the_cost_times_seven(seeds: range) -> None:
    for seed in seeds:
        once, seven = best(_times(drawn(seed), 1)), best(_times(drawn(seed), 7))

        assert seven == (once[0], once[1] * 7), seed


@pytest.mark.parametrize("seeds", chunks(share=20), ids=span)
def test_weights_times_seven_are_tier_1_times_seven(seeds: range) -> None:
    for seed in seeds:
        doc = drawn(seed)
        before = best(doc)
        weights = doc["policy"]["unplaced_weight"]
        doc["policy"]["unplaced_weight"] = {urgency: weight * 7 for urgency, weight in weights.items()}

        assert best(doc) == (before if before == NOTHING else (before[0] * 7, before[1])), seed


def answer(doc: Doc, settings: library.Settings | None = None) -> Any:
    """All that the engine answers but how long it took; or the pins that clash."""
    try:
        proposal = library.allocate(read(doc), settings)
    except PinsClash as clash:
        return clash.pins
    return said(proposal)


def said(proposal: Proposal) -> Doc:
    return proposal.model_dump(exclude={"run"})


@pytest.mark.parametrize("seeds", chunks(share=40), ids=span)
def test_the_order_of_the_lists_leaves_the_proposal_identical(seeds: range) -> None:
    for seed in seeds:
        doc = drawn(seed)

        assert answer(shuffled(doc, Random(seed))) == answer(doc), seed


@pytest.mark.parametrize("seeds", chunks(share=40), ids=span)
def test_two_workers_another_seed_and_repetition_leave_the_proposal_identical(seeds: range) -> None:
    for seed in seeds[::5]:
        doc = drawn(seed)

        assert len({json.dumps(answer(doc, how), default=str) for how in _settings()}) == 1, seed


def _settings() -> Iterator[library.Settings]:
    yield from (library.Settings(), library.Settings(), library.Settings(workers=2), library.Settings(seed=7))


@pytest.mark.parametrize("seeds", chunks(share=40), ids=span)
def test_the_whole_map_moved_leaves_the_allocation_and_every_figure_alone(seeds: range) -> None:
    for seed in seeds:
        doc = drawn(seed)
        moved: Doc = json.loads(json.dumps(doc), object_hook=_moved)

        here, there = answer(doc), answer(moved)
        if isinstance(here, dict):
            here.pop("case_fingerprint"), there.pop("case_fingerprint")

        assert here == there, seed


def _moved(entry: Doc) -> Doc:
    if "easting" not in entry:
        return entry
    return entry | {"easting": entry["easting"] + 12_345, "northing": entry["northing"] - 54_321}
