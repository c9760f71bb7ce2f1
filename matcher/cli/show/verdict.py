"""A verdict as a person reads it: fields in words, money in pounds, distances with their unit."""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.console import Console

from matcher.cli.screen import line
from matcher.cli.show.lines import LINE_WORDS
from matcher.domain.reference import Verdict, Wrong
from matcher.rules.measures import pounds_text
from matcher.rules.register import GROUP_RULES, PAIR_RULES

FIELDS = {
    "tier1": "tier 1, the weight of children without a home",
    "tier2": "tier 2, the price of the plan",
    "own": "price of the option by itself",
    "total": "price in all",
    "incremental": "cost",
    "unknown_child": "a child who is not in the case",
    "unknown_home": "a home that is not in the case",
    "shape": "the document's shape",
}
_SAYS = re.compile(r"(?<=the answer says )-?\d+(?!\w)|(?<=the case says )-?\d+(?!\w)")
_BOUND = re.compile(r"(?<=a bound of )-?\d+|(?<=is above the value, )-?\d+")
_PENCE = re.compile(r"(-?\d+) pence")
_LINE = re.compile(rf"(?<=, line )({'|'.join(LINE_WORDS)})(?=: )|^({'|'.join(LINE_WORDS)})(?=: )")
_UNIT = re.compile(r"_(pence|centipence|m)$")


def show_verdict(console: Console, verdict: Verdict) -> None:
    """Print all that is wrong, one line each; or that nothing is."""
    for breach in verdict.breaches:
        line(console, breach_words(breach), style="red")
    if verdict.right:
        line(console, "Right: every rule is kept and every figure agrees.", style="green")


def breach_words(breach: Wrong) -> str:
    """One line: a rule by its code, which `placements rules` explains; a figure by its field in words."""
    message = _LINE.sub(lambda found: LINE_WORDS[found[0]], breach.message)
    message = _PENCE.sub(lambda found: pounds_text(int(found[1])), message)
    shown = _figure_of(breach)
    for figures in (_SAYS, _BOUND):
        message = figures.sub(lambda found: shown(int(found[0])), message)
    return f"{_title(breach.code)}: {message.replace('tier1', 'tier 1').replace('tier2', 'tier 2')}"


def _title(code: str) -> str:
    if code in PAIR_RULES or code in GROUP_RULES:
        return code
    return ", ".join(_field(field) for field in code.split("."))


def _field(name: str) -> str:
    bare = _UNIT.sub("", name)
    return FIELDS.get(bare, bare.replace("_", " "))


def _figure_of(breach: Wrong) -> Callable[[int], str]:
    """How the figures of a breach are written, by the unit that ends its field's name."""
    last = breach.code.rpartition(".")[2]
    if last.endswith("_centipence"):
        return _hundredths
    if last.endswith("_m"):
        return lambda metres: f"{metres:,} m"
    in_pence = last.endswith("_pence") or breach.code == "placements.lines"
    if in_pence or "tier2" in breach.code.split(".") or ", tier2 of " in breach.message:
        return pounds_text
    return lambda number: f"{number:,}"


def _hundredths(hundredths: int) -> str:
    """Hundredths of a penny as pounds, to the last of them: £2,873.2501."""
    pence, rest = divmod(abs(hundredths), 100)
    if not rest:
        return pounds_text(-pence if hundredths < 0 else pence)
    return f"{'-' if hundredths < 0 else ''}£{pence // 100:,}.{pence % 100:02d}{rest:02d}"
