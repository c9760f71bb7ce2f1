"""The rule book: what each rule says, where it comes from, since when, and who may waive it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console

from matcher.cli.screen import heading, table
from matcher.cli.words import day
from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES, Rule


def show_rules(console: Console) -> None:
    """Print both registers."""
    heading(console, "RULES OF ONE CHILD AND ONE HOME")
    _show(console, (PAIR_RULES[code] for code in ORDER))
    heading(console, "RULES OF THE WHOLE PLAN")
    _show(console, (GROUP_RULES[code] for code in GROUP_ORDER))


def _show(console: Console, rules: Iterable[Rule]) -> None:
    rows = table("Rule", "What it says, and where it comes from")
    rows.show_lines = True
    for rule in rules:
        text = f"{rule.title}.\n{rule.source.words}\n{rule.source.link}\n{_terms(rule)}"
        rows.add_row(rule.code, text)
    console.print(rows)


def _terms(rule: Rule) -> str:
    since = "" if rule.in_force_from is None else f"In force from {day(rule.in_force_from)}. "
    return since + (f"May be waived by: {rule.waived_by}." if rule.waivable else "May not be waived.")
