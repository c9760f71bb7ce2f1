"""`impact`: the matrix as a person reads it, the drafts in a file, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.cli.show.impact import show_impact
from matcher.domain.impact import Impact
from tests.builders import case, document, home, referral, relationship, resident
from tests.cli.run import run, written
from tests.cli.screens import seen
from tests.impact_cases import ALLOCATION, children, table, table_document

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "questions" / "impact.md"
DEMO = str(ROOT / "data" / "demo" / "case.json")
A_AT_H1 = """\
1 placement, 3 meetings of two children: risks 3 high, 0 medium, 1 low.
Table: Small table, 2026-04-01. Across: who may come to harm. HIGH, med, low:
the worst risk in the table, before support. NO: a rule of the case excludes. -:
none known. Nothing else here excludes anybody.

H1 Home H1: A
Who carries the risk                 1      2     3      4
──────────────────────────────────────────────────────────
1 A (would join)                         HIGH   low   HIGH
2 R1 (lives there)                   -
3 R2 (lives there)                HIGH
4 W (lives there, under review)      -

Level   What may happen
────────────────────────────────────
high    A (violence) may harm R1.
high    R2 (violence) may harm A.
high    A (violence) may harm W.
low     A (violence) may harm R2.
  Strengths: A would live in the area the child comes from; A and R1, A and R2,
  A and W are close in age."""


def screen(of: Any, *asked: Any) -> str:
    return seen(show_impact, of, library.impact(of, *asked))


def words(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if "──" not in line]


def test_the_matrix_shows_both_directions_the_risks_and_the_strengths() -> None:
    assert words(screen(children(), "A", "H1", None, table())) == words(A_AT_H1)


def test_a_rule_that_excludes_is_a_no_both_ways_and_a_priced_one_is_not() -> None:
    barred = children(relationships=[relationship("A", "R1"), relationship("A", "R2", "avoid")])
    text = screen(barred, "A", "H1", None, table())
    assert re.search(r"^1 A \(would join\) +NO +low +HIGH$", text, re.MULTILINE)
    assert re.search(r"^2 R1 \(lives there\) +NO$", text, re.MULTILINE)
    assert "H1 Home H1: A (shut by residents)" in text
    assert "Rule: A and R1 must not share a home (excludes)." in text
    assert "Priced, not excluded: A and R2 had better not live together." in text
    assert "1 meeting that a rule excludes." in " ".join(text.split())


def test_between_two_who_live_there_the_rule_is_told_and_the_risk_stays_in_the_cell() -> None:
    told = children(relationships=[relationship("W", "R2")])
    text = screen(told, "W", "H1", None, table())
    assert re.search(r"^2 R2 \(lives there\) +HIGH$", text, re.MULTILINE)
    assert "does not bind: both live there already" in " ".join(text.split())


def test_a_child_alone_in_a_home_meets_nobody() -> None:
    text = screen(children(), "S", "H2", None, table())
    assert "Nobody else would live there." in text
    assert "Who carries the risk" not in text


def test_a_plan_without_the_child_asked_about_says_so() -> None:
    text = screen(children(), "B", None, {"allocation": ALLOCATION | {"B": None}}, table())
    assert text == "No placement to assess: the plan has none that was asked about."


def test_a_plan_that_is_not_proved_is_said_to_be_so() -> None:
    answer = library.impact(children(), "A", "H1").model_copy(update={"status": "best_found"})
    assert "The plan is not proved: time ended first." in seen(show_impact, children(), answer)


def test_a_large_home_takes_several_tables_and_loses_nobody_in_80_columns() -> None:
    residents = [resident(f"a-resident-with-a-rather-long-id-{n:02}") for n in range(19)]
    crowded = case([referral("A", flags=["violence"])], [home("H1", places=30, residents=residents)])
    text = screen(crowded, "A", "H1")
    heads = re.findall(r"^Who carries the risk +(.*)$", text, re.MULTILINE)
    assert [head.split() for head in heads] == [
        [str(n) for n in numbers] for numbers in (range(1, 9), range(9, 17), range(17, 21))
    ]
    assert max(len(line) for line in text.splitlines()) <= 80


def test_flags_that_are_not_known_are_marked() -> None:
    unsure = case([referral("A", unknown=["flags"])], [home("H1", residents=[resident("R1")])])
    assert "(would join, flags not known)" in " ".join(screen(unsure, "A", "H1").split())


def test_it_prints_one_json_document_that_verify_passes(tmp_path: Path) -> None:
    ended = run("impact", DEMO, "--referral", "R-06", "--home", "HOME-001", "--json")
    answer = written(tmp_path, json.loads(ended.stdout), "answer.json")
    assert Impact.model_validate_json(ended.stdout).homes[0].home == "HOME-001"
    assert run("verify", DEMO, answer).exit_code == 0


def test_a_plan_is_read_from_a_file(tmp_path: Path) -> None:
    two = document([referral("A"), referral("B")], [home("H1")])
    files = written(tmp_path, two), written(tmp_path, {"allocation": {"A": "H1", "B": "H1"}}, "plan.json")
    ended = run("impact", *files)
    assert ended.exit_code == 0
    assert "2 placements, 1 meeting of two children: risks 0 high, 0 medium, 0 low." in ended.stdout


def test_a_wrong_plan_is_a_wrong_input(tmp_path: Path) -> None:
    files = written(tmp_path, document()), written(tmp_path, {"allocation": {}}, "plan.json")
    ended = run("impact", *files)
    assert (ended.exit_code, "is not right for this case: unaccounted" in ended.stderr) == (2, True)


def test_the_drafts_go_to_a_new_file_and_never_over_an_old_one(tmp_path: Path) -> None:
    file = tmp_path / "drafts.txt"
    ask = ("impact", DEMO, "--referral", "R-06", "--home", "HOME-001", "--text", str(file))
    assert run(*ask).exit_code == 0
    text = file.read_text("utf-8")
    assert "DRAFT IMPACT RISK ASSESSMENT" in text

    ended = run(*ask)
    assert (ended.exit_code, file.read_text("utf-8") == text) == (2, True)
    assert "give a new name" in " ".join(ended.stderr.split())


def test_a_council_s_own_table_is_used(tmp_path: Path) -> None:
    own = written(tmp_path, table_document(name="Our table"), "table.json")
    ended = run("impact", DEMO, "--referral", "R-06", "--home", "HOME-001", "--table", own)
    assert ended.stdout.splitlines()[1].startswith("Table: Our table, 2026-04-01.")


def test_a_wrong_table_is_refused_by_its_place(tmp_path: Path) -> None:
    rows = [{"risk": "gender", "level": "low", "words": "{carrier} {vulnerable}", "source": "s"}]
    own = written(tmp_path, table_document(risks=rows), "table.json")
    ended = run("impact", DEMO, "--referral", "R-06", "--home", "HOME-001", "--table", own)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("--table $.risks[0].risk: names a protected characteristic")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--referral", "R-99"), "--referral R-99: no referral of the case has this id"),
        (("--home", "H-99"), "--home H-99: no home of the case has this id"),
    ],
)
def test_an_unknown_id_is_refused_before_anything_is_solved(asked: tuple[str, str], said: str) -> None:
    ended = run("impact", DEMO, *asked)
    assert (ended.exit_code, ended.stderr.strip()) == (2, said)


def test_standard_input_is_read_once() -> None:
    assert run("impact", "-", "-", stdin=b"{}").exit_code == 2


def test_the_page_shows_what_its_commands_print() -> None:
    page = PAGE.read_text("utf-8")
    shown = re.findall(
        r"^    placements (impact [^\n]*)\n\n```text\n(.*?)```", page, re.MULTILINE | re.DOTALL
    )
    assert len(shown) == 2
    for command, text in shown:
        printed = run(*command.replace("data/demo/case.json", DEMO).split()).stdout
        assert "".join(f"{line.rstrip()}\n" for line in printed.splitlines()) == text


def test_the_page_s_part_of_a_draft_is_in_the_draft() -> None:
    page = PAGE.read_text("utf-8").split("A part of the one for R-06:\n\n```text\n")[1].split("```")[0]
    demo = library.load_case(DEMO)
    assert page in library.impact_drafts(demo, library.impact(demo, "R-06", "HOME-001"))


def test_the_page_s_row_is_a_row_of_the_starting_table() -> None:
    row = re.search(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert row is not None
    assert row[1] in (ROOT / "data" / "reference" / "impact.toml").read_text("utf-8")
