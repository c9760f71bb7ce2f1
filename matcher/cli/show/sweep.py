"""A sweep: the figures at each point, then every value at which the plan changes and who moves."""

from __future__ import annotations

from itertools import pairwise

from rich.console import Console

from matcher.cli.screen import Align, heading, line, row, table
from matcher.cli.words import count, pounds
from matcher.domain.sweep import Sweep, Turn
from matcher.rules.measures import miles_text

RIGHT: Align = "right"
UNITS = {"percent": "Per cent", "pound": "Pounds", "mile": "Miles", "penny": "Pence"}


def show_sweep(console: Console, answer: Sweep) -> None:
    """Print the points as a table, then the turns."""
    proved = answer.status == "optimal"
    line(
        console,
        "Proved at every point: nothing better exists under these rules."
        if proved
        else "Best found: time ended before every point was proved.",
        style="green" if proved else "yellow",
    )
    console.print()
    names = ("Placed", "A week", "Miles in all", "In area", "As priced")
    rows = table((UNITS[answer.unit], RIGHT), *((name, RIGHT) for name in names))
    for point in answer.points:
        figures = point.figures
        money, miles = pounds(figures.weekly_pence), miles_text(figures.distance_m)
        cells = (f"{point.value:,}", str(figures.placed), money, miles, str(figures.in_area))
        row(rows, (*cells, pounds(point.tier2)))
    console.print(rows)
    _show_turns(console, answer)


def _show_turns(console: Console, answer: Sweep) -> None:
    heading(console, f"THE PLAN CHANGES at {count(len(answer.turns), 'value')}")
    if answer.turns:
        rows = table((UNITS[answer.unit], RIGHT), "From this value on")
        for turn in answer.turns:
            row(rows, (f"{turn.value:,}", _moves(turn)))
        console.print(rows)
    same = sum(low.allocation == high.allocation for low, high in pairwise(answer.points))
    if same and answer.searched != "everywhere":
        between = "2 neighbouring points" if same == 1 else f"{same} pairs of neighbouring points"
        text = f"Not looked for: changes that come and go between {between} with one plan. Try more --points."
        line(console, text, style="dim")
    if not answer.complete:
        text = (
            "There are more between these points: they were not looked for. Allow more --solves or --limit."
        )
        line(console, text, style="yellow")


def _moves(turn: Turn) -> str:
    moves = (f"{one.referral}: {one.from_ or 'no home'} to {one.to or 'no home'}" for one in turn.moves)
    return "; ".join(moves)
