"""Refusals: home after home that is asked for a child, and what each no costs everybody."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.against import difference_words
from matcher.cli.words import and_list, home_words
from matcher.domain.case import Case
from matcher.domain.refusals import AfterRefusal, Refusals


def show_refusals(console: Console, case: Case, answer: Refusals) -> None:
    """Print whom to ask first, then the best plan after each refusal, and where the list ends."""
    homes = {home.id: home_words(home) for home in case.homes}
    first, *others = answer.plans
    where = (
        f"is proposed for {homes[first.home]}" if first.home else "is left without a home by the best plan"
    )
    line(console, f"{answer.referral} {where}.", style="bold")
    line(console, _proof(answer))
    for number, plan in enumerate(others, start=2):
        _show(console, case, number, answer.plans[0], plan, answer.referral)
    if answer.complete and others:
        console.print()
        line(console, f"From here on the best plan leaves {answer.referral} without a home.")


def _show(
    console: Console, case: Case, number: int, first: AfterRefusal, plan: AfterRefusal, child: str
) -> None:
    homes = {home.id: home_words(home) for home in case.homes}
    refused = and_list([homes[home] for home in plan.refused])
    goes = homes[plan.home] if plan.home else "no home"
    heading(console, f"PLAN {number}, if {refused} {'says' if len(plan.refused) == 1 else 'say'} no")
    told = difference_words(case, first.proposal, plan.proposal)
    line(console, f"{child} goes to {goes}: {told}.", style="" if plan.home else "red")
    others = [payer for payer in plan.who_pays if payer.referral != child]
    if others:
        rows = table("Also elsewhere", "Plan 1", f"Plan {number}")
        for payer in others:
            cells = (payer.referral, payer.proposed or "no home", payer.instead or "no home")
            row(rows, cells, style="" if payer.instead else "red")
        console.print(rows)


def _proof(answer: Refusals) -> str:
    plans = len(answer.plans)
    if answer.status == "optimal" and plans == 1:
        return (
            "That is proved, so there is no home to refuse. "
            f"`placements relax CASE --referral {answer.referral}` tells what it would take."
        )
    if answer.status == "optimal":
        return "Each plan below is the best there is once the homes before it have said no."
    return f"Time ended first: {plans} {'plan' if plans == 1 else 'plans'} found, not all proved the best."
