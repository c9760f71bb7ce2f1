"""The lines of one placement, each on the edge where its pence change.

No price of miles ends in half a penny: 16 093 is odd.
"""

from __future__ import annotations

from typing import Any

import pytest

from matcher.verify import verify
from tests.builders import (
    OTHER_AREA,
    Doc,
    case,
    group,
    home,
    offer,
    place,
    policy,
    referral,
    relationship,
    resident,
)
from tests.verify.paths import codes

HERE = {"location": place()}


def _line_pence(code: str, child: Doc | None = None, house: Doc | None = None, **changes: Any) -> int:
    """What a line of A at H1 comes to: the one amount that the checker accepts."""
    judged = case([referral(**child or {})], [home(**house or {})], **changes)

    def says(pence: int) -> Doc:
        return {
            "allocation": {"A": "H1"},
            "placements": [{"referral": "A", "lines": [{"code": code, "pence": pence}]}],
        }

    told = [b.message for b in verify(judged, says(-1)) if f"line {code}:" in b.message]
    pence = int(told[0].rsplit(" ", 1)[1])
    assert not [b for b in verify(judged, says(pence)) if f"line {code}:" in b.message]
    return pence


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        ([], 300_000),
        ([offer("A", "H1", weekly_price_pence=1)], 1),
        ([offer("A", "H1", weekly_price_pence=0)], 0),
        ([offer("A", "H1")], 300_000),
        ([offer("A", "H1", "declined", weekly_price_pence=1)], 300_000),
    ],
)
def test_the_price_is_the_one_offered_and_the_home_s_where_none_was(offers: list[Doc], price: int) -> None:
    assert _line_pence("weekly_price", {"current_home": "H1"}, offers=offers) == price


@pytest.mark.parametrize(
    ("metres", "rate", "pence"),
    [
        (0, 1_000, 0),
        (1, 1_000, 1),  # 0.621…
        (1, 804, 0),  # 0.4995…
        (1, 805, 1),  # 0.5002…
        (16_093, 5, 50),  # ten miles exactly
        (16_093, 1_000, 10_000),
        (8_045, 1, 5),  # 4.9990…
        (7_241, 1, 4),  # 4.4994…
        (7_242, 1, 5),  # 4.5001…
    ],
)
def test_miles_are_priced_half_up_to_a_penny(metres: int, rate: int, pence: int) -> None:
    near = {"location": place(430_000 + metres)}

    assert _line_pence("miles", None, near, policy=policy(pence_per_mile=rate)) == pence


@pytest.mark.parametrize(("metres", "pence"), [(16_093, 100), (1, 0), (81, 1)])
def test_miles_to_school_have_a_rate_of_their_own(metres: int, pence: int) -> None:
    child = {"school": place(430_000 + metres)}

    assert _line_pence("school_miles", child, HERE, policy=policy(pence_per_school_mile=10)) == pence


def test_a_child_without_a_school_pays_no_miles_to_one() -> None:
    assert _line_pence("school_miles") == 0


@pytest.mark.parametrize(
    ("east", "north", "metres"),
    # The roots are 5, 1.41…, 2.23…, 2.82…, 12.52…, 12.36… and 1 000 000.0000005; no root ends in a half.
    [(3, 4, 5), (1, 1, 1), (1, 2, 2), (2, 2, 3), (11, 6, 13), (12, 3, 12), (1_000_000, 1, 1_000_000)],
)
def test_a_distance_is_rounded_half_up_to_a_metre(east: int, north: int, metres: int) -> None:
    house = home(location=place(430_000 + east, 280_000 + north))
    judged = case(homes=[house])

    def says(distance_m: int) -> Doc:
        return {"allocation": {"A": "H1"}, "placements": [{"referral": "A", "distance_m": distance_m}]}

    assert verify(judged, says(metres)) == ()
    assert codes(judged, says(metres - 1)) == codes(judged, says(metres + 1)) == {"placements.distance_m"}


@pytest.mark.parametrize(("area", "pence"), [(OTHER_AREA, 15_000), (place()["area"], 0)])
def test_a_home_in_another_area_has_its_price(area: str, pence: int) -> None:
    assert _line_pence("out_of_area", None, {"location": place(area=area)}) == pence


@pytest.mark.parametrize(
    ("provision", "pence"), [("internal", 0), ("block", 2_000), ("framework", 10_000), ("spot", 30_000)]
)
def test_each_provision_has_its_price(provision: str, pence: int) -> None:
    assert _line_pence("provision", None, {"provision": provision}) == pence


def test_each_resident_to_avoid_has_its_price() -> None:
    lives = {"places": 5, "residents": [resident(f"R{n}") for n in (1, 2, 3)]}
    links = [relationship("R1", "A", "avoid"), relationship("A", "R3", "avoid")]

    assert _line_pence("avoid_resident", None, lives, relationships=links) == 50_000


def _discounts(prices: dict[str, int], percent: int, *groups: Doc) -> dict[str, int]:
    """Pence off by child, all at H1, read from what the checker would have every line say."""
    judged = case(
        [referral(child) for child in prices],
        [home(places=9, sibling_discount_percent=percent)],
        offers=[offer(child, "H1", weekly_price_pence=price) for child, price in prices.items()],
        sibling_groups=list(groups),
    )
    lines = [{"code": "sibling_discount", "pence": 1}]
    answer = {
        "allocation": dict.fromkeys(prices, "H1"),
        "placements": [{"referral": child, "lines": lines} for child in prices],
    }
    told = [b.message for b in verify(judged, answer) if "line sibling_discount" in b.message]
    return {message[0]: int(message.rsplit(" ", 1)[1]) for message in told}


@pytest.mark.parametrize(
    ("prices", "off"),
    [
        ({"A": 1_000, "B": 2_000, "C": 3_000}, {"A": -100, "B": -200, "C": 0}),
        ({"A": 3_000, "B": 1_000, "C": 2_000}, {"A": 0, "B": -100, "C": -200}),
        ({"A": 1_000, "B": 1_000, "C": 1_000}, {"A": -100, "B": -100, "C": 0}),
        ({"A": 1_009, "B": 1_010, "C": 1_019}, {"A": -100, "B": -101, "C": 0}),
    ],
)
def test_all_siblings_but_the_dearest_get_whole_pence_off(
    prices: dict[str, int], off: dict[str, int]
) -> None:
    assert _discounts(prices, 10, group("C", "B", "A")) == off


def test_a_child_of_two_groups_may_be_granted_the_discount_of_both() -> None:
    prices = {"A": 1_000, "B": 2_000, "C": 3_000}

    assert _discounts(prices, 10, group("A", "B"), group("A", "C", id="G2")) == {"A": -200, "B": 0, "C": 0}


def test_siblings_of_whom_one_is_there_get_nothing_off() -> None:
    assert _discounts({"A": 1_000}, 10) == {"A": 0}
