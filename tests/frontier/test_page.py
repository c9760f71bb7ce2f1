"""The pages of the frontier and of the refusals show what their commands print and draw."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generate import generate
from benchmarks.tiny import case_of
from matcher import library
from tests.cli.run import run

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "questions"
DEMO = str(ROOT / "data" / "demo" / "case.json")


def printed(*words: str) -> str:
    """What a command prints, without blanks at the line ends."""
    return "\n".join(line.rstrip() for line in run(*words).stdout.strip("\n").splitlines())


def test_the_frontier_of_the_demonstration_council_is_as_the_page_shows_it(tmp_path: Path) -> None:
    picture = tmp_path / "frontier.svg"
    told = printed("frontier", DEMO, "--svg", str(picture))

    assert f"```text\n{told}\n```" in (PAGES / "frontier.md").read_text("utf-8")
    assert picture.read_text("utf-8") == (PAGES / "frontier.svg").read_text("utf-8")


def test_the_second_picture_is_that_of_the_generated_case() -> None:
    answer = library.frontier(case_of(generate("desk", 3)))

    assert library.frontier_chart(answer) == (PAGES / "frontier-desk.svg").read_text("utf-8")


def test_the_refusals_of_the_demonstration_council_are_as_the_page_shows_them() -> None:
    told = printed("alternatives", DEMO, "--referral", "R-07", "--refusals", "3")
    assert f"```text\n{told}\n```" in (PAGES / "alternatives.md").read_text("utf-8")
