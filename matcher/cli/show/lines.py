"""Every child's own lines from the price list, to the penny, so that the sum can be checked by hand."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, row, table
from matcher.cli.words import and_list
from matcher.domain.proposal import Proposal
from matcher.rules.measures import pounds_text

LINE_WORDS = {
    "weekly_price": "weekly price",
    "void_charge": "void charge paid already",
    "supplement": "extra support",
    "sibling_discount": "sibling discount",
    "miles": "miles from home",
    "school_miles": "miles from school",
    "out_of_area": "out of area",
    "provision": "kind of provision",
    "move": "a move",
    "avoid_resident": "had better not live with a resident",
    "avoid": "had better not share",
    "split_siblings": "siblings in different homes",
}


def show_lines(console: Console, proposal: Proposal) -> None:
    """Print each placement's lines and the lines that children share; they sum to tier 2."""
    heading(console, "WHAT THE POLICY PRICES, a week")
    rows = table("Child", "Home", "Line", ("Price", "right"))
    for placement in proposal.placements:
        who = (placement.referral, placement.home)
        for entry in placement.lines:
            row(rows, (*who, LINE_WORDS[entry.code], pounds_text(entry.pence)))
            who = ("", "")
        row(rows, ("", "", "total", pounds_text(placement.total_pence)), style="bold")
    for shared in proposal.shared_lines:
        cells = (and_list(shared.referrals), ", ".join(shared.homes), LINE_WORDS[shared.code])
        row(rows, (*cells, pounds_text(shared.pence)))
    row(rows, ("In all", "", "", pounds_text(proposal.tier2)), style="bold")
    console.print(rows)
