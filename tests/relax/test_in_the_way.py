"""When nothing helps: what stands in the way is what does, limits without a price among it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from tests.builders import case, document, home, policy, referral
from tests.cli.run import run, written

Doc = dict[str, Any]
RATES = (
    "age",
    "availability",
    "distance",
    "price_cap",
    "judgement",
    "staffing",
    "admissions",
    "budget",
    "split",
)
UNPRICED = policy(waiver_pence=dict.fromkeys(RATES))


def poor(**more: Any) -> Doc:
    """One child whom no rule shuts out of H1, whose fund cannot pay; H2 is for other ages, H3 for boys."""
    homes = [
        home("H1", admissions_limit=3, spare_staff_hours=9),
        home("H2", min_age=14),
        home("H3", genders=["male"]),
    ]
    child = referral("A", staff_hours=2, **more)
    return document([child], homes, policy=UNPRICED, budgets=[{"fund": "la", "weekly_limit_pence": 1}])


def given() -> Case:
    return case(**_parts())


def _parts() -> Doc:
    doc = poor()
    return {"referrals": doc["referrals"], "homes": doc["homes"]} | {
        name: doc[name] for name in ("policy", "budgets")
    }


def answer() -> Doc:
    told: Doc = json.loads(library.relax(given(), "A").model_dump_json(by_alias=True))
    return told


def shown(doc: Doc, folder: Path) -> str:
    return " ".join(run("relax", written(folder, doc), "--referral", "A").stdout.split())


def test_limits_that_the_policy_does_not_price_are_named() -> None:
    found = answer()
    assert (found["status"], found["sets"], found["open_with_waivers"]) == ("optimal", [], ["H1"])
    none = {"home": None, "fund": None, "group": None}
    assert found["limits_in_the_way"] == [
        none | {"waives": "admissions", "home": "H1"},
        none | {"waives": "staffing", "home": "H1"},
        none | {"waives": "budget", "fund": "la"},
    ]


def test_a_budget_in_the_way_is_not_told_as_other_children(tmp_path: Path) -> None:
    told = shown(poor(), tmp_path)
    assert "Only other children" not in told
    assert "the budget of fund la; admissions to H1; spare staff hours of H1" in told


def test_where_every_limit_has_a_price_only_others_are_told(tmp_path: Path) -> None:
    brothers = [{"id": "G", "members": ["A", "B"], "rule": "together"}]
    doc = document([referral("A"), referral("B", gender="male")], [home("H1", genders=["female"])])
    alone = doc | {"sibling_groups": brothers, "policy": policy(waiver_pence={"split": None})}
    told = shown(alone, tmp_path)
    assert "the rule that keeps together group G" in told
    full = document([referral("A"), referral("B", urgency="emergency")], [home("H1", places=1)])
    assert "Other children, or the child's own siblings, stand in the way there." in shown(full, tmp_path)


def test_rules_of_law_and_rules_without_a_price_stand_apart(tmp_path: Path) -> None:
    doc = poor(gender="female")
    lines = run("relax", written(tmp_path, doc), "--referral", "A").stdout.splitlines()
    heads = [number for number, told in enumerate(lines) if "Alone at" in told]
    assert [lines[number].split("  ")[0] for number in heads] == [
        "Never waived: law, safety or room",
        "No price in this policy",
    ]
    assert [lines[number + 2].split() for number in heads] == [["gender", "1", "1"], ["age", "1", "1"]]


def test_a_review_counts_towards_no_limit_of_the_home_it_lives_in() -> None:
    living = case(
        [referral("A", current_home="H1", staff_hours=2)],
        [home("H1", admissions_limit=0), home("H2", genders=["male"])],
        policy=UNPRICED,
    )
    assert library.relax(living, "A", "H2").limits_in_the_way == ()


WRONG: dict[str, Callable[[Doc], object]] = {
    "left out": lambda a: a["limits_in_the_way"].pop(),
    "told twice": lambda a: a["limits_in_the_way"].append(a["limits_in_the_way"][0]),
    "of another home": lambda a: a["limits_in_the_way"][0].update(home="H2"),
    "of another kind": lambda a: a["limits_in_the_way"][0].update(waives="staffing"),
    "all": lambda a: a.update(limits_in_the_way=[]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_limit_told_wrongly_is_refused(what: str) -> None:
    wrong = answer()
    WRONG[what](wrong)
    assert {breach.code for breach in library.verify(given(), wrong)} == {"limits_in_the_way"}


def test_the_limits_cannot_be_left_out_of_the_document() -> None:
    wrong = answer()
    del wrong["limits_in_the_way"]
    assert {breach.code for breach in library.verify(given(), wrong)} == {"shape"}
