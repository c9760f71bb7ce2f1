"""Who pays for a cap on moves: each child by name, and the plan without the cap checked like any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from tests.builders import case, document, home, pair, policy, referral
from tests.cli.run import run, written

Doc = dict[str, Any]


def parts() -> tuple[list[Doc], list[Doc], Doc]:
    """A steps down to H2; N can live at H1 alone, in the bed that A frees; S stays where it is."""
    homes = [
        home("H1", places=1, weekly_price_pence=400_000),
        home("H2", places=1, weekly_price_pence=150_000),
        home("H3", places=1),
    ]
    children = [referral("A", current_home="H1"), referral("N"), referral("S", current_home="H3")]
    bars = [pair("N", "H2"), pair("N", "H3"), pair("S", "H2")]
    return children, homes, {"policy": policy(move_pence=0), "forbids": bars}


def waiting() -> Case:
    children, homes, more = parts()
    return case(children, homes, **more)


def capped(most: int = 0) -> Doc:
    told: Doc = json.loads(library.reviews(waiting(), most).model_dump_json(by_alias=True))
    return told


def codes(wrong: Doc) -> set[str]:
    return {breach.code for breach in library.verify(waiting(), wrong)}


def test_each_child_who_has_another_home_because_of_the_cap_is_named_with_both() -> None:
    found = capped()["without_cap"]
    assert found["allocation"] == {"A": "H2", "N": "H1", "S": "H3"}
    assert found["who_pays"] == [
        {"referral": "A", "proposed": "H2", "instead": "H1"},
        {"referral": "N", "proposed": "H1", "instead": None},
    ]
    assert codes(capped()) == set()


WRONG: dict[str, tuple[Callable[[Doc], object], str]] = {
    "a child left out": (lambda w: w["who_pays"].pop(), "who_pays"),
    "a child twice": (lambda w: w["who_pays"].append(w["who_pays"][0]), "who_pays"),
    "where from": (lambda w: w["who_pays"][0].update(proposed="H3"), "who_pays"),
    "where to": (lambda w: w["who_pays"][1].update(instead="H2"), "who_pays"),
    "who stays": (
        lambda w: w["who_pays"].append({"referral": "S", "proposed": "H3", "instead": "H3"}),
        "who_pays",
    ),
    "tier 1": (lambda w: w.update(tier1=1), "tier1"),
    "tier 2": (lambda w: w.update(tier2=1), "tier2"),
    "its moves": (lambda w: w.update(moves=2), "moves"),
    "two in one bed": (lambda w: w["allocation"].update(N="H3"), "beds"),
    "no such home": (lambda w: w["allocation"].update(N="H9"), "unknown_home"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_changed_in_the_plan_without_the_cap_is_refused(what: str) -> None:
    change, code = WRONG[what]
    wrong = capped()
    change(wrong["without_cap"])
    assert f"without_cap.{code}" in codes(wrong)


@pytest.mark.parametrize("field", ["allocation", "who_pays", "tier1", "tier2", "moves", "status"])
def test_what_is_left_out_of_the_plan_without_the_cap_is_noticed(field: str) -> None:
    wrong = capped()
    del wrong["without_cap"][field]
    assert codes(wrong) == {"shape"}


def test_the_screen_names_who_loses_what_and_who_is_left_without_a_home_first(tmp_path: Path) -> None:
    children, homes, more = parts()
    made = written(tmp_path, document(children, homes, **more))
    shown = run("reviews", made, "--max-moves", "0").stdout
    rows = [line.split() for line in shown.splitlines()]
    assert rows.index(["N", "H1", "Home", "H1", "no", "home"]) + 1 == rows.index(
        ["A", "H2", "Home", "H2", "H1", "Home", "H1"]
    )
    assert "Because of the cap" in shown
    assert "Because of the cap" not in run("reviews", made, "--max-moves", "1").stdout
