"""What rules, homes and held beds cost, on cases small enough to work out by hand. All invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher import library
from matcher.domain.break_even import BreakEven
from matcher.domain.case import Case
from matcher.domain.price_of_rules import PriceOfRules, RulePrice
from matcher.domain.priced import Priced
from matcher.domain.without import rules_of
from matcher.errors import BadCase, NotFound, OutOfTime, PinsClash
from tests.builders import budget, case, group, home, offer, pair, referral, relationship

CHEAP, DEAR = home("H1"), home("H2", weekly_price_pence=350_000)


def two_homes(**changes: Any) -> Case:
    """A child and two homes in one place, £500 a week apart."""
    return case([referral("R1")], [CHEAP, DEAR], **changes)


def only(answer: PriceOfRules) -> RulePrice:
    """The one rule that costs something."""
    [price] = answer.prices
    return price


def test_a_pin_to_a_dearer_home_costs_what_lies_between_the_prices() -> None:
    price = only(library.price_of_rules(two_homes(pins=[pair("R1", "H2")]), ["pin"]))

    assert (price.rule.name, price.status) == ("pin R1 H2", "optimal")
    assert price.difference is not None
    assert price.difference.model_dump() == {
        "tier1": 0,
        "tier2": -50_000,
        "placed": 0,
        "in_area": 0,
        "incremental_pence": -50_000,
        "distance_m": 0,
    }
    assert [change.model_dump(by_alias=True) for change in price.changes] == [
        {"referral": "R1", "from": "H2", "to": "H1"}
    ]


def test_a_pin_to_the_best_home_costs_nothing_by_the_bound() -> None:
    answer = library.price_of_rules(two_homes(pins=[pair("R1", "H1")]), ["pin"])

    assert (answer.prices, [skipped.proof for skipped in answer.skipped]) == ((), ["bound"])
    assert answer.status == "optimal"


def test_a_limit_that_is_not_there_costs_nothing_because_nothing_changes() -> None:
    answer = library.price_of_rules(two_homes(), ["distance", "price_cap"])

    names = ["distance", "distance R1", "price_cap", "price_cap R1"]
    assert answer.prices == ()
    assert sorted(skipped.rule.name for skipped in answer.skipped) == names
    assert {skipped.proof for skipped in answer.skipped} == {"same_problem"}


def test_a_budget_costs_a_child_her_home() -> None:
    found = case([referral("R1", urgency="urgent")], [CHEAP], budgets=[budget(100_000)])

    price = only(library.price_of_rules(found, ["budget"]))

    assert price.difference is not None
    assert (price.difference.tier1, price.difference.placed) == (-10, 1)
    assert price.difference.incremental_pence == 300_000


def test_siblings_without_their_rule_stay_siblings_and_keep_the_discount() -> None:
    children = [referral("R1"), referral("R2")]
    homes = [home("H1", weekly_price_pence=400_000, sibling_discount_percent=50), home("H2", places=1)]
    together = case(children, homes, sibling_groups=[group("R1", "R2", rule="together")])

    answer = library.price_of_rules(together, ["together"])

    # 400 000 + 200 000 together in H1; apart 300 000 + 400 000: the rule costs nothing
    assert (answer.prices, answer.sums.incremental_pence) == ((), 600_000)


def test_a_relationship_between_two_who_both_stay_weighs_until_it_is_taken_away() -> None:
    children = [referral("R1", current_home="H1"), referral("R2", current_home="H1")]
    found = case(children, [home("H1")], relationships=[relationship("R1", "R2")])

    price = only(library.price_of_rules(found, ["must_not_share"]))

    assert price.changes == ()
    assert price.difference is not None
    assert price.difference.tier1 == -1


def test_a_preference_is_compared_by_the_real_figures() -> None:
    far = home("H2", weekly_price_pence=299_000, location={**CHEAP["location"], "easting": 449_093})
    found = case([referral("R1")], [CHEAP, far])

    price = only(library.price_of_rules(found, ["pence_per_mile"]))

    assert price.difference is not None
    assert price.difference.incremental_pence == -1_000
    assert price.difference.distance_m > 0


def test_taking_a_forbid_away_may_leave_no_plan() -> None:
    stays = referral("R1", current_home="H1")
    found = case(
        [stays, referral("R2")], [home("H1", places=1)], forbids=[pair("R1", "H1")], pins=[pair("R2", "H1")]
    )

    price = only(library.price_of_rules(found, ["forbid"]))

    assert (price.status, price.sums, price.changes) == ("no_plan", None, ())


def test_every_rule_of_a_case_is_told_once() -> None:
    found = two_homes(pins=[pair("R1", "H2")], budgets=[budget(900_000)])
    answer = library.price_of_rules(found)

    told = [price.rule.name for price in answer.prices] + [skipped.rule.name for skipped in answer.skipped]
    assert sorted(told) == sorted(rule.name for rule in rules_of(found))


def test_an_unknown_rule_is_not_found_by_its_position() -> None:
    with pytest.raises(NotFound, match=r"^rules\[1\]: "):
        library.price_of_rules(two_homes(), ["age", "pin R1 H1"])


def test_pins_that_clash_are_named() -> None:
    found = case(
        [referral("R1"), referral("R2")], [home("H1", places=1)], pins=[pair("R1", "H1"), pair("R2", "H1")]
    )
    with pytest.raises(PinsClash):
        library.price_of_rules(found)
    with pytest.raises(PinsClash):
        library.break_even(found, Priced(kind="home", home="H1"))


def test_no_time_at_all_is_said_and_claims_nothing() -> None:
    with pytest.raises(OutOfTime):
        library.break_even(two_homes(), Priced(kind="home", home="H1"), library.Settings(limit_s=0))


def ends(answer: BreakEven) -> tuple[Any, ...]:
    """The answer in short."""
    return answer.status, answer.now, answer.highest, answer.limited_by


def test_a_home_is_used_up_to_the_price_of_the_next_one_and_a_tie_still_uses_it() -> None:
    answer = library.break_even(two_homes(), Priced(kind="home", home="H1"))

    assert ends(answer) == ("optimal", 300_000, 350_000, "another_plan")
    assert answer.at is not None
    assert answer.above is not None
    assert (answer.at.allocation, answer.at.value) == ({"R1": "H1"}, 350_000)
    assert (answer.above.allocation, answer.above.value) == ({"R1": "H2"}, 350_001)


def test_a_home_that_is_not_used_now_is_used_further_down() -> None:
    answer = library.break_even(two_homes(), Priced(kind="home", home="H2"))
    assert ends(answer) == ("optimal", 350_000, 300_000, "another_plan")


def test_an_offer_is_priced_for_its_child_alone() -> None:
    offers = [offer("R1", "H1", weekly_price_pence=320_000)]
    answer = library.break_even(two_homes(offers=offers), Priced(kind="offer", home="H1", referral="R1"))
    assert ends(answer) == ("optimal", 320_000, 350_000, "another_plan")


@pytest.mark.parametrize("offers", [[], [offer("R1", "H1", expires="2020-01-01", weekly_price_pence=1)]])
def test_an_offer_can_be_asked_about_before_it_is_made_but_not_after_it_ran_out(offers: list[Any]) -> None:
    answer = library.break_even(two_homes(offers=offers), Priced(kind="offer", home="H1", referral="R1"))
    assert answer.highest == (None if offers else 350_000)
    assert (answer.limited_by == "never_used") == bool(offers)


def test_a_price_cap_ends_it_where_no_other_home_is_open() -> None:
    found = case([referral("R1", max_weekly_pence=320_000)], [CHEAP])
    answer = library.break_even(found, Priced(kind="home", home="H1"))

    assert ends(answer) == ("optimal", 300_000, 320_000, "price_cap")
    assert answer.above is not None
    assert answer.above.allocation == {"R1": None}


def test_a_budget_ends_it_where_no_other_home_is_open() -> None:
    found = case([referral("R1")], [CHEAP], budgets=[budget(310_000)])
    assert ends(library.break_even(found, Priced(kind="home", home="H1"))) == (
        "optimal",
        300_000,
        310_000,
        "budget",
    )


def test_the_only_home_of_a_child_is_used_at_any_price() -> None:
    answer = library.break_even(case([referral("R1")], [CHEAP]), Priced(kind="home", home="H1"))
    assert ends(answer) == ("optimal", 300_000, 10**9, "nothing")
    assert answer.above is None


def test_a_home_that_is_shut_is_never_used() -> None:
    found = case([referral("R1")], [CHEAP, home("H2", genders=["male"])])
    answer = library.break_even(found, Priced(kind="home", home="H2"))
    assert ends(answer) == ("optimal", 300_000, None, "never_used")


def test_a_pin_that_a_price_cap_would_break_leaves_no_plan_above() -> None:
    found = case([referral("R1", max_weekly_pence=320_000)], [CHEAP], pins=[pair("R1", "H1")])
    answer = library.break_even(found, Priced(kind="home", home="H1"))
    assert (answer.highest, answer.limited_by, answer.above) == (320_000, "price_cap", None)


@pytest.mark.parametrize("whose", [{"home": "H1"}, {"provider": "Cheap Homes"}, {"provision": "block"}])
def test_an_uplift_is_told_in_whole_per_cent(whose: dict[str, str]) -> None:
    cheap = CHEAP | {"provider": "Cheap Homes", "provision": "block"}
    dear = DEAR | {"weekly_price_pence": 352_000}
    answer = library.break_even(
        case([referral("R1")], [cheap, dear]), Priced.model_validate({"kind": "uplift"} | whose)
    )

    # 300 000 + 16 % + 2 000 for block is 350 000; + 17 % is 353 000
    assert ends(answer) == ("optimal", 0, 16, "another_plan")


def test_where_a_rise_frees_money_a_still_higher_price_is_left_open() -> None:
    children = [referral("R1", current_home="H1"), referral("R2")]
    found = case(children, [home("H1", places=2), DEAR], budgets=[budget(500_000)])
    answer = library.break_even(found, Priced(kind="home", home="H1"))

    assert answer.limited_by == "nothing" or (answer.settled, answer.status) == (False, "best_found")


@pytest.mark.parametrize(
    ("priced", "field"),
    [
        (Priced(kind="home", home="H9"), "home"),
        (Priced(kind="offer", home="H1", referral="R9"), "referral"),
        (Priced(kind="uplift", provider="Nobody"), "provider"),
        (Priced(kind="uplift", provision="spot"), "provision"),
    ],
)
def test_what_the_case_does_not_hold_is_not_found_by_its_field(priced: Priced, field: str) -> None:
    with pytest.raises(NotFound, match=f"^{field}: "):
        library.break_even(two_homes(), priced)


def test_a_retainer_is_worth_what_the_next_home_costs_more() -> None:
    found = two_homes()
    until = date(2027, 1, 1)
    answer = library.retainer(found, "H1", until)
    days = (until - found.as_of).days

    assert (answer.weekly_pence, answer.daily_pence) == (50_000, 7_142)
    assert (answer.days, answer.until_pence) == (days, 50_000 * days // 7)
    assert (answer.held_allocation, answer.not_held_allocation) == ({"R1": "H1"}, {"R1": "H2"})


def test_a_home_that_a_child_cannot_do_without_is_worth_no_sum() -> None:
    answer = library.retainer(case([referral("R1")], [CHEAP]), "H1", date(2027, 1, 1))
    assert (answer.weekly_pence, answer.daily_pence, answer.until_pence) == (None, None, None)
    assert (answer.difference.placed, answer.difference.tier1) == (-1, 1)


def test_a_retainer_that_is_over_or_contradicts_a_pin_is_refused_by_its_place() -> None:
    found = two_homes(pins=[pair("R1", "H1")])
    with pytest.raises(BadCase, match=r"^\$\.until: must be after"):
        library.retainer(found, "H1", found.as_of)
    with pytest.raises(BadCase, match=r"^\$\.home: a child is pinned to it"):
        library.retainer(found, "H1", date(2027, 1, 1))
    with pytest.raises(NotFound, match=r"^home: "):
        library.retainer(found, "H9", date(2027, 1, 1))


def test_any_number_of_workers_gives_the_same_prices() -> None:
    found = two_homes(pins=[pair("R1", "H2")], budgets=[budget(900_000)])
    one, three = (library.price_of_rules(found, None, library.Settings(workers=n)) for n in (1, 3))
    assert one.model_dump(exclude={"run"}) == three.model_dump(exclude={"run"})
