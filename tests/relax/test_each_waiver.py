"""Each thing that may be waived, once: how much of it, at what price; and its twin, where it may not be.

The plain child A could go to the plain home H1 but for one figure. All data is invented.
"""

from __future__ import annotations

from typing import Any

import pytest

from matcher import library
from matcher.domain.relax import Relax
from tests.builders import budget, case, group, home, policy, referral

Doc = dict[str, Any]
FAR: Doc = {"location": {"easting": 430_000 + 20_000, "northing": 280_000, "area": "E08000026"}}

ONE: dict[str, tuple[Doc, float, int]] = {
    # 12 years old, from 15: three years
    "age": ({"homes": [home(min_age=15)]}, 3, 60_000),
    # free on the 8th of May, needed by the 1st
    "availability": ({"homes": [home(available_from="2026-05-08")]}, 7, 14_000),
    # 20 000 m are 12.42776…, 2.42776… over; × 1 500 = 3 641.64
    "distance": ({"homes": [home(**FAR)], "referrals": [referral(max_miles=10)]}, 2.428, 3_642),
    # 3 000.00 against 2 999.99: a part pound
    "price_cap": ({"referrals": [referral(max_weekly_pence=299_999)]}, 1, 100),
    "judgement": (
        {"homes": [home(judgement="inadequate")], "policy": policy(barred_judgements=["inadequate"])},
        1,
        40_000,
    ),
    "staffing": ({"homes": [home(spare_staff_hours=4)], "referrals": [referral(staff_hours=10)]}, 6, 18_000),
    "admissions": ({"homes": [home(admissions_limit=0)]}, 1, 25_000),
    # 3 000.00 against a headroom of 1 999.50
    "budget": ({"budgets": [budget(199_950)]}, 1_001, 100_100),
}


def asked(changes: Doc, **rates: int | None) -> Relax:
    document = dict(changes)
    if rates:
        document["policy"] = document.get("policy", policy()) | {"waiver_pence": rates}
    return library.relax(case(document.pop("referrals", None), document.pop("homes", None), **document), "A")


def told(answer: Relax) -> list[list[tuple[str, float, int]]]:
    return [[(w.waives, w.size, w.price_pence) for w in entry.waivers] for entry in answer.sets]


@pytest.mark.parametrize("waives", ONE)
def test_the_one_thing_in_the_way_is_waived_by_its_size_and_price(waives: str) -> None:
    changes, size, price = ONE[waives]

    answer = asked(changes)

    assert told(answer) == [[(waives, size, price)]]
    assert (answer.status, answer.complete, answer.sets[0].allocation) == ("optimal", True, {"A": "H1"})


@pytest.mark.parametrize("waives", ONE)
def test_a_council_that_does_not_waive_it_is_told_that_nothing_helps(waives: str) -> None:
    answer = asked(ONE[waives][0], **{waives: None})

    assert (answer.sets, answer.complete, answer.status) == ((), True, "optimal")
    ways = [(way.rule, way.homes, way.only) for way in answer.in_the_way]
    limit = waives in ("admissions", "budget")
    assert ways == ([] if limit else [(waives, 1, 1)])
    assert answer.open_with_waivers == (("H1",) if limit else ())


@pytest.mark.parametrize("waives", ONE)
def test_the_councils_own_rate_is_the_price(waives: str) -> None:
    changes, size, _ = ONE[waives]

    answer = asked(changes, **{waives: 7})

    # 2.42776… miles at 7 pence are 16.99 pence
    assert answer.sets[0].price_pence == (17 if waives == "distance" else 7 * size)


def test_a_child_with_a_home_needs_nothing_waived() -> None:
    answer = asked({})

    assert (told(answer), answer.unwaived.places, answer.allowed) == ([[]], True, 0)


def test_a_rule_that_may_not_be_waived_is_counted_where_it_stands_alone() -> None:
    answer = asked(
        {
            "homes": [
                home("H1", genders=["male"]),
                home("H2", genders=["male"], needs_met=["autism"]),
                home("H3", needs_met=["autism"], min_age=15),
            ]
        }
    )

    assert answer.sets == ()
    ways = [(way.rule, way.homes, way.only) for way in answer.in_the_way]
    assert ways == [("gender", 2, 1), ("need", 2, 1)]


def test_nobody_else_may_lose_a_place_for_it() -> None:
    """B has the only bed: A could take it at the price of B's place, which is not for sale."""
    full = home(places=1, min_age=13)

    answer = asked({"homes": [full], "referrals": [referral("A"), referral("B", age=14)]})

    assert (answer.sets, answer.open_with_waivers) == ((), ("H1",))


def test_a_sibling_group_is_split_where_no_home_takes_both() -> None:
    two = {
        "referrals": [referral("A"), referral("B", gender="male")],
        "homes": [home("H1", genders=["female"]), home("H2", genders=["male"])],
        "sibling_groups": [group("A", "B", rule="together")],
    }

    answer = asked(two)

    assert told(answer)[0] == [("split", 1, 150_000)]
    # B had no place before either: section 6 asks for tier 2 next, and the cheapest leaves B where it was
    assert answer.sets[0].allocation == {"A": "H1", "B": None}
    assert asked(two, split=None).sets == ()


def test_a_group_that_is_split_is_priced_like_one_that_is_in_two_homes() -> None:
    """Here the second bed is paid for while it is empty: it is cheaper to use it, split and all."""
    two = {
        "referrals": [referral("A"), referral("B", gender="male")],
        "homes": [home("H1", genders=["female"]), home("H2", genders=["male"], void_charge_pence=400_000)],
        "sibling_groups": [group("A", "B", rule="together")],
    }

    answer = asked(two)

    assert answer.sets[0].allocation == {"A": "H1", "B": "H2"}
    # two places at 300 000, 3 107 each for 5 000 m, less the void, and 60 000 for a group in two homes
    assert answer.sets[0].tier2 == 2 * (300_000 + 3_107) - 400_000 + 60_000


def test_three_sets_come_cheapest_first_and_waive_different_things() -> None:
    homes = [home("H1", min_age=14), home("H2", min_age=13), home("H3", min_age=16), home("H4", min_age=15)]

    answer = asked({"homes": homes})

    assert [entry.price_pence for entry in answer.sets] == [20_000, 40_000, 60_000]
    assert [entry.allocation["A"] for entry in answer.sets] == ["H2", "H1", "H4"]
    assert answer.complete is False


def test_at_a_named_home_only_that_home_is_opened() -> None:
    homes = [home("H1", min_age=14), home("H2", min_age=13)]

    answer = library.relax(case(None, homes), "A", "H1")

    assert [(entry.price_pence, entry.allocation) for entry in answer.sets] == [(40_000, {"A": "H1"})]
