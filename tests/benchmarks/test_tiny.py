"""The small cases: valid, small enough for brute force, and together using every feature."""

from __future__ import annotations

from collections import Counter

from benchmarks.tiny import case_of, tiny
from matcher.domain.case import Case
from matcher.rules.book import ORDER, exclusions, pin_faults
from matcher.rules.facts import Facts

SEEDS = range(200)


def _choices(case: Case) -> int:
    facts = Facts(case)
    product = 1
    for child in case.referrals:
        product *= 1 + sum(not exclusions(facts, child, home) for home in case.homes)
    return product


def test_two_hundred_of_them_are_read_without_a_fault() -> None:
    cases = [case_of(tiny(seed)) for seed in SEEDS]
    assert len({case.fingerprint for case in cases}) == 200


def test_a_seed_always_draws_the_same_case() -> None:
    assert [tiny(seed) for seed in range(20)] == [tiny(seed) for seed in range(20)]


def test_no_two_parts_of_a_document_are_one_object() -> None:
    home, other, *_ = tiny(7)["homes"]
    assert home["genders"] is not other["genders"]
    assert home["needs_met"] is not other["needs_met"]


def test_every_allocation_can_be_tried() -> None:
    assert max(_choices(case_of(tiny(seed))) for seed in SEEDS) <= 20_000


def test_every_pin_is_to_a_home_that_the_rules_leave_open() -> None:
    cases = [case_of(tiny(seed)) for seed in SEEDS]
    assert [pin_faults(case) for case in cases] == [[]] * len(cases)
    assert sum(len(case.pins) for case in cases) > 20


def test_every_rule_shuts_some_home_and_most_children_have_one() -> None:
    broken: Counter[str] = Counter()
    for seed in SEEDS:
        facts = Facts(case_of(tiny(seed)))
        for child in facts.case.referrals:
            found = [exclusions(facts, child, home) for home in facts.case.homes]
            broken.update(exclusion.rule for shut in found for exclusion in shut)
            broken["nobody"] += 1
            broken["placeable"] += any(not shut for shut in found)
    assert [code for code in ORDER if broken[code] < 20] == []
    assert broken["placeable"] > broken["nobody"] * 3 // 4


def test_every_feature_of_a_case_turns_up() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        seen.update(_features(case_of(tiny(seed))))
    assert {name: count for name, count in seen.items() if count < 10} == {}
    assert set(seen) == FEATURES


FEATURES = {
    *("review", "reviews that share", "together", "prefer_together", "apart", "overlapping groups"),
    *("must_not_share", "avoid", "a resident named", "an expired offer", "a declined offer", "a budget"),
    *(
        "a forbid",
        "a waiver for all homes",
        "no bed",
        "no admission",
        "a price of nothing",
        "a void above the price",
    ),
    *("a discount", "a zone", "a child alone", "equal urgency"),
}


def _features(case: Case) -> set[str]:
    members = [member for group in case.sibling_groups for member in group.members]
    living = [child.current_home for child in case.referrals if child.current_home]
    children = {child.id for child in case.referrals}
    seen = {group.rule for group in case.sibling_groups} | {link.kind for link in case.relationships}
    found = {
        "review": bool(living),
        "reviews that share": len(living) > len(set(living)),
        "overlapping groups": len(members) > len(set(members)),
        "a resident named": any({link.a, link.b} - children for link in case.relationships),
        "an expired offer": any(offer.expires and offer.expires < case.as_of for offer in case.offers),
        "a declined offer": any(offer.status == "declined" for offer in case.offers),
        "a budget": bool(case.budgets),
        "a forbid": bool(case.forbids),
        "a waiver for all homes": any(waiver.home is None for waiver in case.waivers),
        "no bed": any(home.beds == 0 for home in case.homes),
        "no admission": any(home.admissions_limit == 0 for home in case.homes),
        "a price of nothing": any(home.weekly_price_pence == 0 for home in case.homes),
        "a void above the price": any(h.void_charge_pence > h.weekly_price_pence for h in case.homes),
        "a discount": any(home.sibling_discount_percent for home in case.homes),
        "a zone": any(child.exclusion_zones for child in case.referrals),
        "a child alone": any(child.solo for child in case.referrals),
        "equal urgency": len({child.urgency for child in case.referrals}) < len(case.referrals),
    }
    return seen | {name for name, is_there in found.items() if is_there}
