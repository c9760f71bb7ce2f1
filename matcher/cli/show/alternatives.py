"""Alternatives: the best plan whole, each further one as what it costs and who goes elsewhere."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.plan import show_plan
from matcher.cli.words import amount, children, count
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
        _show_difference(console, position, best, other)
    console.print()
    if answer.complete:
        apart = f", each {children(answer.differ)} or more apart" if answer.differ > 1 else ""
        found = count(len(answer.proposals), "plan")
        line(console, f"There is no further plan: {found} in all{apart}.")


def _show_difference(console: Console, position: int, best: Proposal, other: Proposal) -> None:
    moved = [child for child, home in best.allocation.items() if other.allocation[child] != home]
    heading(console, f"PLAN {position}: {difference_words(best, other)}; {children(len(moved))} elsewhere")
    rows = table("Child", "Plan 1", f"Plan {position}")
    for child in moved:
        homes = (best.allocation[child], other.allocation[child])
        row(rows, (child, *(home or "no home" for home in homes)), style="red" if homes[1] is None else "")
    console.print(rows)


def difference_words(best: Proposal, other: Proposal) -> str:
    """What a further plan costs against the best one."""
    pence = other.tier2 - best.tier2
    money = f"{amount(pence)} a week {'more' if pence > 0 else 'less'}" if pence else "the same price"
    fewer = other.totals.unplaced - best.totals.unplaced
    if fewer > 0:
        return f"{children(fewer)} more without a home, {money}"
    if other.tier1 != best.tier1:
        return f"weight of children without a home up by {other.tier1 - best.tier1}, {money}"
    return money
