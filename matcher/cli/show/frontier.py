"""The frontier as a table: each plan's cost and miles, and what the next mile costs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from matcher.cli.screen import line, row, table
from matcher.cli.words import amount, children, count, pounds
from matcher.domain.frontier import Frontier, FrontierPoint, OpenRange, Spot
from matcher.rules.measures import TENTH_METRES_PER_MILE, half_up, miles_text

MARKS = {True: "●", False: "○", None: "?"}


def show_frontier(console: Console, answer: Frontier) -> None:
    """Print the headline, every point, and where the proposed plan stands."""
    line(console, _headline(answer), style="bold")
    line(console, _proof(answer))
    if answer.points:
        console.print()
        console.print(_rows(answer))
    for entry in answer.open:
        line(console, _open(entry), style="red")
    console.print()
    line(console, _proposed(answer))
    if answer.points:
        told = "● best at some price a mile; ○ a trade that no price a mile reaches."
        line(console, told, style="dim")


def _rows(answer: Frontier) -> Table:
    rows = table(
        "",
        ("£ a week", "right"),
        ("Miles", "right"),
        ("In area", "right"),
        ("More a week", "right"),
        ("A mile nearer", "right"),
    )
    befores = (None, *answer.points)
    gaps = {_place(entry.cheaper) for entry in answer.open if entry.cheaper is not None}
    for before, point in zip(befores, answer.points, strict=False):
        broken = before is None or _place(before) in gaps
        row(rows, _cells(None if broken else before, point))
    return rows


def _place(spot: Spot) -> tuple[int, int]:
    return spot.incremental_pence, spot.distance_m


def _cells(before: FrontierPoint | None, point: FrontierPoint) -> tuple[str, ...]:
    own = (
        MARKS[point.supported],
        pounds(point.incremental_pence),
        miles_text(point.distance_m),
        str(point.in_area),
    )
    if before is None:
        return (*own, "", "")
    more = point.incremental_pence - before.incremental_pence
    nearer = before.distance_m - point.distance_m
    return (*own, amount(more), amount(half_up(more * TENTH_METRES_PER_MILE, nearer * 10)))


def _headline(answer: Frontier) -> str:
    if not answer.points:
        return "No plan of the frontier was found."
    first, last = answer.points[0], answer.points[-1]
    plans = count(len(answer.points), "plan")
    if len(answer.points) == 1:
        return f"One plan is both cheapest and nearest: {_words(first)}." if not answer.open else f"{plans}."
    return f"{plans}, from {_words(first)} to {_words(last)}."


def _words(spot: Spot) -> str:
    return f"{pounds(spot.incremental_pence)} a week and {miles_text(spot.distance_m)} miles"


def _proof(answer: Frontier) -> str:
    same = f"All leave as few without a home: {children(_placed(answer))} placed." if answer.points else ""
    if answer.status == "optimal":
        return f"None is missing, and none beats another in both cost and distance. {same}"
    if not answer.points:
        return "Time ended first; this says nothing about which plans there are."
    return f"Time ended first: those shown are right, and others are missing. {same}"


def _placed(answer: Frontier) -> int:
    return max(point.placed for point in answer.points)


def _open(entry: OpenRange) -> str:
    if entry.cheaper is None or entry.nearer is None:
        known = entry.cheaper or entry.nearer
        if known is None:
            return "Nothing was searched to its end: allow more time."
        side = "dearer and nearer" if entry.cheaper else "cheaper and farther"
        return f"Not searched: whatever is {side} than {_words(known)}. Allow more time."
    return f"Not searched: between {_words(entry.cheaper)} and {_words(entry.nearer)}. Allow more time."


def _proposed(answer: Frontier) -> str:
    mine = answer.proposed
    on_it = any(_place(point) == _place(mine) for point in answer.points)
    where = "is not one of these: it weighs more than cost and distance"
    if not answer.points:
        where = "may be one of them"
    elif on_it or answer.open:
        where = "is one of these" if on_it else "is not among those found"
    return f"The plan that the price list proposes, {_words(mine)}, {where}."
