"""The same for the rules of the whole allocation: a failing plan for each clause, the closest legal one.

The plain homes here differ in whom they take, so that the plan of each case is the only optimum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.budget_cases import BUDGET_CASES
from tests.builders import (
    Doc,
    document,
    group,
    home,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
)
from tests.cases import (
    A_B_AT_H1,
    ARSON,
    AT_H1,
    CLASH,
    GAP_4,
    LIVES_THERE,
    Plan,
    RuleCase,
    allowed,
    refused,
    two,
)

EACH_ITS_OWN: Plan = {"A": "H1", "B": "H2"}
NOBODY: Plan = {}
WEIGHTLESS = policy(unplaced_weight={"emergency": 100, "urgent": 10, "planned": 0})


def two_homes(a: Doc | None = None, b: Doc | None = None, **changes: Any) -> Doc:
    """A girl A for H1, a boy B for H2."""
    children = [referral("A", **(a or {})), referral("B", gender="male", **(b or {}))]
    return document(children, [home("H1", genders=["female"]), home("H2", genders=["male"])], **changes)


def _beds() -> Iterator[RuleCase]:
    code = "beds"
    yield refused(code, "two in one bed", two(h={"places": 1}), A_B_AT_H1)
    yield refused(code, "a place is blocked", two(h={"places": 2, "blocked_places": 1}), A_B_AT_H1)
    yield refused(
        code,
        "residents hold the others",
        two(h={"places": 3, "residents": [resident("R1"), resident("R2")]}),
        A_B_AT_H1,
    )
    yield refused(code, "a child who stays holds a bed", two(a=LIVES_THERE, h={"places": 1}), A_B_AT_H1)
    yield allowed(code, "two in two beds", two(h={"places": 2}), A_B_AT_H1)
    yield allowed(
        code,
        "one blocked, one lived in, two left",
        two(h={"places": 4, "blocked_places": 1, "residents": [resident()]}),
        A_B_AT_H1,
    )
    yield allowed(code, "a child who leaves gives up a bed", _leaves_for_h2(), {"A": "H2", "B": "H1"})


def _leaves_for_h2() -> Doc:
    children = [referral("A", current_home="H1"), referral("B", gender="male")]
    return document(
        children, [home("H1", places=1), home("H2", genders=["female"])], forbids=[pair("A", "H1")]
    )


def _admissions() -> Iterator[RuleCase]:
    code = "admissions"
    yield refused(code, "one over", two(h={"admissions_limit": 1}), A_B_AT_H1)
    yield refused(code, "none may enter", document(homes=[home(admissions_limit=0)]), AT_H1)
    yield refused(
        code, "none may enter beside one who stays", two(a=LIVES_THERE, h={"admissions_limit": 0}), A_B_AT_H1
    )
    yield allowed(code, "as many as the limit", two(h={"admissions_limit": 2}), A_B_AT_H1)
    yield allowed(code, "a stay is no admission", two(a=LIVES_THERE, h={"admissions_limit": 1}), A_B_AT_H1)
    yield allowed(
        code,
        "staying where none may enter",
        document([referral(**LIVES_THERE)], [home(admissions_limit=0)]),
        AT_H1,
    )


def _staff_hours() -> Iterator[RuleCase]:
    code, ten = "staff_hours", {"spare_staff_hours": 10}
    yield refused(code, "an hour over together", two({"staff_hours": 6}, {"staff_hours": 5}, ten), A_B_AT_H1)
    yield allowed(code, "to the hour together", two({"staff_hours": 6}, {"staff_hours": 4}, ten), A_B_AT_H1)
    yield allowed(
        code,
        "one who stays takes none",
        two(LIVES_THERE | {"staff_hours": 50}, {"staff_hours": 10}, ten),
        A_B_AT_H1,
    )
    yield allowed(code, "no limit", two({"staff_hours": 100}, {"staff_hours": 100}), A_B_AT_H1)


def _conflicts() -> Iterator[RuleCase]:
    code, link = "conflicts", [relationship("A", "B")]
    yield refused(code, "a relationship", two(relationships=link), A_B_AT_H1)
    yield refused(code, "written the other way", two(relationships=[relationship("B", "A")]), A_B_AT_H1)
    yield refused(code, "an apart group", two(sibling_groups=[group("A", "B", rule="apart")]), A_B_AT_H1)
    yield refused(code, "risk and vulnerability", _flags("harmful", "vulnerable"), A_B_AT_H1)
    yield refused(code, "vulnerability and risk", _flags("vulnerable", "harmful"), A_B_AT_H1)
    yield refused(code, "the same flag, twice in the pair", _flags("gang", "gang"), A_B_AT_H1)
    yield refused(code, "five years older", two({"age": 17}, {"age": 12}, policy=GAP_4), A_B_AT_H1)
    yield refused(code, "five years younger", two({"age": 12}, {"age": 17}, policy=GAP_4), A_B_AT_H1)
    yield refused(code, "only one of them stays", two(LIVES_THERE, relationships=link), A_B_AT_H1)
    yield refused(
        code,
        "siblings of two groups, not of one",
        document(
            [referral("A", age=17), referral("B", age=12), referral("C", gender="male", age=14)],
            [home(genders=["female"])],
            policy=GAP_4,
            sibling_groups=[group("A", "C", id="G1"), group("B", "C", id="G2")],
        ),
        A_B_AT_H1,
    )
    yield refused(
        code,
        "an apart group beside one that prefers together",
        two(sibling_groups=[group("A", "B", id="G1"), group("A", "B", id="G2", rule="apart")]),
        A_B_AT_H1,
    )
    yield allowed(code, "four years", two({"age": 16}, {"age": 12}, policy=GAP_4), A_B_AT_H1)
    yield allowed(
        code,
        "five years between siblings",
        two({"age": 17}, {"age": 12}, policy=GAP_4, sibling_groups=[group("A", "B")]),
        A_B_AT_H1,
    )
    yield allowed(code, "the same risk twice", _flags("harmful", "harmful"), A_B_AT_H1)
    yield allowed(code, "had better not", two(relationships=[relationship("A", "B", "avoid")]), A_B_AT_H1)
    yield allowed(code, "each its own home", two_homes(relationships=link), EACH_ITS_OWN)
    yield allowed(
        code,
        "both stay with nowhere else to go",
        two(LIVES_THERE, LIVES_THERE, relationships=link),
        A_B_AT_H1,
    )


def _flags(a: str, b: str) -> Doc:
    return two({"flags": [a]}, {"flags": [b]}, policy=CLASH)


def _solo() -> Iterator[RuleCase]:
    code, fire = "solo", {"flags": ["fire_setting"]}
    yield refused(code, "by field", two({"solo": True}), A_B_AT_H1)
    yield refused(code, "by flag, the other child", two({}, fire, policy=ARSON), A_B_AT_H1)
    yield refused(code, "the solo child stays", two(LIVES_THERE | {"solo": True}), A_B_AT_H1)
    yield refused(code, "the solo child comes", two(LIVES_THERE, {"solo": True}), A_B_AT_H1)
    yield allowed(code, "each alone", two_homes({"solo": True}, fire, policy=ARSON), EACH_ITS_OWN)
    yield allowed(code, "both stay", two(LIVES_THERE | {"solo": True}, LIVES_THERE), A_B_AT_H1)
    yield allowed(code, "a flag that is not of the policy", two(fire), A_B_AT_H1)


def _together() -> Iterator[RuleCase]:
    code = "together"
    family: dict[str, Any] = {"sibling_groups": [group("A", "B", rule="together")]}
    yield refused(code, "a home each", two_homes(**family), EACH_ITS_OWN)
    yield refused(
        code, "one without a home", two({}, {"gender": "male"}, {"genders": ["female"]}, **family), AT_H1
    )
    three = [referral("A"), referral("B"), referral("C", gender="male")]
    family_of_three = [group("A", "B", "C", rule="together")]
    yield refused(
        code,
        "two of three",
        document(three, [home(genders=["female"])], sibling_groups=family_of_three),
        A_B_AT_H1,
    )
    yield allowed(code, "all in one home", two(**family), A_B_AT_H1)
    yield allowed(code, "none placed", two(h={"places": 1}, **family), NOBODY)
    yield allowed(
        code, "a group that only prefers it", two_homes(sibling_groups=[group("A", "B")]), EACH_ITS_OWN
    )


def _panel() -> Iterator[RuleCase]:
    code, far = "pins", home("H2", location=place(480_000))
    pinned = document(homes=[home(), far], pins=[pair("A", "H2")])
    yield refused(code, "placed in another home", pinned, AT_H1, with_it="forbidden")
    yield refused(code, "not placed at all", document(policy=WEIGHTLESS, pins=[pair("A", "H1")]), NOBODY)
    yield allowed(code, "placed there though another is nearer", pinned, {"A": "H2"})
    yield allowed(code, "two pinned to the two beds", two(pins=[pair("A", "H1"), pair("B", "H1")]), A_B_AT_H1)
    code, review = "reviews_keep_a_home", [referral(**LIVES_THERE)]
    yield refused(code, "may stay, is left without", document(review, policy=WEIGHTLESS), NOBODY)
    yield allowed(code, "stays", document(review, policy=WEIGHTLESS), AT_H1)
    cheap = home("H2", weekly_price_pence=1)
    yield allowed(code, "moves", document(review, [home(), cheap], policy=WEIGHTLESS), {"A": "H2"})
    shut = document(review, [home(registered=False)], policy=WEIGHTLESS)
    yield allowed(code, "may not stay, is left without", shut, NOBODY)
    yield allowed(code, "no review, costs more than it weighs", document(policy=WEIGHTLESS), NOBODY)


PARTS = (_beds, _admissions, _staff_hours, _conflicts, _solo, _together, _panel)
GROUP_CASES: tuple[RuleCase, ...] = (*(case for part in PARTS for case in part()), *BUDGET_CASES)
