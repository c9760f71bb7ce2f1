"""The impact matrix: down the side who carries the risk, across the top who may come to harm."""

from __future__ import annotations

from collections import Counter

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import and_list, count, home_words
from matcher.domain.case import Case
from matcher.domain.impact import Assessed, HomeImpact, Impact
from matcher.domain.impact_table import LEVELS, RiskLevel
from matcher.rules.facts import Facts
from matcher.rules.impact_words import HOW, PLACED, TOGETHER, bar_words

CELLS: dict[RiskLevel, str] = {"high": "HIGH", "medium": "med", "low": "low"}
COLUMNS = 8
"""How many children fit across 80 columns; a larger home takes several tables."""
KEY = (
    "Across: who may come to harm. HIGH, med, low: the worst risk in the table, before support. "
    "NO: a rule of the case excludes. -: none known. Nothing else here excludes anybody."
)


def show_impact(console: Console, case: Case, answer: Impact) -> None:
    """Print each home's matrix, the rules and risks in it, and the strengths."""
    facts = Facts(case)
    line(console, _summary(answer), style="bold")
    if answer.status == "best_found":
        line(console, "The plan is not proved: time ended first.", style="yellow")
    if answer.homes:
        line(console, f"Table: {answer.table.name}, {answer.table.as_of.isoformat()}. {KEY}")
    for home in answer.homes:
        heading(console, f"{home_words(facts.homes[home.home])}: {_who(home)}")
        _show_matrix(console, home)
        _show_rules(console, home)
        _show_risks(console, home)
        _show_strengths(console, answer, home)


def _summary(answer: Impact) -> str:
    asked = [child.referral for home in answer.homes for child in home.assessed]
    if not asked:
        return "No placement to assess: the plan has none that was asked about."
    met = [meeting for home in answer.homes for meeting in home.meetings]
    levels = Counter(risk.level for meeting in met for risk in meeting.risks)
    risks = ", ".join(f"{levels[level]} {level}" for level in LEVELS)
    barred = sum(any(bar.excludes for bar in meeting.bars) for meeting in met)
    kept = f"; {count(barred, 'meeting')} that a rule excludes" if barred else ""
    children, meetings = count(len(asked), "placement"), count(len(met), "meeting")
    return f"{children}, {meetings} of two children: risks {risks}{kept}."


def _who(home: HomeImpact) -> str:
    return ", ".join(f"{child.referral}{_shut(child)}" for child in home.assessed)


def _shut(child: Assessed) -> str:
    told = [f"shut by {and_list(child.shut_by)}"] if child.shut_by else []
    told += [f"may be shut by {and_list(child.may_be_shut_by)}"] if child.may_be_shut_by else []
    return f" ({'; '.join(told)})" if told else ""


def _show_matrix(console: Console, home: HomeImpact) -> None:
    if len(home.children) == 1:
        line(console, "Nobody else would live there.", indent=2)
        return
    cells = _cells(home)
    ids = [child.id for child in home.children]
    for start in range(0, len(ids), COLUMNS):
        across = range(start, min(start + COLUMNS, len(ids)))
        rows = table("Who carries the risk", *((str(number + 1), "right") for number in across))
        for number, child in enumerate(home.children):
            unsure = "" if child.flags_known else ", flags not known"
            name = f"{number + 1} {child.id} ({HOW[child.how]}{unsure})"
            row(rows, (name, *(cells.get((child.id, ids[other]), "") for other in across)))
        console.print(rows)


def _cells(home: HomeImpact) -> dict[tuple[str, str], str]:
    cells, unsure = {}, {child.id for child in home.children if not child.flags_known}
    for meeting in home.meetings:
        for carrier, other in (meeting.children, meeting.children[::-1]):
            found = [risk.level for risk in meeting.risks if risk.carrier == carrier]
            worst = min(found, key=LEVELS.index, default=None)
            none = "?" if carrier in unsure else "-"
            cells[carrier, other] = none if worst is None else CELLS[worst]
            if any(bar.excludes for bar in meeting.bars):
                cells[carrier, other] = "NO"
    return cells


def _show_rules(console: Console, home: HomeImpact) -> None:
    for meeting in home.meetings:
        for bar in meeting.bars:
            binds = "excludes" if bar.excludes else "does not bind: both live there already"
            line(console, f"Rule: {bar_words(bar)} ({binds}).", style="red" if bar.excludes else "", indent=2)
        if meeting.avoid:
            both = " and ".join(meeting.children)
            line(console, f"Priced, not excluded: {both} had better not live together.", indent=2)


def _show_risks(console: Console, home: HomeImpact) -> None:
    risks = [risk for meeting in home.meetings for risk in meeting.risks]
    if risks:
        console.print()
        rows = table("Level", "What may happen")
        for risk in sorted(risks, key=lambda risk: LEVELS.index(risk.level)):
            row(rows, (risk.level, f"{risk.words}."))
        console.print(rows)


def _show_strengths(console: Console, answer: Impact, home: HomeImpact) -> None:
    words = {strength.flag: strength.words for strength in answer.table.strengths}
    told = [f"{child.referral} {PLACED[strength]}" for child in home.assessed for strength in child.strengths]
    told += [f"{child.id} {words[flag]}" for child in home.children for flag in child.strengths]
    for strength, said in TOGETHER.items():
        pairs = [meeting.children for meeting in home.meetings if strength in meeting.strengths]
        told += [f"{', '.join(' and '.join(pair) for pair in pairs)} {said}"] if pairs else []
    if told:
        line(console, f"Strengths: {'; '.join(told)}.", style="green", indent=2)
