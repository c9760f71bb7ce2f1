"""Prices of rules, break-even prices and retainers: any figure changed is noticed by its own name."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.priced import Priced
from matcher.verify import verify
from tests.builders import Doc, budget, case, home, pair, referral, sent

Spoil = Callable[[Doc], object]


def two_homes(**changes: Any) -> Case:
    return case([referral("R1")], [home("H1"), home("H2", weekly_price_pence=350_000)], **changes)


PINNED = two_homes(pins=[pair("R1", "H2")], budgets=[budget(900_000)])
PLAIN = two_homes()


@cache
def prices() -> Doc:
    return sent(library.price_of_rules(PINNED, ["pin", "budget", "age"]))


@cache
def break_even() -> Doc:
    return sent(library.break_even(PLAIN, Priced(kind="home", home="H1")))


@cache
def never_used() -> Doc:
    return sent(library.break_even(two_homes(forbids=[pair("R1", "H2")]), Priced(kind="home", home="H2")))


@cache
def retainer() -> Doc:
    return sent(library.retainer(PLAIN, "H1", date(2027, 1, 1)))


def codes(asked: Case, answer: Doc, spoil: Spoil) -> set[str]:
    spoilt = copy.deepcopy(answer)
    spoil(spoilt)
    return {breach.code for breach in verify(asked, spoilt)}


@pytest.mark.parametrize(("asked", "answer"), [(PINNED, prices), (PLAIN, break_even), (PLAIN, retainer)])
def test_what_the_library_answers_is_right(asked: Case, answer: Callable[[], Doc]) -> None:
    assert verify(asked, answer()) == ()


PRICE_TWINS: dict[str, Spoil] = {
    "sums.incremental_pence": lambda a: a["sums"].update(incremental_pence=1),
    "sums.tier2": lambda a: a["prices"][0]["sums"].update(tier2=1),
    "difference.incremental_pence": lambda a: a["prices"][0]["difference"].update(incremental_pence=-1),
    "difference.distance_m": lambda a: a["prices"][0]["difference"].update(distance_m=1),
    "prices.changes": lambda a: a["prices"][0]["changes"][0].update({"from": "H1"}),
    "unknown_home": lambda a: a["prices"][0]["changes"][0].update(to="H9"),
    "prices.sums": lambda a: a["prices"][0].update(sums=None),
    "prices.status": lambda a: a["prices"][0].update(status="no_plan"),
    "rule.name": lambda a: a["skipped"].append(a["skipped"][0]),
    "status": lambda a: a["prices"][0].update(status="best_found"),
    "pins": lambda a: a["allocation"].update(R1="H1"),
    "case_fingerprint": lambda a: a.update(case_fingerprint="0" * 64),
    "shape": lambda a: a["prices"][0].pop("rule"),
    "unaccounted": lambda a: a["allocation"].pop("R1"),
}


@pytest.mark.parametrize("code", PRICE_TWINS)
def test_a_price_of_a_rule_that_is_spoilt_is_noticed(code: str) -> None:
    assert code in codes(PINNED, prices(), PRICE_TWINS[code])


def test_a_rule_that_the_case_has_not_is_noticed_and_not_repeated_unless_it_is_an_id() -> None:
    spoilt = copy.deepcopy(prices())
    spoilt["prices"][0]["rule"]["name"] = "pin <script> H2"
    [breach] = [breach for breach in verify(PINNED, spoilt) if breach.code == "rule.name"]
    assert breach.message == "pin (not an id) H2 is no rule of the case"


def test_a_plan_without_a_rule_that_is_worse_than_the_plan_with_it_is_noticed() -> None:
    worse = two_homes(pins=[pair("R1", "H1")])
    answer = sent(library.price_of_rules(worse, ["pin"]))
    dearer = sent(library.price_of_rules(two_homes(pins=[pair("R1", "H2")]), ["pin"]))
    price = dearer["prices"][0] | {"sums": dearer["sums"]}
    price["difference"] = {name: -value for name, value in dearer["prices"][0]["difference"].items()}
    price["changes"] = [{"referral": "R1", "from": "H1", "to": "H2"}]
    price["rule"] = answer["skipped"][0]["rule"]
    found = {breach.code for breach in verify(worse, answer | {"skipped": [], "prices": [price]})}
    assert found == {"prices.sums"}


def test_a_rule_that_shuts_a_home_by_itself_is_not_said_to_change_nothing() -> None:
    asked = case([referral("R1", max_miles=1)], [home("H1")])
    answer = sent(library.price_of_rules(asked, ["distance"]))
    rules = [price["rule"] for price in answer["prices"]]
    skipped = [{"rule": rule, "proof": "same_problem"} for rule in rules]
    found = {breach.code for breach in verify(asked, answer | {"prices": [], "skipped": skipped})}
    assert (len(rules), found) == (2, {"skipped"})


BREAK_EVEN_TWINS: dict[str, Spoil] = {
    "now": lambda a: a.update(now=1),
    "highest": lambda a: a.update(highest=None),
    "at": lambda a: a["at"].update(value=349_999),
    "above": lambda a: a["above"].update(value=350_002),
    "at.used": lambda a: a["at"].update(used=False),
    "sums.tier2": lambda a: a["above"]["sums"].update(tier2=1),
    "limited_by": lambda a: a.update(limited_by="budget"),
    "priced": lambda a: a["priced"].update(home="H9"),
    "status": lambda a: a.update(settled=False),
    "shape": lambda a: a["priced"].update(kind="gift"),
    "unknown_home": lambda a: a["at"]["allocation"].update(R1="H9"),
}


@pytest.mark.parametrize("code", BREAK_EVEN_TWINS)
def test_a_break_even_price_that_is_spoilt_is_noticed(code: str) -> None:
    assert code in codes(PLAIN, break_even(), BREAK_EVEN_TWINS[code])


@pytest.mark.parametrize(("move", "code"), [(-1, "above"), (1, "at")])
def test_a_break_even_price_a_penny_off_is_noticed(move: int, code: str) -> None:
    """With both plans and their figures moved to the neighbouring price."""
    answer = copy.deepcopy(break_even())
    answer["highest"] += move
    for name in ("at", "above"):
        answer[name]["value"] += move
    for tier in ("tier2", "incremental_pence"):
        answer["at"]["sums"][tier] += move
    assert {breach.code for breach in verify(PLAIN, answer)} == {code}


def test_a_price_that_is_never_used_has_no_plan_at_it() -> None:
    asked = two_homes(forbids=[pair("R1", "H2")])
    assert verify(asked, never_used()) == ()
    assert codes(asked, never_used(), lambda a: a.update(highest=0)) == {"highest"}
    assert codes(asked, never_used(), lambda a: a["above"].update(value=1)) >= {"above"}


RETAINER_TWINS: dict[str, Spoil] = {
    "days": lambda a: a.update(days=1),
    "daily_pence": lambda a: a.update(daily_pence=7_143),
    "until_pence": lambda a: a.update(until_pence=0),
    "weekly_pence": lambda a: a.update(weekly_pence=None),
    "difference": lambda a: a["difference"].update(tier2=0),
    "sums.tier2": lambda a: a["not_held"].update(tier2=0),
    "availability": lambda a: a["not_held_allocation"].update(R1="H1"),
    "until": lambda a: a.update(until="soon"),
    "unaccounted": lambda a: a["held_allocation"].pop("R1"),
}


@pytest.mark.parametrize("code", RETAINER_TWINS)
def test_a_retainer_that_is_spoilt_is_noticed(code: str) -> None:
    assert code in codes(PLAIN, retainer(), RETAINER_TWINS[code])
