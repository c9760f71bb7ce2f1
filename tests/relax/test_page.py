"""The page about what it would take shows what its command prints."""

from __future__ import annotations

from pathlib import Path

from tests.cli.run import run

ROOT = Path(__file__).parents[2]


def test_the_worked_example_is_what_the_command_prints() -> None:
    page = (ROOT / "docs" / "questions" / "relax.md").read_text(encoding="utf-8")
    shown = page.split("<!-- example:begin -->\n```text\n")[1].split("\n```\n<!-- example:end -->")[0]

    printed = run("relax", str(ROOT / "data" / "demo" / "case.json"), "--referral", "R-20").stdout

    assert shown.splitlines() == [line.rstrip() for line in printed.splitlines()]
