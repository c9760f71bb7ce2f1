"""What would it take, asked at both doors and in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.generate import generate
from benchmarks.tiny import case_of
from matcher import library
from matcher.answers.settings import Settings
from matcher.errors import NotFound, OutOfTime
from tests.api.client import app_with, post
from tests.builders import case, document, home, referral
from tests.cli.run import run, written

TOO_YOUNG = document(None, [home(min_age=14)])
BARRED = document(None, [home(genders=["male"])])


def test_the_command_prints_the_fixed_shape(tmp_path: Path) -> None:
    result = run("relax", written(tmp_path, TOO_YOUNG), "--referral", "A", "--json")

    (found,) = json.loads(result.stdout)["sets"]
    assert result.exit_code == 0
    assert (found["price_pence"], found["allocation"], found["tier2"]) == (40_000, {"A": "H1"}, 303_107)
    assert found["waivers"] == [
        {
            "waives": "age",
            "referral": "A",
            "home": "H1",
            "fund": None,
            "group": None,
            "size": 2,
            "price_pence": 40_000,
        }
    ]


def test_a_person_reads_each_size_in_words(tmp_path: Path) -> None:
    shown = run("relax", written(tmp_path, TOO_YOUNG), "--referral", "A").stdout

    assert "SET 1: 1 waiver, priced £400; A at H1 Home H1" in shown
    assert "2 years outside the home's" in shown
    assert "Proved: no other set of waivers is cheaper" in shown


def test_a_person_reads_what_stands_in_the_way(tmp_path: Path) -> None:
    shown = run("relax", written(tmp_path, BARRED), "--referral", "A").stdout

    assert "NOTHING THAT MAY BE WAIVED HELPS" in shown
    assert "gender" in shown


def test_the_answer_passes_verify_on_the_command_line(tmp_path: Path) -> None:
    case_file = written(tmp_path, TOO_YOUNG)
    answer = run("relax", case_file, "--referral", "A", "--json").stdout

    assert run("verify", case_file, written(tmp_path, json.loads(answer), "answer.json")).exit_code == 0


def test_http_answers_what_the_library_does() -> None:
    response = post(app_with(), "/v1/relax", {"case": TOO_YOUNG, "referral": "A", "home": "H1"})

    told = json.loads(library.relax(case(None, [home(min_age=14)]), "A", "H1").model_dump_json(by_alias=True))
    assert response.status_code == 200
    assert {**response.json(), "run": None} == {**told, "run": None}


@pytest.mark.parametrize(("child", "at"), [("Z", None), ("A", "H9")])
def test_an_unknown_id_is_named_by_its_field(child: str, at: str | None) -> None:
    with pytest.raises(NotFound, match="^home:" if at else "^referral:"):
        library.relax(case([referral()]), child, at)


def test_at_the_time_limit_nothing_is_claimed() -> None:
    """A county's worth of work in a moment: either no answer at all, or one that says what it is."""
    county = case_of(generate("county", 1))
    child = library.allocate(county).unplaced[0].referral

    try:
        answer = library.relax(county, child, settings=Settings(limit_s=0.8))
    except OutOfTime:
        return
    assert (answer.status, answer.complete) == ("best_found", False)
    assert any(entry.status == "best_found" for entry in answer.sets) or len(answer.sets) < 3
