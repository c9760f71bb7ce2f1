"""The verifier refuses every false word of a frontier and of plans after refusals; right ones pass."""

from __future__ import annotations

import pytest

from matcher import library
from tests.builders import case, home, referral, relationship, sent
from tests.frontier.trades import trade
from tests.verify.paths import changed, codes, without

CASE = trade()
RIGHT = sent(library.frontier(CASE))
SPOILT: list[tuple[tuple[str | int, ...], object, str]] = [
    (("points", 0, "incremental_pence"), 99_999, "incremental_pence"),
    (("points", 1, "distance_m"), 9_999, "distance_m"),
    (("points", 1, "tier2"), 0, "tier2"),
    (("points", 2, "placed"), 2, "placed"),
    (("points", 2, "in_area"), 0, "in_area"),
    (("points", 1, "supported"), True, "supported"),
    (("points", 0, "supported"), None, "supported"),
    (("points", 0, "supported"), False, "supported"),
    (("points", 1, "allocation", "A"), "BEATEN", "order"),
    (("points", 0, "allocation", "A"), None, "tier1"),
    (("points", 0, "allocation"), {}, "unaccounted"),
    (("proposed", "allocation", "A"), "NEAR", "incremental_pence"),
    (("tier1",), 1, "tier1"),
    (("open",), [{"cheaper": None, "nearer": None}], "open"),
    (("status",), "best_found", "open"),
    (("case_fingerprint",), "0", "case_fingerprint"),
    (("points", 0, "supported"), "yes", "shape"),
]


def test_a_right_frontier_passes() -> None:
    assert codes(CASE, RIGHT) == set()


@pytest.mark.parametrize(("path", "value", "code"), SPOILT, ids=lambda part: str(part))
def test_a_false_word_of_a_frontier_is_refused(path: tuple[str | int, ...], value: object, code: str) -> None:
    spoilt = changed(RIGHT, path, value)
    if code == "order":
        spoilt = changed(
            changed(spoilt, ("points", 1, "incremental_pence"), 295_000), ("points", 1, "distance_m"), 15_000
        )
        spoilt["points"].insert(1, RIGHT["points"][1])
    assert code in codes(CASE, spoilt)


def test_a_point_left_out_that_the_proposed_plan_would_be_is_noticed() -> None:
    assert "status" in codes(CASE, without(RIGHT, ("points", 0)))


def test_a_point_that_the_proposed_plan_beats_is_refused() -> None:
    beaten = RIGHT["points"][1] | {
        "allocation": {"A": "BEATEN"}, "incremental_pence": 295_000, "distance_m": 15_000, "tier2": 295_000
    }  # fmt: skip
    middle = {
        key: RIGHT["points"][1][key] for key in ("allocation", "incremental_pence", "distance_m", "tier2")
    }
    assert codes(CASE, RIGHT | {"points": [beaten], "proposed": middle}) >= {"dominated"}


@pytest.mark.parametrize(
    ("ends", "refused"),
    [((0, 1), False), ((0, 2), True), ((None, 0), False), ((2, None), False), ((1, None), True)],
)
def test_what_is_open_lies_between_two_neighbours(ends: tuple[int | None, int | None], refused: bool) -> None:
    spots = [
        None if n is None else {k: RIGHT["points"][n][k] for k in ("incremental_pence", "distance_m")}
        for n in ends
    ]
    points = [point | {"supported": point["supported"] and None} for point in RIGHT["points"]]
    part = RIGHT | {
        "status": "best_found",
        "points": points,
        "open": [dict(zip(("cheaper", "nearer"), spots, strict=True))],
    }
    assert codes(CASE, part) == ({"open"} if refused else set())


HOMES = [home(f"H{n}", weekly_price_pence=n * 100_000, places=1) for n in (1, 2)]
PAIR = case([referral("A", urgency="urgent"), referral("B")], HOMES)
AFTER = sent(library.refusals(PAIR, "A", 5))
FALSE: list[tuple[tuple[str | int, ...], object, str]] = [
    (("plans", 1, "home"), "H1", "home"),
    (("plans", 1, "refused"), [], "refused"),
    (("plans", 1, "regret", "tier2"), 7, "regret.tier2"),
    (("plans", 2, "regret", "tier1"), 0, "regret.tier1"),
    (("plans", 1, "who_pays"), [], "who_pays"),
    (("plans", 1, "proposal", "allocation"), {"A": "H1", "B": "H2"}, "forbidden"),
    (("plans", 1, "proposal", "case_fingerprint"), AFTER["case_fingerprint"], "case_fingerprint"),
    (("plans", 1, "proposal", "status"), "best_found", "status"),
    (("complete",), False, "complete"),
    (("plans",), [], "plans"),
    (("referral",), "Z", "unknown_child"),
    (("case_fingerprint",), "0", "case_fingerprint"),
]


def test_right_plans_after_refusals_pass() -> None:
    assert codes(PAIR, AFTER) == set()
    assert [plan["home"] for plan in AFTER["plans"]] == ["H1", "H2", None]


@pytest.mark.parametrize(("path", "value", "code"), FALSE, ids=lambda part: str(part))
def test_a_false_word_of_plans_after_refusals_is_refused(
    path: tuple[str | int, ...], value: object, code: str
) -> None:
    assert code in codes(PAIR, changed(AFTER, path, value))


def test_a_child_who_loses_the_home_it_lives_in_need_not_be_placed_so_the_plan_may_be_better() -> None:
    children = [referral("A", current_home="H1"), referral("B", urgency="emergency")]
    kept = case(children, [home("H1")], relationships=[relationship("A", "B")])

    after = library.refusals(kept, "A", 1)

    assert [plan.proposal.allocation for plan in after.plans] == [
        {"A": "H1", "B": None},
        {"A": None, "B": "H1"},
    ]
    assert [plan.regret.tier1 for plan in after.plans] == [0, -99]


def test_a_plan_better_than_the_best_one_before_it_is_refused() -> None:
    plans = [AFTER["plans"][2], AFTER["plans"][1]]
    assert "plans" in codes(PAIR, AFTER | {"plans": plans})
