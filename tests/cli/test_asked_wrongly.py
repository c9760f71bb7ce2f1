"""What is asked wrongly is refused in the words of the options, with the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.client import app_with, post
from tests.builders import document, home, pair, referral
from tests.cli.run import run, written

CASE = document([referral("A"), referral("B", current_home="H2")], [home("H1"), home("H2")])
HOLD = ("break-even", "--retainer", "--home", "H1", "--until")
CLASHING = CASE | {"pins": [pair("B", "H1")]}


def asked(folder: Path, words: tuple[str, ...], case: dict[str, object] = CASE) -> tuple[int, str]:
    """The exit code, and what was said on one line, without what frames it."""
    ended = run(words[0], written(folder, case), *words[1:])
    return ended.exit_code, " ".join(ended.output.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*HOLD, "2026-04-01"), "--until: must be after the case's as_of: give a later day"),
        ((*HOLD, "9999-01-01"), "--until: is more than two years after the case's as_of"),
        ((*HOLD, "9999-01-01"), "that the case does not hold: give an earlier day"),
        (("break-even", "--uplift", "--provider", "Z"), "--provider: no home of the case has it; correct it"),
        (("price-of-rules", "--rule", "zz"), "--rule: is no kind of rule. The kinds are: pin, forbid,"),
    ],
)
def test_a_fault_names_its_option(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    code, told = asked(tmp_path, words)
    assert code == 2
    assert said in told


def test_a_fault_of_the_case_keeps_its_own_path(tmp_path: Path) -> None:
    barred = CASE | {"pins": [pair("A", "H1")], "forbids": [pair("A", "H1")]}
    code, told = asked(tmp_path, (*HOLD, "2026-06-01"), barred)
    assert code == 2
    assert "$.pins[0]" in told
    assert "--" not in told


def test_a_cap_that_the_pins_break_names_its_option(tmp_path: Path) -> None:
    code, told = asked(tmp_path, ("reviews", "--max-moves", "0"), CLASHING)
    assert (code, told.startswith("--max-moves: the case's pins need more reviews to move")) == (2, True)
    assert asked(tmp_path, ("reviews", "--max-moves", "1"), CLASHING)[0] == 0


@pytest.mark.parametrize(
    ("until", "code"), [("2026-04-03", 0), ("2028-04-02", 0), ("2028-04-03", 2), ("2026-04-02", 2)]
)
def test_a_bed_is_held_for_two_years_at_most(until: str, code: int, tmp_path: Path) -> None:
    case = CASE | {"as_of": "2026-04-02"}
    assert asked(tmp_path, (*HOLD, until), case)[0] == code


def test_over_http_a_day_too_far_is_named_by_its_path() -> None:
    refused = post(app_with(), "/v1/break-even", {"case": CASE, "home": "H1", "until": "9999-01-01"})
    assert (refused.status_code, refused.json()["faults"][0]["path"]) == (422, "$.until")


@pytest.mark.parametrize("more", [("-k", "3"), ("--differ", "1"), ("-k", "2", "--differ", "2")])
def test_the_best_plans_and_the_refusals_of_one_child_are_not_asked_at_once(
    more: tuple[str, ...], tmp_path: Path
) -> None:
    code, told = asked(tmp_path, ("alternatives", "--referral", "A", "--refusals", "1", *more))
    assert code == 2
    assert "-k and --differ are for the best plans of all" in told
    assert "give the one or the other" in told


def test_each_of_the_two_is_answered_alone(tmp_path: Path) -> None:
    assert asked(tmp_path, ("alternatives", "-k", "2", "--differ", "1"))[0] == 0
    assert asked(tmp_path, ("alternatives", "--referral", "A", "--refusals", "1"))[0] == 0


@pytest.mark.parametrize(
    ("address", "more"),
    [("/v1/refusals", {"referral": "A", "k": 3}), ("/v1/alternatives", {"k": 2, "referral": "A"})],
)
def test_over_http_neither_takes_what_belongs_to_the_other(address: str, more: dict[str, object]) -> None:
    refused = post(app_with(), address, {"case": CASE} | more)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert (fault["path"], "take it out" in fault["message"]) == ("$.(unknown field)", True)


def test_a_scenario_without_a_change_is_told_as_no_change(tmp_path: Path) -> None:
    case = written(tmp_path, CASE)
    empty = written(tmp_path, {"name": "Nothing", "changes": []}, "empty.json")
    shown = " ".join(run("what-if", case, empty).stdout.split())
    assert "SCENARIO 1: Nothing; no change" in shown
    assert "It lists no changes, so it is the base again." in shown
    (plan,) = json.loads(run("what-if", case, empty, "--json").stdout)["scenarios"]
    assert plan["changes"] == []


def test_a_scenario_with_a_change_that_moves_nobody_is_told_as_before(tmp_path: Path) -> None:
    dearer = {"kind": "set_home", "home_id": "H2", "void_charge_pence": 1}
    named = written(tmp_path, {"name": "Dearer", "changes": [dearer]}, "dearer.json")
    shown = run("what-if", written(tmp_path, CASE), named).stdout
    assert "SCENARIO 1: Dearer; 0 children elsewhere" in shown
