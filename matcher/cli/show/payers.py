"""Whose home is another, from where to where: children who lose one first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console

from matcher.cli.screen import line, row, table
from matcher.cli.words import count
from matcher.domain.proposal import Payer

MOST_ROWS = 20


def show_payers(
    console: Console, homes: Mapping[str, str], payers: Sequence[Payer], who: str, before: str, after: str
) -> None:
    """Print one row a child, nothing where there is none. `homes`: how each is called.

    Whoever loses a home is always shown; of a great many who move, the first.
    """
    if not payers:
        return
    rows = table(who, before, after)
    losing = sum(payer.instead is None for payer in payers)
    shown = sorted(payers, key=lambda one: (one.instead is not None, one.referral))[: max(MOST_ROWS, losing)]
    for payer in shown:
        cells = (payer.referral, _named(homes, payer.proposed), _named(homes, payer.instead))
        row(rows, cells, style="" if payer.instead else "red")
    console.print(rows)
    if len(shown) < len(payers):
        line(console, f"And {count(len(payers) - len(shown), 'child', 'children')} more: --json names each.")


def _named(homes: Mapping[str, str], home: str | None) -> str:
    return "no home" if home is None else homes[home]
