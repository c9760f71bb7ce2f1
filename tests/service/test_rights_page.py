"""The page of people lists the rights as the code has them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from matcher.service.rights import RIGHTS, Right

PAGE = Path(__file__).parents[2] / "docs" / "service" / "people.md"


def table() -> str:
    """The rights, a line each, and who has them."""
    head = f"| right | {' | '.join(RIGHTS)} |\n|---|{'---|' * len(RIGHTS)}\n"
    return head + "".join(f"| `{right}` | {' | '.join(cells(right))} |\n" for right in get_args(Right))


def cells(right: Right) -> list[str]:
    """A mark for each role that has this right."""
    marks = {role: "○" if role == "service" else "●" for role in RIGHTS}
    return [marks[role] if right in held else " " for role, held in RIGHTS.items()]


def test_the_page_has_the_rights_of_the_code() -> None:
    found = re.search(r"<!-- rights -->\n(.*)<!-- /rights -->", PAGE.read_text("utf-8"), re.S)

    assert found is not None
    assert found[1] == table()


def test_every_right_is_somebodys_and_no_role_is_empty() -> None:
    assert set().union(*RIGHTS.values()) == set(get_args(Right))
    assert all(RIGHTS.values())


def test_who_manages_people_sees_no_case_and_who_audits_changes_nothing() -> None:
    assert RIGHTS["administrator"] == {"manage_people", "read_policy"}
    assert not {right for right in RIGHTS["auditor"] if not right.startswith("read_")}
    assert not RIGHTS["service"] & {"decide", "approve", "reveal_address", "manage_people", "see_flags"}
