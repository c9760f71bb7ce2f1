"""The statutory route's table as a page shows it: `python -m matcher.rules.route_page`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from matcher.rules.approvals import STEPS
from matcher.rules.deadlines import DUE_WORDS
from matcher.rules.drafts import WHO_WORDS
from matcher.rules.route_step import Step


def route_table() -> str:
    """Every row of the table, in the order in which a person works through them."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "| step | what | who | when | by | source |"
    yield "|---|---|---|---|---|---|"
    for step in STEPS:
        cells = (f"`{step.code}`", _what(step), WHO_WORDS[step.who], step.when, _by(step), _cited(step))
        yield f"| {' | '.join(cells)} |"


def _what(step: Step) -> str:
    return f"{step.kind}: {step.title}"


def _by(step: Step) -> str:
    usual = DUE_WORDS[step.due] or "–"
    return f"{usual}; emergency: {DUE_WORDS[step.in_emergency]}" if step.in_emergency else usual


def _cited(step: Step) -> str:
    return f"[{step.source.words}]({step.source.link})"


if __name__ == "__main__":
    sys.stdout.write(route_table())
