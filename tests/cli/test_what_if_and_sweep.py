"""The commands that compare: on the screen, as JSON, and refused with the file and the change named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import document, home, place
from tests.cli.run import run, written

CASE = document(
    homes=[
        home("H1", places=1, provider="Near", name="Ash House"),
        home("H2", places=1, weekly_price_pence=400_000, location=place(446_093, 280_000)),
    ]
)
CLOSES = {"name": "Ash House closes", "changes": [{"kind": "close_home", "home_id": "H1"}]}


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    return written(tmp_path, CASE)


def test_scenarios_stand_side_by_side_and_each_move_has_its_reason(case_file: str, tmp_path: Path) -> None:
    other = {"name": "Dearer", "changes": [{"kind": "uplift", "percent": 10, "home_id": "H1"}]}
    files = (written(tmp_path, CLOSES, "a.json"), written(tmp_path, other, "b.json"))

    shown = run("what-if", case_file, *files)

    assert shown.exit_code == 0
    lines = [line.split() for line in shown.output.splitlines()]
    assert ["Cost", "a", "week", "£3,000", "£4,000", "£3,300"] in lines
    assert ["+£1,000", "+£300"] in lines
    assert "SCENARIO 1: Ash House closes; 1 child elsewhere" in shown.output
    assert ["A", "H1", "H2", "its", "home", "H1", "was", "closed"] in lines
    assert "SCENARIO 2: Dearer; 0 children elsewhere" in shown.output


def test_the_json_has_the_shape_of_the_specification(case_file: str, tmp_path: Path) -> None:
    shown = run("what-if", case_file, written(tmp_path, CLOSES, "a.json"), "--json")

    answer = json.loads(shown.output)
    assert {name: answer["base"][name] for name in ("tier1", "tier2", "allocation")} == {
        "tier1": 0,
        "tier2": 303_107,
        "allocation": {"A": "H1"},
    }
    (scenario,) = answer["scenarios"]
    assert {name: scenario[name] for name in ("name", "tier1", "tier2", "allocation")} == {
        "name": "Ash House closes",
        "tier1": 0,
        "tier2": 410_000,
        "allocation": {"A": "H2"},
    }
    moves = [{name: one[name] for name in ("referral", "from", "to")} for one in scenario["changes"]]
    assert moves == [{"referral": "A", "from": "H1", "to": "H2"}]


def test_what_the_commands_print_is_right(case_file: str, tmp_path: Path) -> None:
    scenario = written(tmp_path, CLOSES, "a.json")
    for words in (
        ("what-if", case_file, scenario),
        ("sweep", case_file, "--parameter", "uplift", "--provider", "Near", "--from", "0", "--to", "60"),
    ):
        answer = tmp_path / "answer.json"
        answer.write_text(run(*words, "--json").output, "utf-8")
        assert run("verify", case_file, str(answer)).exit_code == 0


def test_a_change_that_cannot_be_made_is_named_with_its_file(case_file: str, tmp_path: Path) -> None:
    wrong = {"name": "Wrong", "changes": [*CLOSES["changes"], {"kind": "close_home", "home_id": "H1"}]}
    file = written(tmp_path, wrong, "wrong.json")

    refused = run("what-if", case_file, written(tmp_path, CLOSES, "a.json"), file)

    assert refused.exit_code == 2
    assert refused.stderr.strip() == (
        f"{file}: $.changes[1].home_id: no home has this id when this change is applied: "
        "correct it, or add the home before"
    )


def test_standard_input_is_read_once(case_file: str) -> None:
    refused = run("what-if", "-", "-")

    assert refused.exit_code == 2
    assert "standard input can be read once" in refused.stderr


def test_a_sweep_shows_the_points_and_where_the_plan_changes(case_file: str, tmp_path: Path) -> None:
    picture = tmp_path / "sweep.svg"
    shown = run(
        *("sweep", case_file, "--parameter", "uplift", "--provider", "Near", "--from", "0", "--to", "60"),
        *("--points", "3", "--svg", str(picture)),
    )

    lines = [line.split() for line in shown.output.splitlines()]
    assert ["0", "1", "£3,000", "3.1", "1", "£3,031"] in lines
    assert ["60", "1", "£4,000", "10.0", "1", "£4,100"] in lines
    # 300 000 p + 3 107 p of miles, uplifted, against 410 000 p: level at 35.6 %
    assert ["36", "A:", "H1", "to", "H2"] in lines
    assert picture.read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("--parameter", "uplift", "--from", "0", "--to", "5"), "--parameter:"),
        (("--parameter", "weather", "--from", "0", "--to", "5"), "--parameter:"),
        (("--parameter", "uplift", "--home", "H9", "--from", "0", "--to", "5"), "--home:"),
        (("--parameter", "pence_per_mile", "--from", "5", "--to", "5"), "--to:"),
        (("--parameter", "pence_per_mile", "--from", "-1", "--to", "5"), "--from:"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_by_its_option(
    case_file: str, words: tuple[str, ...], option: str
) -> None:
    refused = run("sweep", case_file, *words)

    assert refused.exit_code == 2
    assert refused.stderr.startswith(option)
