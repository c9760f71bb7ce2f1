"""The first thing a newcomer types: an invented council, solved and explained."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.cli.files import demo_case, load_case
from matcher.cli.params import AsJson, Limit, Workers
from matcher.cli.watch import watched

if TYPE_CHECKING:
    from rich.console import Console

    from matcher.domain.case import Case
    from matcher.domain.proposal import OptionTable, Proposal

NEAR_MISSES = 2
CHILDREN = 2
OPTIONS = 3


def demo(as_json: AsJson = False, limit: Limit = None, workers: Workers = None) -> None:
    """Solve an invented council's case and explain the answer."""
    from matcher import library

    path = demo_case()
    library.warm()
    case = load_case(str(path))
    with watched(limit, workers) as settings:
        proposal = library.allocate(case, settings)
        asked = most_urgent(case, proposal)
        table = None if as_json else library.options(case, asked, settings)
    from matcher.cli import screen

    if table is None:
        screen.print_answer(proposal)
    else:
        _show(screen.person_console(), case, proposal, table, asked, path)


def most_urgent(case: Case, proposal: Proposal) -> list[str]:
    """The newly placed children whose wait would weigh most: whose options are worth a look."""
    weights = case.policy.unplaced_weight.model_dump()
    urgency = {child.id: child.urgency for child in case.referrals}
    placed = [placement.referral for placement in proposal.placements if not placement.stays]
    return sorted(placed, key=lambda child: (-weights[urgency[child]], child))[:CHILDREN]


def _show(
    console: Console, case: Case, proposal: Proposal, table: OptionTable, asked: list[str], path: Path
) -> None:
    from matcher.cli.screen import heading, line
    from matcher.cli.show.options import show_options
    from matcher.cli.show.plan import show_plan
    from matcher.geo import ATTRIBUTION

    line(console, "An invented council: no child, home or provider here exists.", style="italic")
    show_plan(console, case, proposal)
    _show_near_misses(console, case, proposal)
    heading(console, "OPTIONS of the most urgent children, best first")
    show_options(console, case, table, asked, top=OPTIONS)
    console.print()
    line(console, f"Miles are straight lines on the national grid. {ATTRIBUTION}", style="dim")
    child = proposal.unplaced[0].referral if proposal.unplaced else case.referrals[0].id
    for start, then in (("Try:", "options"), ("then:", "why-not")):
        console.print(f"{start:6}placements {then} {_short(path)} --referral {child}", soft_wrap=True)


def _show_near_misses(console: Console, case: Case, proposal: Proposal) -> None:
    from matcher import library
    from matcher.cli.screen import heading
    from matcher.cli.show.why_not import show_near_misses

    for entry in proposal.unplaced:
        if entry.near_misses:
            heading(console, f"NEAR MISSES of {entry.referral}: homes that one rule alone shuts")
            show_near_misses(console, case, library.why_not(case, entry.referral), NEAR_MISSES)


def _short(path: Path) -> str:
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative


COMMANDS = (("demo", demo, "\b\nExample:\n  placements demo\n"),)
