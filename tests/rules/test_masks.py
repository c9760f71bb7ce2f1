"""The two halves of the double entry: each rule's mask over arrays is its reason pair by pair."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from matcher.domain.case import Case
from matcher.model.columns import Columns
from matcher.model.eligibility import MASKS, block, blocks, eligible, excluded, tally
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts
from tests.cases import RuleCase
from tests.differential.draws import chunks, drawn, read, span
from tests.differential.plain import Doc
from tests.pair_cases import PAIR_CASES

Pairs = dict[str, set[tuple[str, str]]]
SHARED = sorted((Path(__file__).parents[1] / "cases").glob("case-*.json"))


def by_masks(case: Case) -> Pairs:
    """The pairs that each mask excludes."""
    columns = Columns(case)
    found: Pairs = {code: set() for code in MASKS}
    for part in blocks(columns):
        for code in MASKS:
            for row, home in np.argwhere(excluded(part, code)).tolist():
                found[code].add((part.children[row].id, columns.homes[home].id))
    return found


def by_reasons(case: Case) -> Pairs:
    """The pairs that each rule of the book gives a reason against."""
    facts = Facts(case)
    found: Pairs = {code: set() for code in MASKS}
    for child in case.referrals:
        for home in case.homes:
            for exclusion in exclusions(facts, child, home):
                found[exclusion.rule].add((child.id, home.id))
    return found


@pytest.mark.parametrize("entry", PAIR_CASES, ids=str)
def test_a_mask_is_its_reason_on_every_boundary(entry: RuleCase) -> None:
    case = read(entry.document)

    assert by_masks(case) == by_reasons(case)


@pytest.mark.parametrize("seeds", chunks(share=4), ids=span)
def test_a_mask_is_its_reason_on_random_pairs(seeds: range) -> None:
    for seed in seeds:
        case = read(drawn(seed))

        assert by_masks(case) == by_reasons(case), seed


@pytest.mark.parametrize("path", SHARED, ids=lambda path: str(path.stem))
def test_a_mask_is_its_reason_on_the_shared_cases(path: Path) -> None:
    case = read(json.loads(path.read_text()))

    assert by_masks(case) == by_reasons(case)


def test_blocks_of_any_size_exclude_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    case = read(json.loads(SHARED[-1].read_text()))
    whole = by_masks(case)

    monkeypatch.setattr(block, "BLOCK_PAIRS", 7 * len(case.homes))

    assert len(list(blocks(Columns(case)))) > 1
    assert by_masks(case) == whole


def test_some_children_are_counted_as_they_are_among_all() -> None:
    columns = Columns(read(json.loads(SHARED[-1].read_text())))
    everybody = np.arange(len(columns.children))
    whole, some = tally(columns, everybody), tally(columns, everybody[1::2])

    assert len(some.open_homes) > 1
    assert some.open_homes.tolist() == whole.open_homes[1::2].tolist()
    assert some.near_misses.tolist() == whole.near_misses[1::2].tolist()
    for code, shut in some.shut_by.items():
        assert shut.tolist() == whole.shut_by[code][1::2].tolist(), code


def test_a_case_without_children_or_homes_has_no_option() -> None:
    doc = drawn(0)
    lists = ("offers", "pins", "forbids", "waivers", "sibling_groups", "relationships")
    nothing: Doc = {name: [] for name in lists}
    homeless = [child | {"current_home": None} for child in doc["referrals"]]

    for empty in (doc | nothing | {"referrals": []}, doc | nothing | {"homes": [], "referrals": homeless}):
        assert [array.size for array in eligible(Columns(read(empty)))] == [0, 0, 0, 0]
