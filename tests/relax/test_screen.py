"""What the screen says of the sets: where it stops, which includes which, who loses; and out of time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.cli.show.relax import show_relax
from matcher.domain.case import Case
from matcher.domain.relax import Relax
from tests.api.client import app_with, code_of, post
from tests.builders import case, document, home, pair, referral
from tests.cli.run import run, written
from tests.cli.screens import seen

Doc = dict[str, Any]
TOO_YOUNG = document(None, [home("H1", min_age=14)])


def words(given: Case, answer: Relax) -> str:
    return " ".join(seen(lambda console, told: show_relax(console, given, told), answer).split())


def test_for_a_child_placed_already_the_screen_stops_after_the_empty_set() -> None:
    given = case(None, [home("H1"), home("H2", min_age=14)])
    found = library.relax(given, "A")
    assert [len(entry.waivers) for entry in found.sets] == [0, 1]

    told = words(given, found)
    assert "SET 1: nothing to waive; A at H1 Home H1" in told
    assert "SET 2" not in told
    assert "Proved: nothing need be waived, and nobody else loses a place." in told
    assert "not a bill" not in told


def test_a_set_with_everything_of_a_cheaper_one_says_so() -> None:
    given = case(
        None,
        [home("H1", min_age=14), home("H2", min_age=14, max_age=15, weekly_price_pence=1)],
    )
    found = library.relax(given, "A")
    first, second = found.sets
    both = second.model_copy(update={"waivers": (*first.waivers, *second.waivers)})
    dearer = found.model_copy(update={"sets": (first, both)})

    assert "It includes set 1, and more." in words(given, dearer)
    assert "It includes" not in words(given, found)
    assert "council's own list of waivers, and not a bill" in words(given, found)


def test_who_loses_a_place_is_named_with_the_set() -> None:
    homes = [home("H1", places=1), home("H2", places=1, admissions_limit=0)]
    bars = [pair("A", "H2"), pair("B", "H2"), pair("C", "H1")]
    children = [referral("A", supplement_pence=100), referral("B"), referral("C")]
    given = case(children, homes, forbids=bars)
    assert "by weight; B loses its place with set 1." in words(given, library.relax(given, "A"))


def test_where_nobody_was_compared_nobody_is_said_to_keep_a_place() -> None:
    given = case(None, [home("H1", min_age=14)])
    found = library.relax(given, "A")
    unknown = tuple(entry.model_copy(update={"who_pays": None}) for entry in found.sets)
    told = words(given, found.model_copy(update={"proposed": None, "sets": unknown}))
    assert "nobody else loses a place" not in told
    assert "by weight; who that is was not compared in the time" in told


def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time ends before any set is found."""
    found = library.relax(case(None, [home("H1", genders=["male"])]), "A")
    nothing = found.model_copy(update={"status": "best_found", "complete": False})
    monkeypatch.setattr("matcher.library.relax", lambda *asked, **more: nothing)


def test_out_of_time_with_nothing_found_is_exit_code_3(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    late(monkeypatch)
    result = run("relax", written(tmp_path, TOO_YOUNG), "--referral", "A")
    assert result.exit_code == 3
    assert "No set was found in the time allowed" in result.stdout


def test_that_nothing_helps_is_an_answer_and_exit_code_0(tmp_path: Path) -> None:
    barred = document(None, [home(genders=["male"])])
    assert run("relax", written(tmp_path, barred), "--referral", "A").exit_code == 0


def test_out_of_time_with_nothing_found_is_503_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    late(monkeypatch)
    asked = post(app_with(), "/v1/relax", {"case": TOO_YOUNG, "referral": "A"})
    assert code_of(asked) == (503, "out_of_time")
