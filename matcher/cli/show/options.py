"""Options: for each child, every home the rules leave, the one that costs the others least first."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.proof import PROVED
from matcher.cli.show.regret import regret_words
from matcher.cli.words import child_words, count, home_words, pounds
from matcher.domain.case import Case
from matcher.domain.proposal import Option, OptionTable
from matcher.rules.facts import Facts
from matcher.rules.measures import miles_text


def show_options(
    console: Console, case: Case, answer: OptionTable, asked: list[str], top: int | None = None
) -> None:
    """Print the options of the children asked about (none: of all), at most `top` of each."""
    facts = Facts(case)
    by_child = {referral: list(found) for referral, found in groupby(answer.options, attrgetter("referral"))}
    line(console, *_proof(answer))
    if answer.first is not None:
        line(console, f"No more than the first {count(answer.first, 'home')} of each child.")
    for referral in asked or [child.id for child in case.referrals]:
        child = facts.referrals[referral]
        heading(console, child_words(child, facts.age(child)))
        _show_child(console, facts, by_child.get(referral, []), top)


def _proof(answer: OptionTable) -> tuple[str, str]:
    if answer.status != "optimal":
        return "Not proved: time ended first. The costs are against the best plan found.", "yellow"
    if all(option.exact for option in answer.options):
        return f"{PROVED} The costs are exact.", "green"
    return f"{PROVED} Some costs are not proved.", "yellow"


def _show_child(console: Console, facts: Facts, found: list[Option], top: int | None) -> None:
    if not found:
        line(console, "No home is open to this child: see placements why-not.", style="red", indent=2)
        return
    rows = table(("", "right"), "Home", ("A week", "right"), ("Miles", "right"), "What choosing it costs")
    shown = found[:top]
    for option in shown:
        cells = (
            str(option.rank),
            home_words(facts.homes[option.home]) + (" (lives here)" if option.stays else ""),
            pounds(option.weekly_price_pence),
            miles_text(option.distance_m),
            regret_words(facts.case, option),
        )
        row(rows, cells, style="bold" if option.proposed else "")
    console.print(rows)
    if len(found) > len(shown):
        line(console, f"and {count(len(found) - len(shown), 'more home')}", indent=2)
