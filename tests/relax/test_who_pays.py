"""Who else has another home with each set of waivers: named, verified, and told on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.errors import OutOfTime
from tests.builders import case, document, home, pair, referral
from tests.cli.run import run, written

Doc = dict[str, Any]


def parts() -> tuple[list[Doc], list[Doc], Doc]:
    """Nobody can be admitted to H2 and B has H1's bed, the only home that A may have."""
    homes = [home("H1", places=1), home("H2", places=1, admissions_limit=0)]
    children = [referral("A"), referral("B", urgency="urgent")]
    return children, homes, {"forbids": [pair("A", "H2")]}


def stuck() -> Case:
    children, homes, more = parts()
    return case(children, homes, **more)


def swapped() -> Case:
    """A and B may have H1 alone and C H2 alone, which admits nobody; all weigh the same, and B costs less."""
    homes = [home("H1", places=1), home("H2", places=1, admissions_limit=0)]
    bars = [pair("A", "H2"), pair("B", "H2"), pair("C", "H1")]
    return case([referral("A", supplement_pence=100), referral("B"), referral("C")], homes, forbids=bars)


def answer(given: Case | None = None) -> Doc:
    told: Doc = json.loads(library.relax(given or stuck(), "A").model_dump_json(by_alias=True))
    return told


def codes(wrong: Doc) -> set[str]:
    return {breach.code for breach in library.verify(stuck(), wrong)}


def test_a_set_says_who_else_moves_from_where_to_where() -> None:
    found = answer()
    assert found["proposed"] == {
        "status": "optimal",
        "tier1": found["unwaived"]["tier1"],
        "tier2": 303_107,
        "allocation": {"A": None, "B": "H1"},
    }
    (only,) = found["sets"]
    assert [waiver["waives"] for waiver in only["waivers"]] == ["admissions"]
    assert only["who_pays"] == [{"referral": "B", "proposed": "H1", "instead": "H2"}]
    assert codes(found) == set()


def test_a_set_that_moves_nobody_else_says_so(tmp_path: Path) -> None:
    young = document(None, [home(min_age=14)])
    found = json.loads(run("relax", written(tmp_path, young), "--referral", "A", "--json").stdout)
    assert [entry["who_pays"] for entry in found["sets"]] == [[]]
    shown = run("relax", written(tmp_path, young), "--referral", "A").stdout
    assert "Nobody else has another home." in shown


WRONG: dict[str, tuple[Callable[[Doc], object], str]] = {
    "a child left out": (lambda a: a["sets"][0].update(who_pays=[]), "sets.who_pays"),
    "nothing told": (lambda a: a["sets"][0].update(who_pays=None), "sets.who_pays"),
    "where from": (lambda a: a["sets"][0]["who_pays"][0].update(proposed=None), "sets.who_pays"),
    "where to": (lambda a: a["sets"][0]["who_pays"][0].update(instead="H1"), "sets.who_pays"),
    "the child itself": (
        lambda a: a["sets"][0]["who_pays"].append({"referral": "A", "proposed": None, "instead": "H1"}),
        "sets.who_pays",
    ),
    "no proposal": (lambda a: a.update(proposed=None), "sets.who_pays"),
    "tier 1 of the proposal": (lambda a: a["proposed"].update(tier1=0), "proposed.tier1"),
    "tier 2 of the proposal": (lambda a: a["proposed"].update(tier2=0), "proposed.tier2"),
    "a proposal that breaks a rule": (
        lambda a: a["proposed"]["allocation"].update(B="H2"),
        "proposed.admissions",
    ),
    "a proposal of nobody": (lambda a: a["proposed"]["allocation"].update(B=None), "proposed"),
    "a child not accounted for": (lambda a: a["proposed"]["allocation"].pop("B"), "proposed.unaccounted"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_changed_about_the_others_is_refused(what: str) -> None:
    change, code = WRONG[what]
    wrong = answer()
    change(wrong)
    assert code in codes(wrong)


@pytest.mark.parametrize("path", [("proposed",), ("sets", 0, "who_pays")])
def test_who_pays_cannot_be_left_out(path: tuple[Any, ...]) -> None:
    wrong: Any = answer()
    inner = wrong
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    assert codes(wrong) == {"shape"}


def test_the_screen_says_who_else_moves(tmp_path: Path) -> None:
    children, homes, more = parts()
    made = written(tmp_path, document(children, homes, **more))
    shown = run("relax", made, "--referral", "A").stdout
    assert ["B", "H1", "Home", "H1", "H2", "Home", "H2"] in [line.split() for line in shown.splitlines()]
    assert "nobody else loses a place" in shown


def test_a_child_who_gives_up_its_place_to_others_of_its_weight_is_named(tmp_path: Path) -> None:
    found = answer(swapped())
    assert [entry["who_pays"] for entry in found["sets"]] == [
        [
            {"referral": "B", "proposed": "H1", "instead": None},
            {"referral": "C", "proposed": None, "instead": "H2"},
        ]
    ]
    given = json.loads(swapped().model_dump_json(by_alias=True))
    shown = " ".join(run("relax", written(tmp_path, given), "--referral", "A").stdout.split())
    assert "nobody else loses a place" not in shown
    assert "no more children are left without a home, by weight" in shown


def test_without_time_for_the_proposal_the_sets_are_told_and_nothing_is_said_of_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def late(*asked: Any) -> None:
        raise OutOfTime("late")

    monkeypatch.setattr("matcher.answers.relax.allocation", late)
    found = answer()
    assert (found["status"], found["proposed"], found["sets"][0]["who_pays"]) == ("optimal", None, None)
    assert codes(found) == set()
    children, homes, more = parts()
    made = written(tmp_path, document(children, homes, **more))
    assert "Who else would have another home is not known" in run("relax", made, "--referral", "A").stdout
