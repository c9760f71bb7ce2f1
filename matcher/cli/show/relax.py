"""What would it take: each set of waivers with its sizes, its price, and where the child would live."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import child_words, count, home_words
from matcher.domain.case import Case
from matcher.domain.relax import NeededWaiver, Relax, WaiverSet
from matcher.rules.facts import Facts
from matcher.rules.measures import pounds_text

UNITS = {
    "age": ("year outside the home's ages", "years outside the home's ages"),
    "availability": ("day late", "days late"),
    "distance": ("mile too far", "miles too far"),
    "judgement": ("home with a barred judgement", "homes with a barred judgement"),
    "staffing": ("staff hour more than it can spare", "staff hours more than it can spare"),
    "admissions": ("admission over its limit", "admissions over its limit"),
    "split": ("sibling group split", "sibling groups split"),
}


def show_relax(console: Console, case: Case, answer: Relax) -> None:
    """Print the sets, cheapest first; or why nothing helps."""
    facts = Facts(case)
    child = facts.referrals[answer.referral]
    line(console, child_words(child, facts.age(child)), style="bold")
    if answer.unwaived.places:
        line(console, "The proposal places this child as things stand.")
    for position, entry in enumerate(answer.sets, start=1):
        _show_set(console, facts, answer.referral, position, entry)
    if not answer.sets:
        _show_nothing(console, facts, answer)
    console.print()
    line(console, _proof_words(answer))


def _show_set(console: Console, facts: Facts, referral: str, position: int, entry: WaiverSet) -> None:
    home = entry.allocation[referral]
    assert home is not None
    if entry.waivers:
        title = f"{count(len(entry.waivers), 'waiver')}, priced {pounds_text(entry.price_pence)}"
    else:
        title = "nothing to waive"
    heading(console, f"SET {position}: {title}; {referral} at {home_words(facts.homes[home])}")
    if entry.waivers:
        rows = table("Waive", "Where", "How much", ("Price", "right"))
        for waiver in entry.waivers:
            row(rows, (waiver.waives, _where(facts, waiver), _size(waiver), pounds_text(waiver.price_pence)))
        console.print(rows)
    if entry.status != "optimal":
        line(console, "Not proved: a cheaper set may exist.", indent=2)


def _where(facts: Facts, waiver: NeededWaiver) -> str:
    if waiver.home is not None:
        return home_words(facts.homes[waiver.home])
    return f"fund {waiver.fund}" if waiver.fund is not None else f"group {waiver.group}"


def _size(waiver: NeededWaiver) -> str:
    if waiver.waives in ("budget", "price_cap"):
        return f"{pounds_text(round(waiver.size) * 100)} a week over"
    one, many = UNITS[waiver.waives]
    return f"{waiver.size:g} {one if waiver.size == 1 else many}"


def _show_nothing(console: Console, facts: Facts, answer: Relax) -> None:
    if not answer.complete:
        return
    heading(console, "NOTHING THAT MAY BE WAIVED HELPS", style="bold red")
    rows = table("Rule that may not be waived", ("Homes", "right"), ("Alone at", "right"))
    for entry in answer.in_the_way:
        row(rows, (entry.rule, str(entry.homes), str(entry.only)))
    if answer.in_the_way:
        console.print(rows)
    if answer.open_with_waivers:
        homes = ", ".join(home_words(facts.homes[home]) for home in answer.open_with_waivers)
        line(console, f"Only other children, or the child's own siblings, stand in the way at: {homes}")


def _proof_words(answer: Relax) -> str:
    if answer.status == "optimal" and not answer.sets:
        return (
            "Proved: no waivers make this possible while nobody else loses a place. A second solver agrees."
        )
    if answer.status == "optimal":
        none = " There is no other set." if answer.complete and answer.sets else ""
        return "Proved: no other set of waivers is cheaper, and nobody else loses a place." + none
    if answer.sets:
        return "Best found: time ended before it was proved that nothing is cheaper."
    return "No set was found in the time allowed; this says nothing about whether one exists."
