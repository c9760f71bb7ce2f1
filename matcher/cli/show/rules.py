"""The rule book: what each rule says, where it comes from, since when, and who may waive it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console

from matcher.cli.screen import heading, table
from matcher.cli.words import day
from matcher.rules.book import ORDER
from matcher.rules.register import GROUP_RULES, PAIR_RULES, Rule


def rules_document() -> dict[str, Any]:
    """Both registers as one JSON document, in the order of the book."""
    return {
        "schema": "placement-rules/1",
        "pair_rules": [_entry(PAIR_RULES[code]) for code in ORDER],
        "group_rules": [_entry(rule) for rule in GROUP_RULES.values()],
    }


def show_rules(console: Console) -> None:
    """Print both registers."""
    heading(console, "RULES OF ONE CHILD AND ONE HOME")
    _show(console, (PAIR_RULES[code] for code in ORDER))
    heading(console, "RULES OF THE WHOLE PLAN")
    _show(console, GROUP_RULES.values())


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


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": rule.title,
        "source": {"words": rule.source.words, "link": rule.source.link},
        "in_force_from": None if rule.in_force_from is None else rule.in_force_from.isoformat(),
        "waivable": rule.waivable,
        "waived_by": rule.waived_by,
    }
