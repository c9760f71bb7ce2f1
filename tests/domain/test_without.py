"""Taking one rule out of a case: that one, nothing else, and every other answer as it was."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.case import Case
from matcher.domain.priced import Priced, at_price, range_of
from matcher.domain.without import NOTHING_SAID, rule_named, rules_of, without
from tests.builders import budget, case, group, home, offer, pair, policy, referral, relationship, waiver


def full() -> Case:
    """A case with one of everything that could be taken out."""
    return case(
        [referral("R1", staff_hours=5), referral("R2"), referral("R3")],
        [home("H1", admissions_limit=1), home("H2")],
        policy=policy(max_age_gap_years=5, incompatible_flags=[["a", "b"], ["c", "d"]]),
        pins=[pair("R1", "H1")],
        forbids=[pair("R2", "H1")],
        sibling_groups=[group("R1", "R2", rule="apart")],
        relationships=[relationship("R3", "R1"), relationship("R1", "R3", "avoid")],
        budgets=[budget(100), budget(200, "icb")],
        waivers=[waiver("R1", "age")],
    )


CHANGED: list[tuple[str, tuple[str, ...], str, Any]] = [
    ("pin", ("R1", "H1"), "pins", []),
    ("forbid", ("R2", "H1"), "forbids", []),
    ("must_not_share", ("R1", "R3"), "relationships", [relationship("R1", "R3", "avoid")]),
    ("budget", ("la",), "budgets", [budget(200, "icb")]),
    ("age", ("R1",), "waivers", [waiver("R1", "age")]),
    ("age", (), "waivers", [waiver("R1", "age"), waiver("R2", "age"), waiver("R3", "age")]),
    ("distance", ("R2",), "waivers", [waiver("R1", "age"), waiver("R2", "distance")]),
]


@pytest.mark.parametrize(("kind", "of", "field", "left"), CHANGED, ids=lambda value: str(value)[:20])
def test_one_list_is_changed_and_nothing_else(
    kind: str, of: tuple[str, ...], field: str, left: list[Any]
) -> None:
    before = full()
    after = without(before, rule_named(kind, *of))
    assert [entry.model_dump(mode="json") for entry in getattr(after, field)] == left
    assert after.model_copy(update={field: getattr(before, field)}) == before


def test_a_group_keeps_its_members_and_loses_its_rule() -> None:
    [siblings] = without(full(), rule_named("apart", "G1")).sibling_groups
    assert (siblings.members, str(siblings.rule)) == (("R1", "R2"), NOTHING_SAID)


@pytest.mark.parametrize(
    ("kind", "of", "field", "left"),
    [
        ("age_gap", (), "max_age_gap_years", None),
        ("incompatible_flags", ("a", "b"), "incompatible_flags", (("c", "d"),)),
        ("pence_per_mile", (), "pence_per_mile", 0),
        ("move_pence", (), "move_pence", 0),
    ],
)
def test_one_field_of_the_policy_is_changed(kind: str, of: tuple[str, ...], field: str, left: Any) -> None:
    before, after = full().policy, without(full(), rule_named(kind, *of)).policy
    assert getattr(after, field) == left
    assert after.model_copy(update={field: getattr(before, field)}) == before


def test_the_commissioning_order_is_one_preference() -> None:
    prices = without(full(), rule_named("provision_pence")).policy.provision_pence
    assert set(prices.model_dump().values()) == {0}


def test_staff_hours_are_nobodys_and_an_admissions_limit_is_none() -> None:
    assert [c.staff_hours for c in without(full(), rule_named("staffing")).referrals] == [0, 0, 0]
    assert [h.admissions_limit for h in without(full(), rule_named("admissions", "H1")).homes] == [None, None]


def test_every_rule_has_a_name_of_its_own_and_they_come_in_the_same_order_whatever_the_lists() -> None:
    rules = rules_of(full())
    turned = full()
    turned = turned.model_copy(
        update={name: tuple(reversed(getattr(turned, name))) for name in ("referrals", "homes", "budgets")}
    )
    assert len({rule.name for rule in rules}) == len(rules)
    assert rules_of(turned) == rules


@pytest.mark.parametrize(
    ("pence", "percent", "dearer"), [(250, 10, 275), (5, 10, 6), (4, 10, 4), (100, -100, 0)]
)
def test_an_uplift_is_rounded_half_up_to_a_penny_for_lists_and_offers_alike(
    pence: int, percent: int, dearer: int
) -> None:
    before = case(
        homes=[home("H1", weekly_price_pence=pence), home("H2")],
        offers=[offer("C1", "H1", weekly_price_pence=pence), offer("C1", "H2")],
        referrals=[referral("C1")],
    )
    after = at_price(before, Priced(kind="uplift", home="H1"), percent)
    assert [h.weekly_price_pence for h in after.homes] == [dearer, 300_000]
    assert [o.weekly_price_pence for o in after.offers] == [dearer, None]


def test_the_highest_uplift_is_the_last_that_a_document_can_state() -> None:
    found, priced = case([referral()], [home("H1")]), Priced(kind="uplift", home="H1")
    _, most = range_of(found, priced)
    [at_most] = at_price(found, priced, most).homes
    [beyond] = at_price(found, priced, most + 1).homes
    assert at_most.weekly_price_pence <= 10**9 < beyond.weekly_price_pence
