"""The question to ask next: counted by hand, and every answer asked again as if it had come."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from matcher.answers.emergency import emergency
from matcher.domain.emergency import Emergency, Question
from tests.builders import home, policy, referral, resident
from tests.differential.draws import chunks, read, span
from tests.emergency.asked import asked, half_known
from tests.emergency.completions import Doc, unfinished


def brief(question: Question) -> list[tuple[str, int, int, tuple[str, ...], tuple[str, ...]]]:
    return [(a.value, a.weight, a.changed, a.sure, a.possible) for a in question.answers]


def test_the_field_that_is_expected_to_change_most_is_asked_first() -> None:
    """H1 hangs on the gender, H2 and H3 on being alone: knowing that nobody else is alone moves more.

    gender: female (1 + 1 of 4) makes H1 sure, 1 place changes; male and non-binary shut H1, all three places
    change. solo: no (1 + 1 of 3) makes H2 and H3 sure, so that they come before H1, 3 places; yes leaves H1
    alone, 2 places.
    """
    dear = {"places": 2, "residents": [resident("R1")], "weekly_price_pence": 400_000}
    also = dear | {"residents": [resident("R2")], "weekly_price_pence": 500_000}
    homes = (home("H1", genders=["female"]), home("H2", **dear), home("H3", **also))

    answer = asked(half_known("gender", "solo"), *homes, others=(referral("B"),))

    assert answer.ask_next == "solo"
    solo, gender = answer.questions
    assert (solo.field, solo.options, solo.expected_changed, solo.total_weight) == ("solo", 2, 8, 3)
    assert brief(solo) == [("no", 2, 3, ("H2", "H3"), ("H1",)), ("yes", 1, 2, (), ("H1",))]
    assert (gender.field, gender.options, gender.expected_changed, gender.total_weight) == ("gender", 1, 8, 4)
    assert brief(gender) == [
        ("female", 2, 1, ("H1",), ("H2", "H3")),
        ("male", 1, 3, (), ("H2", "H3")),
        ("non_binary", 1, 3, (), ("H2", "H3")),
    ]


def test_of_equal_changes_the_one_on_which_more_homes_hang_comes_first() -> None:
    shut = home("H2", step_free=False, genders=["female"], needs_met=["autism", "general"])

    answer = asked(half_known("gender", "step_free"), home("H1", genders=["female"]), shut)

    assert [(q.field, q.options) for q in answer.questions] == [("gender", 2), ("step_free", 1)]


def test_a_field_on_which_no_home_hangs_is_not_asked() -> None:
    answer = asked(half_known("school", "funding", "urgency", "gender"))

    assert (answer.questions, answer.ask_next) == ((), None)


def test_a_child_of_whom_all_is_known_has_sure_homes_and_no_question() -> None:
    answer = asked(referral("A"), home("H1"), home("H2", registered=False))

    assert ([o.home for o in answer.sure], answer.possible, answer.shut) == (["H1"], (), ("H2",))
    assert answer.ask_next is None


def test_sure_homes_come_before_possible_ones_and_cheap_before_dear() -> None:
    homes = [
        home("H1", weekly_price_pence=100, step_free=False),
        home("H2", weekly_price_pence=300),
        home("H3", weekly_price_pence=200),
        home("H4", weekly_price_pence=50, step_free=False),
    ]

    answer = asked(half_known("step_free"), *homes)

    ranks = [(o.rank, o.home, o.own_pence) for o in (*answer.sure, *answer.possible)]
    assert ranks == [(1, "H3", 3_307), (2, "H2", 3_407), (3, "H4", 3_157), (4, "H1", 3_207)]


def test_what_others_have_is_expected_more_often_and_what_is_unknown_of_them_is_not_counted() -> None:
    others = (
        referral("B", flags=["fire"]),
        referral("C", flags=["fire", "other"]),
        referral("D"),
        half_known("flags") | {"id": "E"},
    )
    full = home(residents=[resident()])

    answer = asked(half_known("flags"), full, others=others, policy=policy(solo_flags=["fire"]))

    (question,) = answer.questions
    assert brief(question) == [("none", 2, 1, ("H1",), ()), ("fire", 3, 1, (), ())]


@pytest.mark.parametrize("seeds", chunks(20), ids=span)
def test_each_answer_tells_what_asking_again_tells_once_it_has_come(seeds: range) -> None:
    assert [wrong for seed in seeds for wrong in _other_tops(seed)] == []


def _other_tops(seed: int) -> Iterator[str]:
    doc, child_id = unfinished(seed, without=("current_home", "exclusion_zones"))
    for question in emergency(read(doc), child_id).questions:
        for answer in question.answers:
            again = emergency(read(_answered(doc, child_id, question.field, answer.value)), child_id)
            if _top(again) != (answer.sure, answer.possible):
                yield f"{seed}: {question.field}"


def _answered(doc: Doc, child_id: str, field: str, value: str) -> Doc:
    """The document with the answer in it."""
    doc = copy.deepcopy(doc)
    child = next(child for child in doc["referrals"] if child["id"] == child_id)
    child["unknown"].remove(field)
    known = child.get(field)
    child[field] = _value(field, value, known)
    return doc


def _value(field: str, value: str, known: Any) -> Any:
    if field in ("flags", "also_needs"):
        return [*(known or []), *([] if value == "none" else [value])]
    if field == "placement_types":
        return value.split("+")
    if field in ("gender", "need", "needed_by"):
        return value
    return {"none": None, "yes": True, "no": False}[value] if not value[0].isdigit() else json.loads(value)


def _top(answer: Emergency) -> tuple[tuple[str, ...], tuple[str, ...]]:
    sure = tuple(option.home for option in answer.sure)[:3]
    return sure, tuple(option.home for option in answer.possible)[: 3 - len(sure)]
