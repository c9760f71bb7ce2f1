"""The examples of the pages on prices, each by the command above it: `python -m tests.pages_of_prices`."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from tests.readme import ROOT, filled, printed

PAGES = tuple(ROOT / "docs" / "questions" / name for name in ("price-of-rules.md", "break-even.md"))


def commands(text: str) -> dict[str, list[str]]:
    """By the name of a page's marks, the command printed above them."""
    found = re.findall(r"^    (placements .*)\n\n<!-- (\w+):begin -->$", text, re.MULTILINE)
    return {name: shlex.split(command)[1:] for command, name in found}


def told_by(command: list[str]) -> str:
    """What a command prints today."""
    return printed(str(Path(sys.executable).with_name("placements")), *command)


def main() -> None:
    """Write the examples again."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name, command in commands(text).items():
            text = filled(text, name, told_by(command))
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
