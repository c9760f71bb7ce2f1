"""A draft impact risk assessment for each child asked about: plain text, ids only, blanks for judgement."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from matcher.domain.case import Case
from matcher.domain.impact import Assessed, HomeImpact, Impact, ImpactChild, Meeting, Risk
from matcher.domain.impact_table import ImpactTable
from matcher.rules.impact_words import HOW, PLACED, TOGETHER, bar_words, flag_words

WIDTH = 78
RULE = "=" * WIDTH
BLANK = "." * WIDTH
NOTICE = (
    "This is a draft. It was written from flags in the case document and from a table of the council's "
    "policy, and from nothing else: what is not recorded is not in it, and an empty list does not mean that "
    "there is no risk. It informs the people who decide; nobody is excluded by it. Every level below is "
    "before anything that reduces it."
)
BLANKS = (
    ("The child's wishes and feelings", 3),
    ("Wishes and feelings of the children who live there", 3),
    ("Matching considerations", 3),
    ("Plan of support", 4),
    ("The social worker's judgement, with the level that is left after support", 4),
)
SIGNED = ("Social worker", "Registered manager", "Team manager")


def drafts(case: Case, answer: Impact) -> str:
    """One draft after another, each for one child in one home; empty when the answer holds none."""
    pages = (_page(case, answer, home, child) for home in answer.homes for child in home.assessed)
    return "\n\n".join("\n".join(page) + "\n" for page in pages)


def _page(case: Case, answer: Impact, home: HomeImpact, child: Assessed) -> Iterator[str]:
    meetings = [meeting for meeting in home.meetings if child.referral in meeting.children]
    others = [other for other in home.children if other.id != child.referral]
    [self] = [one for one in home.children if one.id == child.referral]
    yield from (RULE, "DRAFT IMPACT RISK ASSESSMENT", RULE)
    yield f"Child: {child.referral}   Home: {home.home}   Case of: {case.as_of.day} {case.as_of:%B %Y}"
    yield ""
    yield from _wrapped(NOTICE)
    yield from _section("Who would live together", map(_who, [self, *others]))
    yield from _section("What the rules of the case say", _rules(child, home, meetings))
    outward, inward = _directed(meetings, child.referral)
    yield from _risks(f"Risks from {child.referral} to the others", outward, answer.table)
    yield from _risks(f"Risks from the others to {child.referral}", inward, answer.table)
    yield from _section("Strengths", _strengths(answer.table, child, home, meetings))
    for title, lines in BLANKS:
        yield from ("", title.upper(), *[BLANK] * lines)
    yield from _signed()
    yield from _basis(answer.table)


def _who(other: ImpactChild) -> str:
    unsure = "" if other.flags_known else "; flags not known yet: ask before anything below is relied on"
    return f"{other.id}: {HOW[other.how]}{unsure}"


def _rules(child: Assessed, home: HomeImpact, meetings: list[Meeting]) -> Iterator[str]:
    """What excludes, as what it is: these are rules of the case, not of this draft."""
    if child.shut_by:
        named = ", ".join(child.shut_by)
        yield f"{home.home} is shut to {child.referral} by: {named} (`placements why-not` gives the reasons)."
    if child.may_be_shut_by:
        named = ", ".join(child.may_be_shut_by)
        yield f"{home.home} may be shut to {child.referral} by: {named}; it hangs on what is not known yet."
    for meeting in meetings:
        for bar in meeting.bars:
            binds = "This excludes." if bar.excludes else "Both live there already, so it does not bind."
            yield f"{bar_words(bar)}. {binds}"
        if meeting.avoid:
            both = " and ".join(meeting.children)
            yield f"{both} had better not live together: the price list prices it; it does not exclude."
    shut = child.shut_by or child.may_be_shut_by
    if not shut and not any(meeting.bars or meeting.avoid for meeting in meetings):
        yield "No rule of the case stands between these children."


def _directed(meetings: list[Meeting], child: str) -> tuple[list[Risk], list[Risk]]:
    found = [risk for meeting in meetings for risk in meeting.risks]
    return [r for r in found if r.carrier == child], [r for r in found if r.carrier != child]


def _risks(title: str, risks: list[Risk], table: ImpactTable) -> Iterator[str]:
    reduced = {(row.risk, row.vulnerability): row.reduced_by for row in table.risks}
    yield from ("", title.upper())
    if not risks:
        yield "None is known from the flags recorded."
    for risk in risks:
        yield from _wrapped(f"{risk.level.upper()}: {risk.words}.", "- ")
        flags = [flag_words(flag) for flag in (risk.risk, risk.vulnerability) if flag is not None]
        yield from _wrapped(f"From the record: {', '.join(dict.fromkeys(flags))}.", "  ")
        helps = reduced[risk.risk, risk.vulnerability]
        if helps:
            yield from _wrapped(f"What may reduce it: {'; '.join(helps)}.", "  ")
        yield "  Likelihood here: ..........   Level after support: .........."


def _strengths(
    table: ImpactTable, child: Assessed, home: HomeImpact, meetings: list[Meeting]
) -> Iterator[str]:
    words = {row.flag: row.words for row in table.strengths}
    yield from (f"{child.referral} {PLACED[strength]}." for strength in child.strengths)
    for one in home.children:
        yield from (f"{one.id} {words[flag]}." for flag in one.strengths)
    for meeting in meetings:
        both = " and ".join(meeting.children)
        yield from (f"{both} {TOGETHER[strength]}." for strength in meeting.strengths)
    yield "Others, known to the people who know these children: " + "." * 20


def _signed() -> Iterator[str]:
    yield from ("", "SIGNED")
    for who in SIGNED:
        yield f"{who + ' ':.<44} Date ............................"


def _basis(table: ImpactTable) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"Table used: {table.name}, {table.as_of.isoformat()}. It rests on:")
    for source in table.sources:
        yield from _wrapped(source.words, "- ")


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    yield from ("", title.upper())
    for item in items:
        yield from _wrapped(item, "- ")


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
