"""The registers hold the specification's table, and refuse a rule that says too little of itself."""

from __future__ import annotations

from datetime import date
from unittest.mock import patch

import pytest

from matcher.rules.book import GROUP_ORDER, ORDER, STAY_RULES
from matcher.rules.register import GROUP_RULES, PAIR_RULES, Rule, Source, group_rule, pair_rule

TABLE = {
    "registration": False,
    "regulated_under_16": False,
    "need": False,
    "age": True,
    "gender": False,
    "step_free": False,
    "availability": True,
    "distance": True,
    "exclusion_zone": False,
    "price_cap": True,
    "declined": False,
    "residents": False,
    "solo_occupied": False,
    "judgement": True,
    "capacity": False,
    "staffing": True,
    "forbidden": False,
}
"""Section 2: each rule in the order of the table, and whether it is waivable."""

COUPLING = {
    "beds": False,
    "admissions": True,
    "staff_hours": True,
    "solo": False,
    "together": False,
    "conflicts": False,
    "budget": True,
    "pins": False,
    "reviews_keep_a_home": False,
}
"""Section 3 and the second promise of section 1; what section 6 can price is waivable."""

EVERY_RULE: list[Rule] = [*PAIR_RULES.values(), *GROUP_RULES.values()]
every_rule = pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: str(rule.code))
GOOD = Source("words", "docs/rules.md")


def test_the_register_of_pair_rules_is_the_table_in_its_order() -> None:
    assert tuple(TABLE) == ORDER
    assert {code: rule.waivable for code, rule in PAIR_RULES.items()} == TABLE


def test_the_register_of_group_rules_is_section_3_in_its_order() -> None:
    assert tuple(COUPLING) == GROUP_ORDER
    assert {code: rule.waivable for code, rule in GROUP_RULES.items()} == COUPLING


def test_three_rules_bind_a_stay() -> None:
    assert {"registration", "regulated_under_16", "forbidden"} == STAY_RULES


@every_rule
def test_a_rule_says_what_it_is_and_where_it_comes_from(rule: Rule) -> None:
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert len(rule.title.split()) >= 5
    assert rule.source.words.strip()
    assert rule.source.link.startswith(("https://www.legislation.gov.uk/", "docs/rules.md#"))
    assert bool(rule.waived_by) == rule.waivable


@every_rule
def test_a_statute_is_waived_only_by_a_power_it_names(rule: Rule) -> None:
    assert not (rule.source.statute and rule.waivable) or "power" in rule.source.words


def test_the_ban_on_supported_accommodation_under_16_carries_its_day() -> None:
    assert PAIR_RULES["regulated_under_16"].in_force_from == date(2021, 9, 9)


@pytest.mark.parametrize(
    ("code", "title", "source", "waived_by", "why"),
    [
        ("age", "A sentence", GOOD, None, "taken"),
        ("beds", "A sentence", GOOD, None, "taken"),
        ("new", " ", GOOD, None, "title and a source"),
        ("new", "A sentence", Source("", "docs/rules.md"), None, "title and a source"),
        ("new", "A sentence", Source("words", "rules"), None, "link"),
        ("new", "A sentence", Source("words", "docs/rules.md", statute=True), "panel", "power"),
    ],
)
def test_an_incomplete_rule_is_refused_in_both_registers(
    code: str, title: str, source: Source, waived_by: str | None, why: str
) -> None:
    with patch.dict(PAIR_RULES), patch.dict(GROUP_RULES):
        with pytest.raises(ValueError, match=why):
            pair_rule(code=code, title=title, source=source, waived_by=waived_by)(lambda *_: None)
        with pytest.raises(ValueError, match=why):
            group_rule(code=code, title=title, source=source, waived_by=waived_by)(lambda *_: ())


def test_a_complete_rule_is_taken_once() -> None:
    power = Source("the panel has the power to waive", "https://example.org", statute=True)
    with patch.dict(PAIR_RULES), patch.dict(GROUP_RULES):
        pair_rule(code="new", title="A sentence", source=power, waived_by="panel")(lambda *_: None)

        assert PAIR_RULES["new"].waivable
        with pytest.raises(ValueError, match="taken"):
            group_rule(code="new", title="A sentence", source=GOOD)(lambda *_: ())
