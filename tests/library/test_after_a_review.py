"""What reviewers met in the questions people ask, each with its story."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from matcher import library
from matcher.domain.priced import Priced
from matcher.errors import BadCase
from matcher.model.pack import pack
from matcher.model.second import second_opinion
from matcher.model.waivers.relaxed import without_funds
from tests.builders import budget, case, group, home, offer, pair, referral


def scenario(*changes: Mapping[str, object]) -> bytes:
    return json.dumps({"name": "S", "changes": changes}).encode()


@pytest.mark.parametrize("wrapped", [False, True], ids=["flat", "whole"])
def test_an_offer_that_expires_can_be_set(wrapped: bool) -> None:
    """Its date was refused: unwrapping the offer took it out of JSON."""
    made: dict[str, object] = {**offer("A", "H1"), "expires": "2026-12-31"}
    change = {"kind": "set_offer", "offer": made} if wrapped else {"kind": "set_offer", **made}

    read = library.load_scenario(scenario(change))

    changed = library.apply_scenario(case([referral("A")], [home("H1")]), read).case
    assert changed.offers[0].expires == date(2026, 12, 31)


def test_a_date_that_is_none_is_refused_at_its_place() -> None:
    with pytest.raises(BadCase) as refused:
        library.load_scenario(scenario({"kind": "set_offer", **offer("A", "H1"), "expires": "2026-13-31"}))

    assert [fault.path for fault in refused.value.faults] == ["$.changes[0].expires"]


def test_a_child_half_known_can_be_added() -> None:
    child = referral("B") | {"unknown": ["need", "gender"]}
    half = {name: value for name, value in child.items() if name not in ("need", "gender")}

    read = library.load_scenario(scenario({"kind": "add_referral", "referral": half}))

    changed = library.apply_scenario(case([referral("A")], [home("H1")]), read).case
    assert changed.referrals[1].unknown == ("need", "gender")


def test_a_group_with_its_members_in_another_order_is_no_change() -> None:
    children = [referral("A"), referral("B")]
    known = case(
        children, [home("H1")], sibling_groups=[{"id": "G", "members": ["A", "B"], "rule": "together"}]
    )
    change = {"kind": "set_group", "id": "G", "members": ["B", "A"], "rule": "together"}

    with pytest.raises(BadCase, match="changes nothing"):
        library.apply_scenario(known, library.load_scenario(scenario(change)))


def test_of_two_pins_that_cannot_be_the_first_is_named_once() -> None:
    """Both were told, and both at the first change."""
    known = case([referral("A"), referral("B")], [home("H1", genders=["male"]), home("H2")])
    pins = [{"kind": "pin", **pair("A", "H1")}, {"kind": "pin", **pair("B", "H1")}]

    with pytest.raises(BadCase) as refused:
        library.apply_scenario(known, library.load_scenario(scenario(*pins)))

    assert [(fault.path, "A is pinned" in fault.message) for fault in refused.value.faults] == [
        ("$.changes[0]", True)
    ]


def test_a_home_that_someone_is_pinned_to_has_no_retainer() -> None:
    known = case([referral("A")], [home("H1")], pins=[pair("A", "H1")])

    with pytest.raises(BadCase, match="a child is pinned to it"):
        library.retainer(known, "H1", date(2027, 1, 1))


def test_a_declined_offer_sets_no_price_where_the_child_lives() -> None:
    known = case(
        [referral("A", current_home="H1")], [home("H1")], offers=[offer("A", "H1", status="declined")]
    )

    with pytest.raises(BadCase, match="no offer sets the price"):
        library.break_even(known, Priced(kind="offer", home="H1", referral="A"))


def test_without_its_budgets_a_problem_has_discounts_that_spend_nothing() -> None:
    """They kept what they spent: the second solver's plan could not be counted, and relax broke off."""
    funding = [{"fund": "la", "percent": 50}, {"fund": "icb", "percent": 50}]
    known = case(
        [referral(name, funding=funding) for name in "AB"],
        [home("H1", places=2, sibling_discount_percent=10)],
        sibling_groups=[group("A", "B")],
        budgets=[budget(10**9, fund) for fund in ("la", "icb")],
    )

    found = second_opinion(without_funds(pack(known).problem), 1)

    assert (found.status, len(found.chosen)) == ("optimal", 2)
