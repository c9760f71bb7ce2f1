"""What a plan does with a child half known: it goes only where every answer leaves the plan right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import pytest

from matcher import library
from matcher.errors import BadCase
from matcher.verify import verify
from tests.builders import budget, document, home, offer, pair, policy, referral, resident, sent
from tests.differential.draws import chunks, read, span
from tests.differential.plain import World, group_breaches
from tests.emergency.asked import half_known
from tests.emergency.completions import MONEY, Doc, completions, unfinished

MOST = 40
CLASH = policy(incompatible_flags=[["harms", "harmed"]])


def plan(doc: Doc) -> Any:
    return library.allocate(read(doc))


@pytest.mark.parametrize("seeds", chunks(100), ids=span)
def test_a_plan_keeps_every_rule_whatever_the_answers_turn_out_to_be(seeds: range) -> None:
    assert [wrong for seed in seeds for wrong in _broken_by_an_answer(seed)] == []


def _broken_by_an_answer(seed: int) -> Iterator[str]:
    doc, child_id = unfinished(seed, without=("current_home", *MONEY))
    doc["budgets"] = []
    placed = {child: home for child, home in plan(doc).allocation.items() if home}
    child = next(child for child in doc["referrals"] if child["id"] == child_id)
    finished = list(completions(doc, child))
    Random(seed).shuffle(finished)
    for whole in islice(finished, MOST):
        others = [whole if other is child else other for other in doc["referrals"]]
        world = World(doc | {"referrals": others})
        shut = world.shut_by(whole, world.homes[placed[child_id]]) if child_id in placed else []
        yield from (f"{seed}: {rule}" for rule in [*shut, *group_breaches(world, placed)])


def test_a_possible_home_is_not_used_and_the_proposal_says_what_is_not_known() -> None:
    doc = document(
        [half_known("gender")], [home("H1", genders=["female"]), home("H2", weekly_price_pence=9**6)]
    )

    answer = plan(doc)

    assert answer.allocation == {"A": "H2"}
    assert [(entry.referral, entry.fields) for entry in answer.unknown] == [("A", ("gender",))]


def test_a_child_without_a_sure_home_is_unplaced_and_told_why() -> None:
    answer = plan(document([half_known("gender")], [home("H1", genders=["female"])]))

    assert answer.allocation == {"A": None}
    assert answer.unplaced[0].shut_by == {"gender": 1}
    assert answer.unplaced[0].reason.endswith("only a home that is sure counts as open.")


def test_two_children_do_not_share_while_the_flags_of_one_may_clash() -> None:
    harmed = referral("B", flags=["harmed"])
    one_home = [home("H1", places=2)]

    assert None in plan(document([half_known("flags"), harmed], one_home, policy=CLASH)).allocation.values()
    assert None not in plan(document([referral("A"), harmed], one_home, policy=CLASH)).allocation.values()


def test_an_unknown_supplement_and_fund_count_against_no_budget_and_are_told_apart() -> None:
    child = half_known("supplement_pence", "funding")

    answer = plan(document([child], budgets=[budget(1)]))

    assert answer.allocation == {"A": "H1"}
    assert [(f.fund, f.spent_centipence) for f in answer.funds] == [("la", 0), ("not_known", 30_000_000)]


def test_a_child_whose_urgency_is_not_known_counts_as_an_emergency() -> None:
    answer = plan(document([half_known("urgency"), referral("B")], [home("H1", places=1)]))

    assert answer.allocation == {"A": "H1", "B": None}


def test_why_not_says_what_is_not_known_and_what_is_shut_anyway() -> None:
    homes = [home("H1", genders=["male"]), home("H2", genders=[])]

    answer = library.why_not(read(document([half_known("gender")], homes)), "A")

    assert {entry.home: entry.rules[0].reason for entry in answer.homes} == {
        "H1": "H1 may be open to A or not: gender not known",
        "H2": "H2 does not take every gender, and the gender of A is not known",
    }


def test_options_are_the_sure_homes_alone() -> None:
    homes = [home("H1", genders=["female"]), home("H2")]

    answer = library.options(read(document([half_known("gender")], homes)))

    assert [option.home for option in answer.options] == ["H2"]


def test_a_pin_to_a_home_that_is_only_possible_is_refused() -> None:
    doc = document([half_known("gender")], [home("H1", genders=["female"])], pins=[pair("A", "H1")])

    with pytest.raises(BadCase, match="which these rules shut: gender"):
        library.allocate(read(doc))


def test_the_verifier_refuses_a_possible_home_and_another_list_of_what_is_not_known() -> None:
    case = read(document([half_known("gender")], [home("H1", genders=["female"])]))
    right = sent(library.allocate(case))

    assert {b.code for b in verify(case, {"allocation": {"A": "H1"}})} == {"gender"}
    assert {b.code for b in verify(case, right | {"unknown": []})} == {"unknown.referral"}
    other = [{"referral": "A", "fields": ["need"]}]
    assert {b.code for b in verify(case, right | {"unknown": other})} == {"unknown.fields"}


def test_a_plan_of_a_case_with_nothing_unknown_says_nothing_of_it() -> None:
    assert "unknown" not in plan(document()).model_dump(by_alias=True)


def test_an_offer_does_not_make_a_possible_home_sure() -> None:
    doc = document([half_known("solo")], [home(residents=[resident()])], offers=[offer("A", "H1")])

    assert plan(doc).allocation == {"A": None}
