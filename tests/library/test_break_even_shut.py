"""A break-even of what a rule shuts at any price: nothing is left open, and the rules are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.break_even import BreakEven
from matcher.domain.priced import Priced, follows_price
from tests.builders import budget, case, document, group, home, offer, referral, sent
from tests.cli.run import run, written

OFFER = Priced(kind="offer", home="H1", referral="A")


def parts(status: str = "declined") -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Siblings for whom a rise could pass a discount on, so that by itself no price settles the next."""
    homes = [home("H1", sibling_discount_percent=10), home("H2")]
    more = {"sibling_groups": [group("A", "B")], "budgets": [budget(900_000)]}
    return [referral("A"), referral("B")], homes, more | {"offers": [offer("A", "H1", status)]}


def asked(status: str = "declined") -> BreakEven:
    children, homes, more = parts(status)
    return library.break_even(case(children, homes, **more), OFFER)


def test_an_offer_that_was_declined_is_settled_and_the_rule_is_named() -> None:
    found = asked()
    assert (found.status, found.limited_by, found.settled) == ("optimal", "never_used", True)
    assert found.shut_by == ("declined",)


def test_an_offer_that_stands_names_no_rule() -> None:
    found = asked("offered")
    assert (found.shut_by, found.settled) == ((), False)


def test_a_home_shut_to_every_child_is_settled() -> None:
    children, homes, more = parts()
    children = [child | {"current_home": None} for child in children]
    barred = [homes[0] | {"genders": ["male"]}, homes[1]]
    children[0] |= {"also_needs": []}
    found = library.break_even(case(children, barred, **more), Priced(kind="home", home="H1"))
    assert (found.status, found.settled, found.shut_by) == ("optimal", True, ())


@pytest.mark.parametrize("rules", [[], ["need"], ["declined", "need"]])
def test_rules_that_do_not_shut_the_offer_are_refused(rules: list[str]) -> None:
    children, homes, more = parts()
    wrong = sent(asked()) | {"shut_by": rules}
    assert "shut_by" in {one.code for one in library.verify(case(children, homes, **more), wrong)}


def test_the_screen_names_the_rule_and_where_to_read_of_it(tmp_path: Path) -> None:
    children, homes, more = parts()
    made = written(tmp_path, document(children, homes, **more))
    shown = run("break-even", made, "--home", "H1", "--referral", "A").stdout
    assert "A still higher one is not ruled out" not in shown
    assert "It is shut to A at any price by: declined. `placements why-not`" in shown


def test_the_screen_names_the_fund_that_cannot_pay_and_the_child_whose_limit_it_is(tmp_path: Path) -> None:
    poor = document([referral("A")], [home("H1")], budgets=[budget(350_000)])
    shown = run("break-even", written(tmp_path, poor), "--home", "H1").stdout
    assert "a fund's budget cannot pay for it: fund la would take" in " ".join(shown.split())
    capped = document([referral("A", max_weekly_pence=320_000)], [home("H1")])
    shown = run("break-even", written(tmp_path, capped), "--home", "H1").stdout
    assert "shuts it: H1 would cost £3,200.01 a week for A; the limit is £3,200" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("rule", "stay", "follows"),
    [("apart", False, True), ("apart", True, False), ("prefer_together", False, False)],
)
def test_siblings_kept_apart_get_no_discount_unless_both_stay(rule: str, stay: bool, follows: bool) -> None:
    lives = {"current_home": "H1"} if stay else {}
    children = [referral("A", **lives), referral("B", **lives)]
    given = case(
        children, [home("H1", sibling_discount_percent=10)], sibling_groups=[group("A", "B", rule=rule)]
    )
    twice = given.model_copy(
        update={
            "sibling_groups": (*given.sibling_groups, given.sibling_groups[0].model_copy(update={"id": "G2"}))
        }
    )
    assert follows_price(twice, Priced(kind="home", home="H1")) is follows


def test_the_document_tells_the_rules(tmp_path: Path) -> None:
    children, homes, more = parts()
    made = written(tmp_path, document(children, homes, **more))
    told = json.loads(run("break-even", made, "--home", "H1", "--referral", "A", "--json").stdout)
    assert told["shut_by"] == ["declined"]
