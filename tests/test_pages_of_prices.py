"""The pages on prices show what their commands print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages_of_prices import PAGES, commands, told_by
from tests.readme import shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_on_prices_shows_what_its_commands_print(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    examples = commands(text)

    assert examples
    assert {name: shown(text, name) for name in examples} == {n: told_by(c) for n, c in examples.items()}
