"""What if: the figures of all scenarios side by side, then who moves in each and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from matcher.cli.screen import Align, heading, line, row, table
from matcher.cli.show.proof import proof_words
from matcher.cli.words import children, pounds
from matcher.domain.what_if import Figures, ScenarioPlan, WhatIf
from matcher.rules.measures import miles_text

RIGHT: Align = "right"
ABREAST = 3
"""Scenarios that fit beside the base on 80 columns."""

ROWS: tuple[tuple[str, Callable[[Figures], int | None], Callable[[int], str]], ...] = (
    ("Placed", lambda f: f.placed, str),
    ("Without a home", lambda f: f.unplaced, str),
    ("Cost a week", lambda f: f.weekly_pence, pounds),
    ("Cost a year", lambda f: f.yearly_pence, pounds),
    ("Miles in all", lambda f: f.distance_m, miles_text),
    ("Miles, mean", lambda f: f.mean_distance_m, miles_text),
    ("In their own area", lambda f: f.in_area, str),
    ("Approvals, out of area", lambda f: f.out_of_area_approvals, str),
    ("Internal", lambda f: f.provision.internal, str),
    ("Block", lambda f: f.provision.block, str),
    ("Framework", lambda f: f.provision.framework, str),
    ("Spot", lambda f: f.provision.spot, str),
)


def show_what_if(console: Console, answer: WhatIf) -> None:
    """Print the comparison, then every scenario's moves."""
    line(console, f"Base. {proof_words(answer.base)}")
    for number, plan in enumerate(answer.scenarios, start=1):
        line(console, f"Scenario {number}: {plan.name}. {proof_words(plan)}")
    for start in range(0, max(1, len(answer.scenarios)), ABREAST):
        _show_figures(console, answer, start, answer.scenarios[start : start + ABREAST])
    for number, plan in enumerate(answer.scenarios, start=1):
        _show_moves(console, number, plan)


def _show_figures(console: Console, answer: WhatIf, start: int, plans: Sequence[ScenarioPlan]) -> None:
    """Each figure, and below it how it differs from the base."""
    console.print()
    columns = ((f"Scenario {number}", RIGHT) for number, _ in enumerate(plans, start=start + 1))
    rows = table("", ("Base", RIGHT), *columns)
    for name, figure, words in ROWS:
        values = [figure(answer.base.figures), *(figure(plan.figures) for plan in plans)]
        row(rows, (name, *(_words(value, words) for value in values)))
        _show_differences(rows, [figure(plan.difference) for plan in plans], words)
    row(rows, ("As the policy prices it", *(pounds(plan.tier2) for plan in (answer.base, *plans))))
    _show_differences(rows, [plan.difference.tier2 for plan in plans], pounds)
    console.print(rows)


def _words(value: int | None, words: Callable[[int], str]) -> str:
    return "none" if value is None else words(value)


def _show_differences(rows: Table, differences: Sequence[int | None], words: Callable[[int], str]) -> None:
    if any(differences):
        row(rows, ("", "", *(_signed(difference, words) for difference in differences)), style="dim")


def _signed(difference: int | None, words: Callable[[int], str]) -> str:
    if not difference:
        return ""
    return ("+" if difference > 0 else "-") + words(abs(difference))


def _show_moves(console: Console, number: int, plan: ScenarioPlan) -> None:
    if not plan.scenario.changes:
        heading(console, f"SCENARIO {number}: {plan.name}; no change")
        line(
            console,
            "It lists no changes, so it is the base again. Name what would be otherwise in `changes`.",
        )
        return
    moved = len(plan.changes)
    heading(console, f"SCENARIO {number}: {plan.name}; {children(moved)} elsewhere")
    if plan.changes:
        rows = table("Child", "From", "To", "Why")
        for move in plan.changes:
            why = "; ".join(fact.text for fact in move.why)
            cells = (move.referral, move.from_ or "no home", move.to or "no home", why)
            row(rows, cells, style="red" if move.to is None else "")
        console.print(rows)
    for left in plan.to_refer:
        line(console, f"To be referred: {left.referral}, who lived in {left.home}.", style="bold red")
