"""What would it take: each set of waivers with its sizes, its price, and where the child would live."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.payers import show_payers
from matcher.cli.words import and_list, child_words, count, home_words
from matcher.domain.case import Case
from matcher.domain.relax import LimitInTheWay, NeededWaiver, Relax, WaiverSet
from matcher.rules.facts import Facts
from matcher.rules.measures import pounds_text
from matcher.rules.register import PAIR_RULES

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
    for position, entry in enumerate(_worth_telling(answer), start=1):
        _show_set(console, facts, answer.referral, position, entry)
        _show_included(console, answer, position)
        _show_who_pays(console, facts, answer, entry)
    if not answer.sets:
        _show_nothing(console, facts, answer)
    console.print()
    line(console, _proof_words(answer))
    if any(entry.waivers for entry in _worth_telling(answer)):
        told = "Prices are those of the council's own list of waivers, and not a bill."
        line(console, told, style="dim")


def _worth_telling(answer: Relax) -> tuple[WaiverSet, ...]:
    """The sets up to the one that needs nothing: after it, each waives what the child does not need."""
    empty = [position for position, entry in enumerate(answer.sets, start=1) if not entry.waivers]
    return answer.sets[: min(empty, default=len(answer.sets))]


def _show_included(console: Console, answer: Relax, position: int) -> None:
    """A dearer set with everything of a cheaper one is the same way, with something else besides."""
    things = [{_thing(waiver) for waiver in entry.waivers} for entry in answer.sets[:position]]
    included = [str(number) for number, those in enumerate(things[:-1], start=1) if those < things[-1]]
    if included:
        line(console, f"It includes set {and_list(included)}, and more.", indent=2)


def _thing(waiver: NeededWaiver) -> tuple[str | None, ...]:
    return waiver.waives, waiver.referral, waiver.home, waiver.fund, waiver.group


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


def _show_who_pays(console: Console, facts: Facts, answer: Relax, entry: WaiverSet) -> None:
    """Who else has another home than as proposed: nobody losing is a matter of weight, not of each child."""
    if entry.who_pays is None or answer.proposed is None:
        line(console, "Who else would have another home is not known: time ended first.", indent=2)
        return
    if not entry.who_pays:
        line(console, "Nobody else has another home.", indent=2)
        return
    best = "Proposed" if answer.proposed.status == "optimal" else "Best found"
    homes = {home.id: home_words(home) for home in facts.homes.values()}
    console.print()
    show_payers(console, homes, entry.who_pays, "Also elsewhere", best, "With this set")


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
    for title, waivable in (("Never waived: law, safety or room", False), ("No price in this policy", True)):
        rows = table(title, ("Homes", "right"), ("Alone at", "right"))
        entries = [one for one in answer.in_the_way if PAIR_RULES[one.rule].waivable == waivable]
        for entry in entries:
            row(rows, (entry.rule, str(entry.homes), str(entry.only)))
        if entries:
            console.print(rows)
            console.print()
    if answer.open_with_waivers:
        homes = and_list([home_words(facts.homes[home]) for home in answer.open_with_waivers])
        line(console, f"Shut by no rule on the child: {homes}. {_others_words(answer)}")


def _others_words(answer: Relax) -> str:
    """What keeps a child from a home that no rule shuts; which of them it is was not told apart."""
    limits = answer.limits_in_the_way
    if not limits:
        return "Other children, or the child's own siblings, stand in the way there."
    told = limit_words(limits)
    return f"Other children, or a limit without a price in this policy ({told}), stand in the way there."


def limit_words(limits: Sequence[LimitInTheWay]) -> str:
    """The budget of fund la; admissions to HOME-003 and HOME-006."""
    told = {
        "the budget of fund": [limit.fund for limit in limits if limit.waives == "budget"],
        "admissions to": [limit.home for limit in limits if limit.waives == "admissions"],
        "spare staff hours of": [limit.home for limit in limits if limit.waives == "staffing"],
        "the rule that keeps together group": [limit.group for limit in limits if limit.waives == "split"],
    }
    return "; ".join(f"{what} {and_list([str(of) for of in named])}" for what, named in told.items() if named)


def _who_loses(answer: Relax) -> str:
    """Nobody by weight is not nobody by name: one child may have lost its place to another."""
    told = _worth_telling(answer)
    by_weight = "no more children are left without a home, by weight"
    if any(entry.who_pays is None for entry in told):
        return f"{by_weight}; who that is was not compared in the time"
    losers = [
        and_list([f"{payer.referral} loses its place" for payer in losing]) + f" with set {position}"
        for position, entry in enumerate(told, start=1)
        if (losing := [payer for payer in entry.who_pays or () if payer.instead is None])
    ]
    return f"{by_weight}; {and_list(losers)}" if losers else "nobody else loses a place"


def _proof_words(answer: Relax) -> str:
    if answer.status == "optimal" and not answer.sets:
        return (
            "Proved: no waivers make this possible without leaving more children without a home, by weight. "
            "A second solver agrees."
        )
    if answer.sets and not answer.sets[0].waivers and answer.sets[0].status == "optimal":
        return f"Proved: nothing need be waived, and {_who_loses(answer)}."
    if answer.status == "optimal":
        none = " There is no other set." if answer.complete else ""
        return f"Proved: no other set of waivers is cheaper, and {_who_loses(answer)}.{none}"
    if answer.sets:
        return "Best found: time ended before it was proved that nothing is cheaper."
    return "No set was found in the time allowed; this says nothing about whether one exists."
