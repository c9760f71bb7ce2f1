"""Alternatives: the best plan whole, each further one as what it costs and who goes elsewhere."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.against import difference_words
from matcher.cli.show.plan import show_plan
from matcher.cli.words import children, count
from matcher.domain.case import Case
from matcher.domain.proposal import Alternatives, Proposal


def show_alternatives(console: Console, case: Case, answer: Alternatives) -> None:
    """Print plan 1, then plans 2 … k as differences from it."""
    if not answer.proposals:
        line(console, "No plan was found.", style="red")
        return
    best, *others = answer.proposals
    heading(console, "PLAN 1")
    show_plan(console, case, best)
    for position, other in enumerate(others, start=2):
        _show_difference(console, case, position, best, other)
    console.print()
    if answer.complete:
        apart = f", each {children(answer.differ)} or more apart" if answer.differ > 1 else ""
        found = count(len(answer.proposals), "plan")
        line(console, f"There is no further plan: {found} in all{apart}.")


def _show_difference(console: Console, case: Case, position: int, best: Proposal, other: Proposal) -> None:
    moved = [child for child, home in best.allocation.items() if other.allocation[child] != home]
    told = difference_words(case, best, other)
    heading(console, f"PLAN {position}: {told}; {children(len(moved))} elsewhere")
    rows = table("Child", "Plan 1", f"Plan {position}")
    for child in moved:
        homes = (best.allocation[child], other.allocation[child])
        row(rows, (child, *(home or "no home" for home in homes)), style="red" if homes[1] is None else "")
    console.print(rows)
