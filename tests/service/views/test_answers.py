"""Answers as each role sees them: no distance, no mile's price, no flag and no price without the right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from api.examples import cut
from matcher import library
from matcher.domain.case import Case
from matcher.errors import Forbidden
from matcher.service.actor import Actor
from matcher.service.rights import Role
from matcher.service.views.answers import answer_view, document_view

DEMO = Path(__file__).resolve().parents[3] / "data" / "demo" / "case.json"
SETTINGS = library.Settings(limit_s=30)
HIDDEN_FROM = ("panel", "commissioner", "auditor", "service")
"""Who reads answers and must not see an exact distance."""


@cache
def case() -> Case:
    small = cut(json.loads(DEMO.read_bytes()), 4, 8)
    for referral in small["referrals"]:
        referral["flags"] = (
            ["fire_setting"] if referral is small["referrals"][0] else ["vulnerable_to_sexual_harm"]
        )
    small["referrals"][1]["max_miles"] = 1
    return library.load_case(json.dumps(small).encode())


def first() -> str:
    return case().referrals[0].id


QUESTIONS: dict[str, Callable[[], Any]] = {
    "match": lambda: library.allocate(case(), SETTINGS),
    "options": lambda: library.options(case(), None, SETTINGS),
    "alternatives": lambda: library.alternatives(case(), 2, 1, SETTINGS),
    "why_not": lambda: library.why_not(case(), case().referrals[1].id),
    "frontier": lambda: library.frontier(case(), SETTINGS),
    "relax": lambda: library.relax(case(), first(), None, SETTINGS),
    "emergency": lambda: library.emergency(case(), first()),
    "reviews": lambda: library.reviews(case(), None, SETTINGS),
}


@cache
def answer(question: str) -> str:
    return str(QUESTIONS[question]().model_dump_json(by_alias=True))


def actor(role: Role) -> Actor:
    return Actor(1, "human", 1, frozenset({role}))


def seen(question: str, role: Role) -> dict[str, Any]:
    return answer_view(question, json.loads(answer(question)), actor(role))


def fields(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner, name)
    else:
        yield name, value


def miles_in(document: dict[str, Any]) -> set[int]:
    """Every number of the whole answer that tells an exact distance."""
    found = {v for name, v in fields(document) if name.endswith("_m") and isinstance(v, int)}
    return found | {line["pence"] for line in lines_of(document) if "miles" in line["code"]}


def lines_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from value.get("lines", ())
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from lines_of(inner)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_officer_sees_the_whole_answer(question: str) -> None:
    assert seen(question, "officer") == json.loads(answer(question))


@pytest.mark.parametrize("role", HIDDEN_FROM)
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_exact_distance_and_no_price_of_one_is_left(question: str, role: Role) -> None:
    exact = miles_in(json.loads(answer(question))) - {0}
    shown = list(fields(seen(question, role)))

    assert [name for name, _ in shown if name.endswith("_m")] == []
    assert [pair for pair in shown if isinstance(pair[1], int) and pair[1] in exact] == []
    assert [text for _, text in shown if isinstance(text, str) and re.search(r"\d ?(m|metres)\b", text)] == []


@pytest.mark.parametrize("question", ["match", "options", "why_not"])
def test_the_answers_that_are_tried_hold_distances_to_hide(question: str) -> None:
    assert re.search(r"_m\":\d{3}|[\d,]+ m\)", answer(question))


@pytest.mark.parametrize("role", HIDDEN_FROM)
def test_each_distance_is_told_by_its_band(role: Role) -> None:
    whole, shown = json.loads(answer("options"))["options"], seen("options", role)["options"]

    for option, view in zip(whole, shown, strict=True):
        miles = option["distance_m"] / 1_609.3
        band = view["distance_band"]
        low, high = {"0-5 miles": (0, 5), "5-10 miles": (5, 10), "10-20 miles": (10, 20)}.get(band, (20, 999))
        assert low <= miles <= high


@pytest.mark.parametrize("role", ["panel", "commissioner"])
def test_the_lines_that_are_left_sum_to_the_total(role: Role) -> None:
    placements = seen("match", role)["placements"]

    assert placements
    for placement in placements:
        assert placement["total_pence"] == sum(line["pence"] for line in placement["lines"])
        assert "miles" not in {line["code"] for line in placement["lines"]}


@pytest.mark.parametrize("role", ["auditor", "service"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_who_may_not_see_prices_sees_none(question: str, role: Role) -> None:
    shown = list(fields(seen(question, role)))

    assert [name for name, _ in shown if name.endswith("pence")] == []
    assert [text for _, text in shown if isinstance(text, str) and "£" in text] == []


def test_why_a_home_is_shut_by_its_residents_is_told_to_those_who_may_see_flags() -> None:
    shut = {"rule": "residents", "reason": "R-01 must not live with the resident of H: one carries a risk"}
    document = {"homes": [{"home": "H", "rules": [shut]}]}

    assert document_view(document, actor("panel")) == document
    for role in ("commissioner", "service", "auditor"):
        (rule,) = document_view(document, actor(role))["homes"][0]["rules"]
        assert rule == {
            "rule": "residents",
            "reason": "the compatibility rule: ask somebody who may see who lives there",
        }


@pytest.mark.parametrize("role", get_args(Role))
def test_the_impact_of_children_on_each_other_needs_the_right_to_see_flags(role: Role) -> None:
    if role in ("officer", "panel"):
        assert answer_view("impact", {"homes": []}, actor(role)) == {"homes": []}
        return
    with pytest.raises(Forbidden):
        answer_view("impact", {"homes": []}, actor(role))


@pytest.mark.parametrize("role", ["provider", "administrator"])
def test_a_provider_and_an_administrator_see_no_answer_at_all(role: Role) -> None:
    with pytest.raises(Forbidden):
        document_view({}, actor(role))


@pytest.mark.parametrize("role", get_args(Role))
def test_nobody_sees_where_a_home_is_in_an_answer(role: Role) -> None:
    if role in ("provider", "administrator"):
        return
    place = {"easting": 430_001, "northing": 280_003, "area": "E08000026"}
    change = {"kind": "open_home", "home": {"location": place, "flags": []}, "referral": {"origin": place}}
    shown = document_view({"scenario": {"changes": [change]}}, actor(role))["scenario"]["changes"][0]

    assert shown["home"]["location"] == {"area": "E08000026"}
    assert shown["referral"]["origin"] == (place if role == "officer" else {"area": "E08000026"})


def test_looking_changes_nothing_and_looking_twice_shows_no_more_and_no_less() -> None:
    document = json.loads(answer("match"))
    once = document_view(document, actor("panel"))

    assert document == json.loads(answer("match"))
    assert document_view(once, actor("panel")) == once
