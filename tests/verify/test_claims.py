"""The answer worked by hand passes whole; with any one claim changed, that claim is named."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.verify import verify
from tests.verify.answers import right_answer, seven_children
from tests.verify.paths import Path, at, changed, codes, field, places, shown, without

CASE = seven_children()
RIGHT = right_answer()

# What an answer says that the case cannot contradict: words, how it was made, which solver agreed.
UNCHECKED = ("schema", "status", "run", "allocation", "proof.second_solver")
# Parts that are compared as a whole carry the code of the whole.
WHOLE = ("placements.lines", "placements.warnings", "shared_lines", "separations", "unplaced.shut_by")
OTHER_TEXT = {
    "avoid": "split_siblings",
    "split_siblings": "avoid",
    "weekly_price": "avoid_resident",
    "need": "gender",
}


def _code(path: Path) -> str:
    name = field(path)
    return next((whole for whole in WHOLE if name.startswith(whole)), name)


def _is_claim(path: Path) -> bool:
    name = field(path)
    return not name.startswith(UNCHECKED) and not name.endswith("reason")


def _is_leaf(path: Path) -> bool:
    return not isinstance(at(RIGHT, path), (dict, list))


def _entries() -> list[Path]:
    """Every entry of every list, and every count of a map."""
    found = (path for path in places(RIGHT) if _is_claim(path))
    return [path for path in found if isinstance(path[-1], int)]


LEAVES = [path for path in places(RIGHT) if _is_claim(path) and _is_leaf(path)]


def _another(path: Path) -> Any:
    value = at(RIGHT, path)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return OTHER_TEXT.get(value, "weekly_price" if path[-1] == "code" else "H5")
    return {"group": "G1"}.get(str(path[-1]), 0)


def test_the_answer_worked_by_hand_passes() -> None:
    assert verify(CASE, RIGHT) == ()


@pytest.mark.parametrize("path", LEAVES, ids=shown)
def test_any_one_claim_changed_is_named_and_nothing_else(path: Path) -> None:
    tampered = changed(RIGHT, path, _another(path))

    assert codes(CASE, tampered) == {_code(path)}


@pytest.mark.parametrize("path", [p for p in LEAVES if type(at(RIGHT, p)) is int], ids=shown)
def test_a_figure_one_too_low_is_named_too(path: Path) -> None:
    tampered = changed(RIGHT, path, at(RIGHT, path) - 1)

    low_bound = {_code(path).replace("bound", "gap"), "status"}
    assert codes(CASE, tampered) == (low_bound if path[-1] == "bound" else {_code(path)})


LISTED = {"placements": "referral", "unplaced": "referral", "funds": "fund"}


def _list_code(path: Path) -> str:
    code = _code(path)
    return f"{code}.{LISTED[code]}" if code in LISTED else code


@pytest.mark.parametrize("path", _entries(), ids=shown)
def test_an_entry_left_out_of_any_list_is_missed(path: Path) -> None:
    assert codes(CASE, without(RIGHT, path)) == {_list_code(path)}


@pytest.mark.parametrize("path", [p for p in _entries() if not _is_leaf(p)], ids=shown)
def test_an_entry_listed_twice_is_named(path: Path) -> None:
    whole = at(RIGHT, path[:-1])

    assert codes(CASE, changed(RIGHT, path[:-1], [*whole, at(RIGHT, path)])) == {_list_code(path)}


@pytest.mark.parametrize("name", [name for name in RIGHT if name not in ("allocation",)])
def test_a_field_that_is_absent_is_no_breach(name: str) -> None:
    assert verify(CASE, without(RIGHT, (name,))) == ()


@pytest.mark.parametrize(
    "path", [("placements", 0, "lines"), ("placements", 3, "warnings"), ("unplaced", 0, "shut_by")], ids=shown
)
def test_a_part_of_an_entry_that_is_absent_is_no_breach(path: Path) -> None:
    assert verify(CASE, without(RIGHT, path)) == ()


def test_fields_that_the_checker_does_not_know_are_ignored() -> None:
    assert verify(CASE, {**RIGHT, "note": {"for": ["the", "panel"]}, "x": float("nan")}) == ()


def test_a_line_of_no_pence_may_be_told_or_left_out() -> None:
    lines = at(RIGHT, ("placements", 1, "lines"))

    told = changed(RIGHT, ("placements", 1, "lines"), [*lines, {"code": "supplement", "pence": 0}])
    twice = changed(RIGHT, ("placements", 1, "lines"), [*lines, {"code": "miles", "pence": 0}])

    assert verify(CASE, told) == ()
    assert codes(CASE, twice) == {"placements.lines"}


def test_a_fund_without_spending_or_limit_may_be_told_or_left_out() -> None:
    unpaid = {"allocation": dict.fromkeys("ABCFG") | {"D": "H3", "E": "H3", "G": "H3"}}
    la = {"fund": "la", "spent_centipence": 0, "limit_pence": 727_400}
    icb = {"fund": "icb", "spent_centipence": 0, "limit_pence": None}

    assert verify(CASE, unpaid | {"funds": [la]}) == ()
    assert verify(CASE, unpaid | {"funds": [la, icb]}) == ()
    assert codes(CASE, unpaid | {"funds": [icb]}) == {"funds.fund"}
    assert codes(CASE, unpaid | {"funds": [la, icb | {"fund": "nhs"}]}) == {"funds.fund"}


def test_the_order_of_every_list_is_free() -> None:
    turned = dict(RIGHT)
    for name in ("placements", "shared_lines", "separations", "unplaced", "funds"):
        turned[name] = [
            {k: v[::-1] if isinstance(v, list) else v for k, v in entry.items()}
            for entry in reversed(RIGHT[name])
        ]

    assert verify(CASE, turned) == ()


@pytest.mark.parametrize("tier", ["tier1", "tier2"])
def test_optimal_is_refused_while_a_gap_is_open_and_best_found_is_not(tier: str) -> None:
    open_gap = changed(RIGHT, ("proof", tier, "bound"), RIGHT[tier] - 5)
    open_gap = changed(open_gap, ("proof", tier, "gap"), 5)

    assert codes(CASE, open_gap) == {"status"}
    assert verify(CASE, {**open_gap, "status": "best_found"}) == ()


def test_a_tier_without_a_bound_has_no_gap_and_is_not_optimal() -> None:
    unbounded = changed(RIGHT, ("proof", "tier2", "bound"), None)

    assert codes(CASE, unbounded) == {"proof.tier2.gap", "status"}
    unbounded = changed(unbounded, ("proof", "tier2", "gap"), None)
    assert codes(CASE, unbounded) == {"status"}
    assert verify(CASE, {**unbounded, "status": "best_found"}) == ()
