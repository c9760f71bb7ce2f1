"""A proposal: first the children without a home, then who goes where, the money and the proof."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.lines import show_lines
from matcher.cli.show.proof import proof_words
from matcher.cli.show.route import approval_words
from matcher.cli.show.unknown import show_unknown
from matcher.cli.words import children, count, day, home_words, pounds
from matcher.domain.case import Case
from matcher.domain.proposal import Placement, Proposal
from matcher.rules.facts import Facts
from matcher.rules.measures import miles_text


def show_plan(console: Console, case: Case, proposal: Proposal, with_lines: bool = False) -> None:
    """Print a whole proposal; with `with_lines` also every child's lines from the price list."""
    line(
        console,
        f"{children(len(case.referrals))}, {count(len(case.homes), 'home')}, {day(case.as_of)}",
        style="bold",
    )
    line(console, proof_words(proposal), style="green" if proposal.status == "optimal" else "yellow")
    show_unplaced(console, case, proposal)
    show_placed(console, case, proposal)
    show_unknown(console, proposal)
    show_separations(console, proposal)
    show_funds(console, proposal)
    show_totals(console, proposal)
    if with_lines:
        show_lines(console, proposal)


def show_unplaced(console: Console, case: Case, proposal: Proposal) -> None:
    """The children without a home, each with the reason; nothing when there are none."""
    if not proposal.unplaced:
        return
    facts = Facts(case)
    heading(console, f"WITHOUT A HOME: {children(len(proposal.unplaced))}", style="bold red")
    rows = table("Child", "Urgency", "Why")
    for entry in proposal.unplaced:
        urgency = facts.referrals[entry.referral].urgency
        row(rows, (entry.referral, urgency, entry.reason), style="red")
    console.print(rows)


def show_placed(console: Console, case: Case, proposal: Proposal) -> None:
    """Who goes where, at what weekly price, how far from home."""
    heading(console, f"PLACED: {children(len(proposal.placements))}")
    if not proposal.placements:
        return
    facts = Facts(case)
    rows = table("Child", "Home", ("A week", "right"), ("Miles", "right"), "Note")
    for placement in proposal.placements:
        cells = (
            placement.referral,
            home_words(facts.homes[placement.home]),
            pounds(placement.weekly_price_pence),
            miles_text(placement.distance_m),
            _note(facts, placement),
        )
        row(rows, cells)
    console.print(rows)


def _note(facts: Facts, placement: Placement) -> str:
    notes = []
    current = facts.referrals[placement.referral].current_home
    if placement.stays:
        notes.append("stays")
    elif current is not None:
        notes.append(f"moves from {current}")
    if not placement.in_area:
        notes.append("out of area")
    approval = approval_words(facts, facts.referrals[placement.referral], facts.homes[placement.home])
    notes += [approval] if approval else []
    if placement.warnings:
        rules = ", ".join(warned.rule for warned in placement.warnings)
        notes.append(f"would not be placed here today ({rules})")
    return "; ".join(notes)


def show_separations(console: Console, proposal: Proposal) -> None:
    """Children who must not share and both stay, until one of them can move."""
    for pair in proposal.separations:
        first, second = pair.referrals
        text = f"{first} and {second} must not share, but both live in {pair.home}: separate them."
        heading(console, text, style="bold red")


def show_funds(console: Console, proposal: Proposal) -> None:
    """What each fund newly takes on, and what was there."""
    if not proposal.funds:
        return
    heading(console, "FUNDS: new commitments a week")
    rows = table("Fund", ("New", "right"), ("Headroom", "right"))
    for fund in proposal.funds:
        limit = "no limit" if fund.limit_pence is None else pounds(fund.limit_pence)
        row(rows, (fund.fund, pounds(fund.spent_centipence // 100), limit))
    console.print(rows)


def show_totals(console: Console, proposal: Proposal) -> None:
    """The sums over the placed children."""
    totals = proposal.totals
    console.print()
    line(
        console,
        f"In all: {totals.placed} placed ({totals.in_area} in their own area), {totals.unplaced} without "
        f"a home; {pounds(totals.incremental_pence)} a week for these places, with those of reviews that are "
        f"paid for already; "
        f"{miles_text(totals.distance_m)} miles from home.",
    )
    line(
        console,
        f"With miles, moves and the rest as the policy prices them: {pounds(proposal.tier2)} a week.",
    )
