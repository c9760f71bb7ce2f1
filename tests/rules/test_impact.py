"""The impact table read both ways, and the rules between two children, each told as what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from matcher.domain.case import Case
from matcher.domain.impact import Bar
from matcher.domain.impact_table import ImpactTable
from matcher.domain.reading import read_case
from matcher.errors import BadCase
from matcher.rules.circumstances import LIBERTY_FLAG
from matcher.rules.facts import Child, Facts
from matcher.rules.impact import risks_from, rows_from
from matcher.rules.impact_bars import bars
from matcher.rules.impact_source import read_table, starting_table
from matcher.rules.pairing import conflict
from tests.builders import case, group, home, policy, referral, relationship, resident
from tests.impact_cases import HITS, LIGHTS, SOFT, row, table, table_document

DEMO = Path(__file__).parents[2] / "data" / "demo" / "case.json"


def two(a: dict[str, Any], b: dict[str, Any]) -> tuple[Child, Child]:
    """Two referrals with these changes."""
    first, second = case([referral("A", **a), referral("B", **b)]).referrals
    return first, second


def told(a: dict[str, Any], b: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    """From A to B: level, risk, vulnerability and words."""
    found = risks_from(table(), *two(a, b))
    return [(risk.level, risk.risk, risk.vulnerability, risk.words) for risk in found]


def test_a_risk_goes_from_the_child_who_carries_it_to_the_one_who_is_vulnerable() -> None:
    carrier, other = {"flags": [HITS]}, {"flags": [SOFT]}
    assert told(carrier, other) == [("high", HITS, SOFT, "A (violence) may harm B")]
    assert told(other, carrier) == []


def test_a_row_for_any_child_is_told_only_where_no_other_row_of_the_risk_is() -> None:
    assert told({"flags": [HITS]}, {"flags": []}) == [("low", HITS, None, "A (violence) may harm B")]
    assert [risk[:3] for risk in told({"flags": [HITS]}, {"flags": [SOFT]})] == [("high", HITS, SOFT)]


def test_the_worst_comes_first_whatever_the_order_of_the_table() -> None:
    both = {"flags": [LIGHTS, HITS]}
    assert [risk[0] for risk in told(both, {"flags": []})] == ["medium", "low"]
    assert [risk[0] for risk in told(both, {"flags": [SOFT]})] == ["high", "medium"]


UNLIKE: list[dict[str, Any]] = [
    {"gender": "male"},
    {"gender": "non_binary"},
    {"need": "learning_disability", "also_needs": ["autism", "physical_disability"]},
    {"step_free": True},
    {"age": 5},
    {"origin": {"easting": 530_000, "northing": 180_000, "area": "E09000001"}},
]


@pytest.mark.parametrize("change", UNLIKE, ids=lambda change: next(iter(change)))
def test_nothing_but_flags_changes_a_risk(change: dict[str, Any]) -> None:
    flagged = {"flags": [HITS, SOFT, LIGHTS]}
    assert told(flagged | change, flagged) == told(flagged, flagged | change) == told(flagged, flagged)
    assert told(flagged, flagged)


# -- the starting table ----------------------------------------------------------------------


def test_the_starting_table_knows_every_flag_of_the_demonstration() -> None:
    demo = json.loads(DEMO.read_bytes())
    people = [*demo["referrals"], *(child for home in demo["homes"] for child in home["residents"])]
    flags = {flag for child in people for flag in child["flags"]}
    known = {flag for row in starting_table().risks for flag in (row.risk, row.vulnerability)}
    # a court's order is no risk to another child
    assert flags - known == {LIBERTY_FLAG}


def test_every_row_of_the_starting_table_says_what_may_reduce_it_and_cites_a_source() -> None:
    rows = starting_table().risks
    assert [row.risk for row in rows if not row.reduced_by] == []
    assert {row.source for row in rows} <= {source.code for source in starting_table().sources}


def test_what_the_policy_of_the_demonstration_keeps_apart_is_a_high_risk_of_the_starting_table() -> None:
    kept = {tuple(pair) for pair in json.loads(DEMO.read_bytes())["policy"]["incompatible_flags"]}
    assert kept
    assert kept <= {(row.risk, row.vulnerability) for row in starting_table().risks if row.level == "high"}


# -- a council's own table -------------------------------------------------------------------


def refused(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadCase) as caught:
        read_table(json.dumps(table_document(**changes)).encode())
    return [(fault.path, fault.message) for fault in caught.value.faults]


def test_a_table_is_read_from_toml_and_from_json_alike() -> None:
    toml = """
schema = "placement-impact-table/1"
name = "T"
as_of = 2026-04-01
sources = [{code = "s", words = "w"}]
[[risks]]
risk = "violence"
level = "low"
words = "{carrier} and {vulnerable}"
source = "s"
"""
    read = read_table(toml.encode())
    assert read == read_table(read.model_dump_json(by_alias=True).encode())
    assert (read.risks[0].risk, read.risks[0].vulnerability) == ("violence", None)


PROTECTED = ["gender", "girl", "learning_disability", "autism", "religion-other", "asian", "lgbtq", "age"]
FINE = ["racist_bullying", "sexual_harm", "aggression", "managed_move", "stage_fright"]


@pytest.mark.parametrize("flag", PROTECTED)
@pytest.mark.parametrize("field", ["risk", "vulnerability"])
def test_a_protected_characteristic_may_not_raise_a_risk(flag: str, field: str) -> None:
    [(path, message)] = refused(risks=[row(HITS, SOFT, "low") | {field: flag}])
    assert path == f"$.risks[0].{field}"
    assert message.startswith("names a protected characteristic")


@pytest.mark.parametrize("flag", FINE)
def test_a_flag_of_conduct_or_of_a_danger_may(flag: str) -> None:
    assert table(risks=[row(flag, flag, "low")]).risks[0].risk == flag


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"risks": [row(HITS, None, "low")] * 2}, ("$", "risks[1] says again what risks[0] says")),
        (
            {"risks": [row(HITS, None, "low") | {"source": "x"}]},
            ("$", "risks[0] has a source that sources does not"),
        ),
        (
            {"risks": [row(HITS, None, "low") | {"words": "{carrier} may"}]},
            ("$.risks[0].words", "must hold {carrier} and"),
        ),
        ({"risks": [row(HITS, None, "severe")]}, ("$.risks[0].level", "must be one of")),
        ({"sources": [{"code": "s", "words": "a"}] * 2}, ("$", "sources[1] says again")),
        ({"price_pence": 1}, ("$.(unknown field)", "is not a field")),
    ],
    ids=["twice", "source", "words", "level", "sources", "unknown"],
)
def test_a_wrong_table_is_refused_by_its_place(changes: dict[str, Any], fault: tuple[str, str]) -> None:
    [(path, message)] = refused(**changes)
    assert path == fault[0]
    assert message.startswith(fault[1])


def test_what_is_neither_toml_nor_json_is_refused() -> None:
    for document in (b"= = =", b"\xff\xfe", b"{"):
        with pytest.raises(BadCase):
            read_table(document)
    with pytest.raises(ValidationError):
        ImpactTable.model_validate_json("{}")


# -- the rules between two children ----------------------------------------------------------


def between(a: dict[str, Any], b: dict[str, Any] | None = None, **changes: Any) -> list[Bar]:
    """The bars between A and B, who both would join the plain home."""
    changed = policy(**changes.pop("policy_changes", {}))
    asked = case([referral("A", **a), referral("B", **(b or {}))], policy=changed, **changes)
    first, second = asked.referrals
    return list(bars(Facts(asked), first, second, asked.homes[0]))


BOTH = ("A", "B")
GAP = {"max_age_gap_years": 3}
PAIR = {"incompatible_flags": [[HITS, SOFT]]}


def bar(code: Any, *who: str, **more: Any) -> Bar:
    return Bar(code=code, excludes=True, children=who, **more)


def test_children_with_nothing_between_them_have_no_bar() -> None:
    assert between({}) == []


def test_a_relationship_bars_and_one_to_avoid_does_not() -> None:
    assert between({}, relationships=[relationship("B", "A")]) == [bar("must_not_share", *BOTH)]
    assert between({}, relationships=[relationship("B", "A", "avoid")]) == []


def test_siblings_kept_apart_are_barred_and_others_are_not() -> None:
    assert between({}, sibling_groups=[group("A", "B", rule="apart")]) == [bar("apart", *BOTH)]
    assert between({}, sibling_groups=[group("A", "B", rule="together")]) == []


def test_flags_kept_apart_name_the_carrier_first() -> None:
    found = between({"flags": [SOFT]}, {"flags": [HITS]}, policy_changes=PAIR)
    assert found == [bar("incompatible_flags", "B", "A", flags=(HITS, SOFT))]
    assert between({"flags": [HITS]}, {"flags": [HITS]}, policy_changes=PAIR) == []


def test_flags_that_clash_both_ways_are_told_twice() -> None:
    both = {"flags": [HITS, SOFT]}
    found = [bar.children for bar in between(both, both, policy_changes=PAIR)]
    assert found == [("A", "B"), ("B", "A")]


def test_an_age_gap_bars_above_the_limit_but_not_siblings() -> None:
    assert between({"age": 9}, {"age": 13}, policy_changes=GAP) == [
        bar("age_gap", *BOTH, gap_years=4, limit_years=3)
    ]
    assert between({"age": 10}, {"age": 13}, policy_changes=GAP) == []
    siblings = [group("A", "B")]
    assert between({"age": 9}, {"age": 13}, policy_changes=GAP, sibling_groups=siblings) == []


def test_a_child_who_must_live_alone_bars_by_field_or_by_flag() -> None:
    assert between({"solo": True}) == [bar("solo", "A")]
    alone = {"flags": [LIGHTS]}
    assert between(alone, alone, policy_changes={"solo_flags": [LIGHTS]}) == [bar("solo", *BOTH)]
    assert between(alone) == []


def test_between_two_who_live_there_already_a_bar_does_not_bind_and_with_a_newcomer_it_does() -> None:
    homes = [home("H1", places=5, residents=[resident("R1")])]
    people = [referral("A", current_home="H1"), referral("B", current_home="H1"), referral("C")]
    kept = [relationship(a, b) for a, b in (("A", "B"), ("A", "R1"), ("A", "C"), ("C", "R1"))]
    asked = case(people, homes, relationships=kept)
    a, b, c = asked.referrals
    r1 = asked.homes[0].residents[0]
    binding = [
        [bar.excludes for bar in bars(Facts(asked), one, other, asked.homes[0])]
        for one, other in ((a, b), (a, r1), (a, c), (c, r1))
    ]
    assert binding == [[False], [False], [True], [True]]


def test_bars_other_than_solo_are_there_exactly_where_the_rule_book_sees_a_conflict() -> None:
    demo: Case = read_case(DEMO.read_bytes())
    facts = Facts(demo)
    seen = set()
    for child in demo.referrals:
        for where in demo.homes:
            others: list[Child] = [*where.residents, *demo.referrals]
            for other in others:
                if other.id != child.id:
                    found = {bar.code for bar in bars(facts, child, other, where)} - {"solo"}
                    seen |= found
                    assert bool(found) == (conflict(facts, child, other) is not None)
    assert seen == {"must_not_share", "apart", "incompatible_flags", "age_gap"}


def test_rows_are_those_of_the_table_itself() -> None:
    assert rows_from(table(), *two({"flags": [HITS]}, {"flags": [SOFT]})) == (table().risks[1],)
