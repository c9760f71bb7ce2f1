"""The impact matrix as the library answers it: who is asked about, both directions, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.impact import Assessed, HomeImpact, Impact, ImpactChild, Meeting, Risk
from matcher.domain.impact_table import ImpactTable
from matcher.errors import BadCase, NotFound
from tests.builders import case, home, pair, policy, referral, relationship, resident, sent
from tests.impact_cases import ALLOCATION, HITS, LIGHTS, SOFT, children, table

PLAN = {"allocation": ALLOCATION}


def asked(
    of: Case,
    referral: str | None = None,
    home: str | None = None,
    answer: dict[str, Any] | None = None,
    by: ImpactTable | None = None,
) -> Impact:
    return library.impact(of, referral, home, answer, by or table())


def risk(carrier: str, vulnerable: str, level: Any, vulnerability: str | None) -> Risk:
    words = f"{carrier} (violence) may harm {vulnerable}"
    return Risk(
        carrier=carrier,
        vulnerable=vulnerable,
        risk=HITS,
        vulnerability=vulnerability,
        level=level,
        words=words,
    )


def lives(id: str, how: Any, *strengths: str) -> ImpactChild:
    return ImpactChild(id=id, how=how, flags_known=True, strengths=strengths)


def meet(a: str, b: str, *risks: Risk, together: tuple[Any, ...] = ("close_in_age",)) -> Meeting:
    return Meeting(children=(a, b), bars=(), avoid=False, risks=risks, strengths=together)


def pairs(answer: Impact) -> list[tuple[str, str]]:
    return [meeting.children for home in answer.homes for meeting in home.meetings]


def test_a_pair_meets_the_residents_and_the_children_under_review_there_both_ways() -> None:
    found = asked(children(), "A", "H1")

    assert found.homes == (
        HomeImpact(
            home="H1",
            children=(
                lives("A", "joins"),
                lives("R1", "resident"),
                lives("R2", "resident"),
                lives("W", "under_review"),
            ),
            assessed=(Assessed(referral="A", shut_by=(), strengths=("in_area",)),),
            meetings=(
                meet("A", "R1", risk("A", "R1", "high", SOFT)),
                meet("A", "R2", risk("A", "R2", "low", None), risk("R2", "A", "high", SOFT)),
                meet("A", "W", risk("A", "W", "high", SOFT)),
            ),
        ),
    )
    assert (found.referral, found.home, found.allocation, found.status) == ("A", "H1", None, None)


def test_a_plan_brings_its_own_children_together_and_each_two_meet_once() -> None:
    found = asked(children(), answer=PLAN)

    assert [home.home for home in found.homes] == ["H1", "H2"]
    assert pairs(found) == [
        *(("A", other) for other in ("B", "R1", "R2", "W")),
        *(("B", other) for other in ("R1", "R2", "W")),
        ("R1", "W"),
        ("R2", "W"),
    ]
    assert {child.id: child.how for child in found.homes[0].children} == {
        "A": "joins",
        "B": "joins",
        "R1": "resident",
        "R2": "resident",
        "W": "stays",
    }
    assert found.homes[0].children[1] == lives("B", "joins", "kind")
    assert found.homes[1] == HomeImpact(
        home="H2",
        children=(lives("S", "joins"),),
        assessed=(Assessed(referral="S", shut_by=(), strengths=("in_area",)),),
        meetings=(),
    )


def test_two_who_live_there_already_have_that_as_a_strength() -> None:
    together = {
        meeting.children: meeting.strengths for meeting in asked(children(), answer=PLAN).homes[0].meetings
    }
    assert together["R1", "W"] == ("live_together", "close_in_age")
    assert together["A", "W"] == ("close_in_age",)


def test_siblings_are_a_strength_unless_they_are_kept_apart() -> None:
    plan = {"allocation": ALLOCATION | {"S": "H1", "B": "H2"}}
    [meeting] = [m for m in asked(children(), answer=plan).homes[0].meetings if set(m.children) == {"A", "S"}]
    assert meeting.strengths == ("siblings", "close_in_age")

    apart = children(sibling_groups=[{"id": "G", "members": ["A", "B"], "rule": "apart"}])
    [beside] = asked(apart, "B", "H2", {"allocation": ALLOCATION | {"A": "H2", "S": "H1"}}).homes[0].meetings
    assert (beside.strengths, [bar.code for bar in beside.bars]) == (("close_in_age",), ["apart"])


def test_a_child_is_close_in_age_up_to_the_table_s_years_and_no_further() -> None:
    homes = [home("H1", residents=[resident("R1", age=10)])]
    near, far = (case([referral("A", age=age)], homes) for age in (12, 13))
    assert asked(near, "A", "H1").homes[0].meetings[0].strengths == ("close_in_age",)
    assert asked(far, "A", "H1").homes[0].meetings[0].strengths == ()
    wider = table(close_in_age_years=3)
    assert asked(far, "A", "H1", by=wider).homes[0].meetings[0].strengths == ("close_in_age",)


@pytest.mark.parametrize(
    ("changes", "spare", "strengths"),
    [
        ({"staff_hours": 10}, 10, ("in_area", "staff_to_spare")),
        ({"staff_hours": 10}, 9, ("in_area",)),
        ({"staff_hours": 10}, None, ("in_area",)),
        ({}, 10, ("in_area",)),
        ({"staff_hours": 10, "current_home": "H1"}, 10, ("stays", "in_area")),
    ],
    ids=["enough", "too few", "no figure", "none asked", "stays"],
)
def test_the_strengths_of_a_placement(
    changes: dict[str, Any], spare: int | None, strengths: tuple[str, ...]
) -> None:
    found = asked(case([referral("A", **changes)], [home("H1", spare_staff_hours=spare)]), "A", "H1")
    assert found.homes[0].assessed[0].strengths == strengths


def test_a_home_that_is_shut_says_by_which_rules_and_its_risks_all_the_same() -> None:
    shut = children(policy_changes={"incompatible_flags": [[HITS, SOFT]], "solo_flags": [LIGHTS]})
    found = asked(shut, "A", "H1").homes[0]
    assert found.assessed[0].shut_by == ("residents",)
    assert [bar.excludes for meeting in found.meetings for bar in meeting.bars] == [True] * 3
    assert sum(len(meeting.risks) for meeting in found.meetings) == 4


def test_to_avoid_one_another_is_told_and_excludes_nobody() -> None:
    found = asked(children(relationships=[relationship("A", "R1", "avoid")]), "A", "H1").homes[0]
    assert [meeting.avoid for meeting in found.meetings] == [True, False, False]
    assert (found.assessed[0].shut_by, found.meetings[0].bars) == ((), ())


def test_a_risk_of_the_table_however_high_excludes_nobody() -> None:
    worst = table(
        risks=[
            {
                "risk": HITS,
                "level": "high",
                "words": "{carrier} {vulnerable}",
                "source": "s",
            }
        ]
    )
    assert asked(children(), "A", "H1", by=worst).homes[0].assessed[0].shut_by == ()


def test_one_child_or_one_home_of_a_plan_may_be_asked_about() -> None:
    assert pairs(asked(children(), "B", answer=PLAN)) == [
        ("A", "B"),
        ("B", "R1"),
        ("B", "R2"),
        ("B", "W"),
    ]
    assert [home.home for home in asked(children(), None, "H2", PLAN).homes] == ["H2"]


def test_a_pair_beside_a_plan_meets_whom_the_plan_places_there() -> None:
    found = asked(children(), "S", "H1", PLAN).homes[0]
    assert [child.id for child in found.children] == ["A", "B", "R1", "R2", "S", "W"]
    assert [m.children for m in found.meetings] == [
        ("A", "S"),
        ("B", "S"),
        ("R1", "S"),
        ("R2", "S"),
        ("S", "W"),
    ]


def test_a_child_without_a_home_in_the_plan_has_nothing_to_assess() -> None:
    nowhere = {"allocation": ALLOCATION | {"B": None}}
    assert asked(children(), "B", answer=nowhere).homes == ()


def test_without_a_plan_the_best_one_is_found_and_its_proof_is_told() -> None:
    one = case([referral("A")], [home("H1")])
    found = asked(one)
    assert (found.allocation, found.status) == ({"A": "H1"}, "optimal")
    assert [child.referral for child in found.homes[0].assessed] == ["A"]


def test_a_child_whose_flags_are_not_known_is_marked() -> None:
    unsure = case([referral("A", unknown=["flags"]), referral("B")], [home("H1", residents=[resident("R1")])])
    assert [child.flags_known for child in asked(unsure, "A", "H1").homes[0].children] == [False, True]
    assert [child.flags_known for child in asked(unsure, "B", "H1").homes[0].children] == [True, True]


@pytest.mark.parametrize(
    ("unknown", "shut_by", "may_be"),
    [
        ([], ("solo_occupied",), ()),
        (["flags"], ("solo_occupied",), ("residents",)),
        (["solo"], ("solo_occupied",), ()),
    ],
    ids=["all known", "flags not known", "by a flag that is known"],
)
def test_nothing_is_said_of_a_child_that_nobody_recorded(
    unknown: list[str], shut_by: tuple[str, ...], may_be: tuple[str, ...]
) -> None:
    """A draft once told a manager of fires that nobody had recorded: the child's flags were not known."""
    asked = case(
        [referral("A", flags=[LIGHTS], unknown=unknown)],
        [home("H1", residents=[resident("R1", flags=[SOFT])])],
        policy=policy(solo_flags=[LIGHTS], incompatible_flags=[[HITS, SOFT]]),
    )

    [found] = library.impact(asked, "A", "H1", None, table()).homes

    assert (found.assessed[0].shut_by, found.assessed[0].may_be_shut_by) == (shut_by, may_be)
    assert [risk.risk for risk in found.meetings[0].risks] == [LIGHTS]
    assert [bar.code for bar in found.meetings[0].bars] == ["solo"]


def test_unknown_ids_are_not_found() -> None:
    with pytest.raises(NotFound, match=r"^referral: "):
        asked(children(), "Z", "H1")
    with pytest.raises(NotFound, match=r"^home: "):
        asked(children(), "A", "H9")


def test_a_plan_that_is_wrong_is_refused_before_anything_is_said_of_it() -> None:
    with pytest.raises(BadCase) as crowded:
        asked(case([referral("A"), referral("B")], [home("H1", places=1)]), answer={"allocation": BOTH_AT_H1})
    assert [fault.path for fault in crowded.value.faults] == ["$.answer"]
    assert "beds" in crowded.value.faults[0].message
    with pytest.raises(BadCase) as empty:
        asked(children(), answer={"schema": "placement-why-not/1"})
    assert [fault.path for fault in empty.value.faults] == ["$.answer.allocation"]


BOTH_AT_H1 = {"A": "H1", "B": "H1"}


def test_the_answer_is_the_same_whatever_the_order_of_the_case() -> None:
    told = children()
    turned = told.model_copy(update={"referrals": told.referrals[::-1], "homes": told.homes[::-1]})
    assert asked(turned, answer=PLAN) == asked(told, answer=PLAN)


# -- the drafts ------------------------------------------------------------------------------


def draft(of: Case, referral: str, home: str) -> str:
    return library.impact_drafts(of, asked(of, referral, home))


def test_a_draft_says_that_it_is_one_and_that_it_excludes_nobody() -> None:
    text = draft(children(), "A", "H1")
    assert text.splitlines()[1] == "DRAFT IMPACT RISK ASSESSMENT"
    assert "nobody is excluded by it" in " ".join(text.split())


def test_a_draft_leaves_people_s_judgement_blank() -> None:
    text = draft(children(), "A", "H1")
    for title in (
        "THE CHILD'S WISHES AND FEELINGS",
        "WISHES AND FEELINGS OF THE CHILDREN WHO LIVE THERE",
        "MATCHING CONSIDERATIONS",
        "PLAN OF SUPPORT",
        "THE SOCIAL WORKER'S JUDGEMENT, WITH THE LEVEL THAT IS LEFT AFTER SUPPORT",
        "SIGNED",
    ):
        after = text.split(f"\n{title}\n")[1]
        assert ".........." in after.splitlines()[0]


def test_a_draft_tells_each_direction_by_itself() -> None:
    text = draft(children(), "A", "H1")
    outward, inward = text.split("RISKS FROM A TO THE OTHERS")[1].split("RISKS FROM THE OTHERS TO A")
    assert outward.count("(violence) may harm") == 3
    assert inward.count("(violence) may harm") == 1
    assert "- HIGH: R2 (violence) may harm A." in inward


def test_a_draft_shows_what_excludes_as_what_it_is() -> None:
    told = children(relationships=[relationship("A", "R1")])
    text = " ".join(draft(told, "A", "H1").split())
    assert "H1 is shut to A by: residents" in text
    assert "A and R1 must not share a home. This excludes." in text
    assert "No rule of the case stands between these children." in " ".join(
        draft(children(), "A", "H1").split()
    )


def test_a_draft_holds_no_name_birth_date_or_gender() -> None:
    text = draft(children(), "A", "H1")
    assert not [word for word in ("Home H1", "Invented", "2014", "female", "general") if word in text]
    assert max(len(line) for line in text.splitlines()) <= 78


def test_there_is_a_draft_for_every_child_asked_about_and_none_for_others() -> None:
    text = library.impact_drafts(children(), asked(children(), answer=PLAN))
    heads = [line for line in text.splitlines() if line.startswith("Child: ")]
    assert [head.split()[1] for head in heads] == ["A", "B", "W", "S"]


def test_an_answer_survives_its_json() -> None:
    found = asked(children(), answer=PLAN)
    assert Impact.model_validate_json(found.model_dump_json(by_alias=True)) == found
    assert sent(found)["schema"] == "placement-impact/1"


def test_pins_do_not_matter_to_a_pair_that_is_only_asked_about() -> None:
    pinned = children(pins=[pair("A", "H2")])
    assert asked(pinned, "A", "H1").homes[0].assessed[0].shut_by == ("forbidden",)
