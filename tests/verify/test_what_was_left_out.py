"""What an answer leaves out, or claims of less than it shows, is noticed as what is changed in it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.priced import Priced
from matcher.domain.types import Model
from tests.builders import Doc, budget, case, home, pair, policy, referral, relationship, sent
from tests.verify.paths import Path, at, changed, codes, shown, without

CHEAP_AND_DEAR = [home("H1"), home("H2", weekly_price_pence=350_000)]


def one_child(**changes: Any) -> Case:
    return case([referral("R1")], CHEAP_AND_DEAR, **changes)


NO_PLAN: dict[str, object] = {"status": "no_plan", "sums": None, "difference": None, "changes": []}


def test_a_rule_whose_plan_is_legal_without_it_is_not_said_to_leave_no_plan() -> None:
    asked = one_child(pins=[pair("R1", "H2")])
    answer = sent(library.price_of_rules(asked, ["pin"]))
    said = answer["prices"][0] | NO_PLAN
    assert codes(asked, answer) == set()
    assert codes(asked, answer | {"prices": [said]}) == {"prices.status"}


def test_a_forbid_that_lets_a_child_under_review_go_is_rightly_said_to_leave_no_plan() -> None:
    children = [referral("R1", current_home="H1"), referral("R2")]
    asked = case(
        children,
        [home("H1", places=1)],
        forbids=[pair("R1", "H1")],
        pins=[pair("R2", "H1")],
        relationships=[relationship("R1", "R2")],
    )
    answer = sent(library.price_of_rules(asked, ["forbid"]))
    assert [price["status"] for price in answer["prices"]] == ["no_plan"]
    assert codes(asked, answer) == set()


CHANGES_SOMETHING: dict[str, Case] = {
    "pin": one_child(pins=[pair("R1", "H1")]),
    "forbid": one_child(forbids=[pair("R1", "H2")]),
    "budget": one_child(budgets=[budget(900_000)]),
}


@pytest.mark.parametrize("kind", CHANGES_SOMETHING)
def test_a_rule_that_shuts_a_home_or_limits_spending_is_not_said_to_change_nothing(kind: str) -> None:
    asked = CHANGES_SOMETHING[kind]
    answer = sent(library.price_of_rules(asked, [kind]))
    said = answer | {"skipped": [entry | {"proof": "same_problem"} for entry in answer["skipped"]]}
    assert [entry["proof"] for entry in answer["skipped"]] == ["bound"]
    assert codes(asked, answer) == set()
    assert codes(asked, said) == {"skipped"}


def test_a_pin_to_the_only_home_changes_that_the_child_must_be_placed() -> None:
    asked = case([referral("R1")], [home("H1")], pins=[pair("R1", "H1")])
    answer = sent(library.price_of_rules(asked, ["pin"]))
    said = answer | {"skipped": [entry | {"proof": "same_problem"} for entry in answer["skipped"]]}
    assert codes(asked, answer) == set()
    assert codes(asked, said) == {"skipped"}


def test_a_price_that_the_plan_pays_is_not_said_to_change_nothing() -> None:
    spot = policy(provision_pence={"internal": 0, "block": 0, "framework": 0, "spot": 500})
    asked = case([referral("R1")], [home("H1", provision="spot")], policy=spot)
    answer = sent(library.price_of_rules(asked, ["provision_pence"]))
    said = answer | {"skipped": [entry | {"proof": "same_problem"} for entry in answer["skipped"]]}
    assert codes(asked, answer) == set()
    assert codes(asked, said) == {"skipped"}


def test_a_child_whom_the_plan_places_needs_nothing_waived() -> None:
    asked = case(
        [referral("A", age=15)],
        [home("H1"), home("H2", min_age=16, weekly_price_pence=100_000)],
    )
    answer = sent(library.relax(asked, "A"))
    assert codes(asked, answer) == set()
    assert [entry["price_pence"] for entry in answer["sets"]][:1] == [0]
    assert codes(asked, answer | {"sets": answer["sets"][1:], "complete": True}) >= {"sets"}
    assert codes(asked, answer | {"sets": [], "complete": True}) >= {"sets"}


def test_at_another_home_than_the_plans_something_may_have_to_be_waived() -> None:
    asked = case([referral("A", age=15)], [home("H1"), home("H2", min_age=16)])
    answer = sent(library.relax(asked, "A", "H2"))
    assert answer["unwaived"]["places"]
    assert answer["sets"][0]["price_pence"] > 0
    assert codes(asked, answer) == set()


@cache
def capped() -> tuple[Case, Doc]:
    """One penny more is over the cap of a child who is pinned there: then there is no plan at all."""
    asked = case(
        [referral("R1", max_weekly_pence=310_000)], [home("H1")], pins=[pair("R1", "H1")], budgets=[]
    )
    return asked, sent(library.break_even(asked, Priced(kind="home", home="H1")))


def test_what_limits_a_price_is_checked_where_no_plan_is_left_above_it() -> None:
    asked, answer = capped()
    assert (answer["above"], answer["limited_by"], codes(asked, answer)) == (None, "price_cap", set())
    assert codes(asked, answer | {"limited_by": "budget"}) == {"limited_by"}


def test_a_lower_price_is_not_the_highest_because_the_plan_above_it_is_left_out() -> None:
    asked, answer = capped()
    lower = answer["highest"] - 1_000
    said = changed(changed(answer, ("highest",), lower), ("at", "value"), lower)
    for figure in ("tier2", "incremental_pence"):
        said["at"]["sums"][figure] -= 1_000
    assert "above" in codes(asked, said)


def test_what_is_never_used_has_a_plan_at_the_least_price() -> None:
    asked = one_child(forbids=[pair("R1", "H2")])
    answer = sent(library.break_even(asked, Priced(kind="home", home="H2")))
    assert (answer["limited_by"], codes(asked, answer)) == ("never_used", set())
    assert codes(asked, answer | {"above": None}) == {"above"}


YOUNG = case([referral("A")], [home("H1", min_age=14)], budgets=[budget(900_000)])
SCENARIO = json.dumps({"name": "S", "changes": [{"kind": "close_home", "home_id": "H1"}]}).encode()
PRODUCT: dict[str, tuple[Case, Callable[[], Model]]] = {
    "what-if": (one_child(), lambda: library.what_if(one_child(), [library.load_scenario(SCENARIO)])),
    "relax": (YOUNG, lambda: library.relax(YOUNG, "A")),
    "frontier": (one_child(), lambda: library.frontier(one_child())),
}
ENTRY: Path = ("scenarios", 0)
NEEDED: list[tuple[str, Path]] = [
    *(("what-if", (*ENTRY, name)) for name in ("figures", "difference", "to_refer", "status", "proof")),
    *(("what-if", ("base", name)) for name in ("figures", "status", "proof", "tier1", "tier2")),
    ("what-if", (*ENTRY, "figures", "yearly_pence")),
    ("what-if", (*ENTRY, "figures", "provision", "spot")),
    ("what-if", (*ENTRY, "difference", "tier2")),
    ("what-if", ("status",)),
    ("relax", ("sets", 0, "waivers", 0, "size")),
    ("relax", ("sets", 0, "status")),
    ("relax", ("sets", 0, "tier1")),
    *(("relax", (name,)) for name in ("status", "home", "allowed", "complete")),
    *(("relax", (name,)) for name in ("in_the_way", "open_with_waivers")),
    ("frontier", ("proposed",)),
    ("frontier", ("points", 0, "placed")),
    *((name, ("case_fingerprint",)) for name in PRODUCT),
]


@cache
def answered(name: str) -> Doc:
    return sent(PRODUCT[name][1]())


@pytest.mark.parametrize("name", PRODUCT)
def test_an_answer_with_everything_in_it_is_right(name: str) -> None:
    assert codes(PRODUCT[name][0], answered(name)) == set()


@pytest.mark.parametrize(("name", "path"), NEEDED, ids=[f"{n}:{shown(path)}" for n, path in NEEDED])
def test_a_figure_that_is_left_out_is_noticed(name: str, path: Path) -> None:
    at(answered(name), path)
    assert codes(PRODUCT[name][0], without(answered(name), path)) == {"shape"}
