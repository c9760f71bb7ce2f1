"""What a plan does not know: such a child is placed only where it may live whatever the answers are."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line
from matcher.cli.words import and_list, children
from matcher.domain.proposal import Proposal


def show_unknown(console: Console, proposal: Proposal) -> None:
    """The children of whom something is not known; nothing when there are none."""
    if not proposal.unknown:
        return
    heading(console, f"NOT KNOWN YET: {children(len(proposal.unknown))}", style="bold yellow")
    for entry in proposal.unknown:
        fields = and_list([field.replace("_", " ") for field in entry.fields])
        line(console, f"{entry.referral}: {fields}", indent=2)
    line(
        console,
        "Each is placed only where it may live whatever the answers are, and money not known is left out. "
        "`placements emergency CASE --referral ID` gives the other homes and what to ask.",
        indent=2,
    )
