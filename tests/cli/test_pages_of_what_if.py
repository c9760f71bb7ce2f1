"""The pages of what-if and sweep show what their commands print today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.run import run
from tests.readme import ROOT


@pytest.mark.parametrize("page", ["what-if.md", "sweep.md"])
def test_a_page_shows_what_its_command_prints(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / "questions" / page).read_text("utf-8")
    (command,) = re.findall(r"^    placements (.*)$", text, re.MULTILINE)
    (shown,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(ROOT)

    printed = run(*command.replace("sweep.svg", str(tmp_path / "sweep.svg")).split())

    assert printed.exit_code == 0
    assert "".join(f"{line.rstrip()}\n" for line in printed.output.splitlines()) == shown
    for drawn in tmp_path.iterdir():
        picture = ROOT / "docs" / "questions" / "sweep.svg"
        assert drawn.read_text("utf-8") == picture.read_text("utf-8")
