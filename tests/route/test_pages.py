"""The pages of the route and of the reviews hold what the table and the commands say today."""

from __future__ import annotations

import re

from matcher.rules.approvals import STEPS
from tests.route.pages import ROUTE, held, parts


def test_every_part_that_a_command_writes_is_what_it_prints_today() -> None:
    today = parts()
    assert all(part.strip() for part in today.values())
    assert {name for name, part in today.items() if held(*name) != part} == set()


def test_the_page_has_every_row_of_the_table_once() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", held(ROUTE, "table"), re.MULTILINE)
    assert rows == [step.code for step in STEPS]
