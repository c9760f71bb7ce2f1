"""Whose home is another, on the screen: all who lose one, and of many who move the first."""

from __future__ import annotations

import io

from rich.console import Console

from matcher.cli.show.payers import MOST_ROWS, show_payers
from matcher.domain.proposal import Payer

HOMES = {"H1": "H1 Elm", "H2": "H2 Oak"}


def shown(*payers: Payer) -> list[str]:
    told = io.StringIO()
    show_payers(Console(file=told, width=80), HOMES, payers, "Also elsewhere", "Proposed", "Instead")
    return [line.rstrip() for line in told.getvalue().splitlines()]


def moving(number: int) -> list[Payer]:
    return [Payer(referral=f"R-{n:03}", proposed="H1", instead="H2") for n in range(number)]


def losing(number: int) -> list[Payer]:
    return [Payer(referral=f"Z-{n:03}", proposed="H1", instead=None) for n in range(number)]


def test_nobody_is_no_table() -> None:
    assert shown() == []


def test_whoever_loses_a_home_comes_first() -> None:
    head, _, *rows = shown(*moving(1), *losing(1))
    assert head.split() == ["Also", "elsewhere", "Proposed", "Instead"]
    assert [row.split() for row in rows] == [
        ["Z-000", "H1", "Elm", "no", "home"],
        ["R-000", "H1", "Elm", "H2", "Oak"],
    ]


def test_up_to_so_many_all_are_shown() -> None:
    assert len(shown(*moving(MOST_ROWS))) == 2 + MOST_ROWS


def test_of_more_the_rest_are_counted() -> None:
    lines = shown(*moving(MOST_ROWS + 1))
    assert len(lines) == 2 + MOST_ROWS + 1
    assert lines[-1] == "And 1 child more: --json names each."


def test_all_who_lose_a_home_are_shown_however_many() -> None:
    lines = shown(*moving(5), *losing(MOST_ROWS + 3))
    assert len([line for line in lines if line.startswith("Z-")]) == MOST_ROWS + 3
    assert lines[-1] == "And 5 children more: --json names each."
