"""Why not: which homes are open to a child, which one rule shuts, and which rules shut the rest."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import child_words, count, home_words
from matcher.domain.case import Case
from matcher.domain.proposal import HomeAnswer, WhyNot
from matcher.rules.facts import Facts


def show_why_not(console: Console, case: Case, answer: WhyNot) -> None:
    """Print the whole answer for one child."""
    facts = Facts(case)
    child = facts.referrals[answer.referral]
    line(console, child_words(child, facts.age(child)), style="bold")
    _show_open(console, facts, answer)
    _show_near_misses(console, facts, answer)
    _show_shut(console, facts, answer)
    _show_counts(console, answer)


def show_one_home(console: Console, case: Case, referral: str, home: HomeAnswer) -> None:
    """Print every rule that shuts one home to one child, with its full sentence."""
    facts = Facts(case)
    name = home_words(facts.homes[home.home])
    if not home.rules:
        line(console, f"{name} is open to {referral}: no rule shuts it.", style="green")
        return
    line(console, f"{name} is shut to {referral} by {count(len(home.rules), 'rule')}:", style="bold")
    _show_reasons(console, [("", home)])


def show_near_misses(console: Console, case: Case, answer: WhyNot, top: int) -> None:
    """Print the first `top` homes that one rule alone shuts, those whose rule may be waived first."""
    facts = Facts(case)
    homes = {home.home: home for home in answer.homes}
    ordered = sorted(answer.near_misses, key=lambda home: not homes[home].rules[0].waivable)
    near = [(home_words(facts.homes[home]), homes[home]) for home in ordered[:top]]
    if near:
        _show_reasons(console, near)


def _show_open(console: Console, facts: Facts, answer: WhyNot) -> None:
    if not answer.eligible:
        heading(console, "OPEN: no home", style="bold red")
        return
    heading(console, f"OPEN: {count(len(answer.eligible), 'home')}", style="bold green")
    line(console, ", ".join(home_words(facts.homes[home]) for home in answer.eligible), indent=2)


def _show_near_misses(console: Console, facts: Facts, answer: WhyNot) -> None:
    if not answer.near_misses:
        return
    heading(console, f"NEAR MISSES: {count(len(answer.near_misses), 'home')} that one rule alone shuts")
    show_near_misses(console, facts.case, answer, len(answer.near_misses))


def _show_shut(console: Console, facts: Facts, answer: WhyNot) -> None:
    shut = [home for home in answer.homes if len(home.rules) > 1]
    if not shut:
        return
    heading(console, f"SHUT BY SEVERAL RULES: {count(len(shut), 'home')} (--home ID gives the sentences)")
    rows = table("Home", "Rules")
    for home in sorted(shut, key=lambda answer: len(answer.rules)):
        row(rows, (home_words(facts.homes[home.home]), ", ".join(rule.rule for rule in home.rules)))
    console.print(rows)


def _show_counts(console: Console, answer: WhyNot) -> None:
    if not answer.shut_by:
        return
    ordered = sorted(answer.shut_by.items(), key=lambda entry: (-entry[1], entry[0]))
    heading(console, "HOW MANY HOMES EACH RULE SHUTS")
    line(console, ", ".join(f"{rule} {number}" for rule, number in ordered), indent=2)


def _show_reasons(console: Console, homes: list[tuple[str, HomeAnswer]]) -> None:
    named = any(name for name, _ in homes)
    rows = table(*(["Home"] if named else []), "Rule", "Why", "Waivable")
    for name, home in homes:
        for shut in home.rules:
            cells = (shut.rule, shut.reason, "yes" if shut.waivable else "no")
            row(rows, (name, *cells) if named else cells)
    console.print(rows)
