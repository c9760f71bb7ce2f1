"""A table of options worked by hand passes; with one claim of it changed, that claim is named.

H1 has one bed, 5 000 m away (3 107 pence of miles), 300 000 a week.
H2 has one bed, 10 000 m away (6 214), 250 000 a week.  H3 is H2 again but takes nobody in.
A may go anywhere. B may go no farther than 4 miles: H1 alone.
The optimum: A to H2 (256 214) and B to H1 (303 107), together 559 321, nobody unplaced.
A at H1 leaves B without a home: tier 1 is 1 more, tier 2 is 303 107 - 559 321 = -256 214.
A at H3: no plan admits anyone there, so no regret can be given.
"""

from __future__ import annotations

from typing import Any

import pytest

from matcher.verify import verify
from tests.builders import Doc, case, home, place, referral
from tests.verify.paths import Path, at, changed, codes, field, places, shown, without

FAR = {"location": place(430_000, 290_000), "weekly_price_pence": 250_000, "places": 1}
CASE = case(
    [referral("A"), referral("B", max_miles=4)],
    [home("H1", places=1), home("H2", **FAR), home("H3", admissions_limit=0, **FAR)],
)


def _option(child: str, home_id: str, rank: int, regret: tuple[int, int] | None, **changes: Any) -> Doc:
    near = home_id == "H1"
    option = {
        "referral": child,
        "home": home_id,
        "rank": rank,
        "regret": None if regret is None else {"tier1": regret[0], "tier2": regret[1]},
        "exact": True,
        "proposed": regret == (0, 0),
        "weekly_price_pence": 300_000 if near else 250_000,
        "own_pence": 303_107 if near else 256_214,
        "distance_m": 5_000 if near else 10_000,
        "in_area": True,
        "stays": False,
        "who_pays": [],
    }
    return option | changes


RIGHT: Doc = {
    "schema": "placement-options/1",
    "status": "optimal",
    "tier1": 0,
    "tier2": 559_321,
    "allocation": {"A": "H2", "B": "H1"},
    "options": [
        _option("A", "H2", 1, (0, 0)),
        _option("A", "H1", 2, (1, -256_214), who_pays=[{"referral": "B", "proposed": "H1", "instead": None}]),
        _option("A", "H3", 3, None),
        _option("B", "H1", 1, (0, 0)),
    ],
    "case_fingerprint": CASE.fingerprint,
}
FIGURES = [
    path
    for path in places(RIGHT)
    if path[0] in ("tier1", "tier2", "options") and isinstance(at(RIGHT, path), int)
]


def test_the_table_worked_by_hand_passes() -> None:
    assert verify(CASE, RIGHT) == ()


@pytest.mark.parametrize("path", FIGURES, ids=shown)
def test_any_one_figure_changed_is_named(path: Path) -> None:
    value = at(RIGHT, path)
    other = not value if isinstance(value, bool) else value + 1
    code = "options.regret" if "regret" in path else field(path)
    # The first of A's options, made dearer in tier 1 than the second, is no longer the first.
    ranked = {"options.rank"} if path == ("options", 0, "regret", "tier1") else set()

    assert codes(CASE, changed(RIGHT, path, other)) == {code} | ranked


@pytest.mark.parametrize("position", range(4))
def test_an_open_home_that_is_not_listed_is_missed(position: int) -> None:
    alone = position == 3
    expected = set() if alone else {"options.home"}

    assert codes(CASE, without(RIGHT, ("options", position))) == expected


@pytest.mark.parametrize("home_id", ["H2", "H9", "H1"])
def test_a_home_that_is_shut_unknown_or_listed_twice_is_named(home_id: str) -> None:
    more = [*RIGHT["options"], _option("B", home_id, 2, None)]

    assert codes(CASE, {**RIGHT, "options": more}) == {"options.home"} | (
        {"options.regret", "options.proposed"} if home_id == "H1" else set()
    )


def test_an_option_of_a_child_whom_the_case_does_not_hold_is_named() -> None:
    more = [*RIGHT["options"], _option("Z", "H1", 1, None)]

    assert codes(CASE, {**RIGHT, "options": more}) == {"options.referral"}


def test_an_allocation_that_breaks_a_rule_is_named_in_a_table_too() -> None:
    both = {**RIGHT, "allocation": {"A": "H1", "B": "H1"}, "options": []}
    both |= {"tier2": 606_214}

    assert codes(CASE, both) == {"beds"}


def test_ranks_go_by_regret_then_own_price_then_metres_then_home() -> None:
    swapped = changed(changed(RIGHT, ("options", 0, "rank"), 2), ("options", 1, "rank"), 1)

    assert codes(CASE, swapped) == {"options.rank"}


def test_homes_alike_in_everything_else_are_ranked_by_id() -> None:
    alike = case([referral("A")], [home("H2"), home("H1")])
    table = {
        "schema": "placement-options/1",
        "allocation": {"A": "H2"},
        "options": [
            {"referral": "A", "home": "H1", "rank": 1, "regret": {"tier1": 0, "tier2": 0}},
            {"referral": "A", "home": "H2", "rank": 2, "regret": {"tier1": 0, "tier2": 0}},
        ],
    }

    assert verify(alike, table) == ()
    turned = changed(changed(table, ("options", 0, "rank"), 2), ("options", 1, "rank"), 1)
    assert codes(alike, turned) == {"options.rank"}


def test_an_option_that_would_better_an_optimum_is_refused() -> None:
    worse = {**RIGHT, "allocation": {"A": "H2", "B": None}, "tier1": 1, "tier2": 256_214}
    worse["options"] = [_option("B", "H1", 1, (-1, 303_107))]

    assert codes(CASE, worse) == {"options.regret"}
    assert verify(CASE, {**worse, "status": "best_found"}) == ()


def test_a_regret_that_those_who_pay_do_not_bear_out_is_refused() -> None:
    nobody_pays = changed(RIGHT, ("options", 1, "who_pays"), [])
    b_stays = changed(RIGHT, ("options", 1, "who_pays", 0, "instead"), "H3")
    untold = without(RIGHT, ("options", 1, "who_pays"))

    assert codes(CASE, nobody_pays) == {"options.who_pays"}
    assert [breach.message for breach in verify(CASE, nobody_pays)] == [
        "A at H1: the plan this describes breaks: beds"
    ]
    assert codes(CASE, b_stays) == {"options.who_pays"}
    assert verify(CASE, untold) == ()


@pytest.mark.parametrize(
    "payer",
    [
        {"referral": "Z", "proposed": None, "instead": None},
        {"referral": "B", "proposed": "H2", "instead": None},
        {"referral": "B", "proposed": "H1", "instead": "H9"},
    ],
)
def test_a_payer_whom_the_plan_contradicts_is_named(payer: Doc) -> None:
    assert codes(CASE, changed(RIGHT, ("options", 1, "who_pays", 0), payer)) == {"options.who_pays"}


@pytest.mark.parametrize(("payer", "refused"), [({"instead": "H1"}, True), ({}, False)])
def test_a_payer_for_whom_nothing_changes_is_named(payer: Doc, refused: bool) -> None:
    told = changed(RIGHT, ("options", 0, "who_pays"), [{"referral": "B", "proposed": "H1", **payer}])

    assert codes(CASE, told) == ({"options.who_pays"} if refused else set())


def test_an_inexact_regret_is_no_part_of_an_optimal_table() -> None:
    inexact = changed(RIGHT, ("options", 1, "exact"), False)

    assert codes(CASE, inexact) == {"options.exact"}
    assert verify(CASE, {**inexact, "status": "best_found"}) == ()
