"""A pin to a home that the rules shut is an input error that names the rules."""

from __future__ import annotations

import pytest

from matcher.rules.book import pin_faults
from matcher.rules.register import PAIR_RULES
from tests.builders import Doc, born, case, document, home, pair, place, policy, referral, waiver, zone
from tests.domain.full import paths

PIN = {"pins": [pair("A", "H1")]}
WAIVABLE = ("age", "availability", "distance", "price_cap", "judgement")
FAR = place(460_000, 310_000)


def named(*rules: str) -> list[tuple[str, str]]:
    start = f"A is pinned to H1, which these rules shut: {', '.join(rules)}. "
    fixed = [rule for rule in rules if rule not in WAIVABLE]
    waivers = [f'{{"referral": "A", "rule": "{rule}", "home": "H1"}}' for rule in rules]
    open_to = f"Take the pin out, or add to waivers: {', '.join(waivers)}"
    shut = f"Take the pin out: {', '.join(fixed)} cannot be waived in a case"
    return [("$.pins[0]", start + (shut if fixed else open_to))]


def found(child: Doc, where: Doc, **changes: object) -> list[tuple[str, str]]:
    faults = pin_faults(case([child], [where], **PIN | changes))
    return [(fault.path, fault.message) for fault in faults]


def test_a_pin_to_an_eligible_home_is_kept() -> None:
    assert found(referral(), home()) == []


def test_a_pin_names_every_rule_that_shuts_the_home_in_the_order_of_the_book() -> None:
    child = referral(birth_date=born(7), step_free=True, max_miles=5)
    where = home(step_free=False, location=FAR)

    assert found(child, where) == named("age", "step_free", "distance")


def test_waivers_of_all_its_rules_open_a_pin_and_one_too_few_does_not() -> None:
    child, where = referral(birth_date=born(7), max_miles=5), home(location=FAR)
    age, distance = waiver("A", "age", "H1"), waiver("A", "distance")

    assert found(child, where, waivers=[age]) == named("distance")
    assert found(child, where, waivers=[age, distance]) == []


def test_a_waiver_for_another_home_or_another_child_opens_nothing() -> None:
    child, where = referral(birth_date=born(7)), home()
    others = [waiver("A", "age", "H2"), waiver("B", "age")]
    faults = pin_faults(case([child, referral("B")], [where, home("H2")], **PIN, waivers=others))

    assert [(fault.path, fault.message) for fault in faults] == named("age")


def test_a_pin_to_a_forbidden_home_is_refused() -> None:
    assert found(referral(), home(), forbids=[pair("A", "H1")]) == named("forbidden")


def test_a_pin_to_stay_asks_only_the_rules_that_bind_a_stay() -> None:
    child = referral(birth_date=born(7), current_home="H1", exclusion_zones=[zone(5)], max_miles=1)

    assert found(child, home(judgement="inadequate"), policy=policy(barred_judgements=["inadequate"])) == []
    assert found(child, home(registered=False)) == named("registration")


@pytest.mark.parametrize("rule", sorted(code for code, rule in PAIR_RULES.items() if not rule.waivable))
def test_a_rule_that_nobody_may_waive_cannot_be_written_as_a_waiver(rule: str) -> None:
    assert paths(document(waivers=[waiver("A", rule)])) == ["$.waivers[0].rule"]
