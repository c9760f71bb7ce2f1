"""Emergency mode on the screen: two homes to ring first, then the question, then the rest."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.show.must import must_words
from matcher.cli.show.questions import show_questions
from matcher.cli.words import and_list, child_words, count, home_words, pounds
from matcher.domain.case import Case
from matcher.domain.emergency import Caveat, Emergency, EmergencyOption, Must
from matcher.rules.facts import Facts
from matcher.rules.measures import miles_text

RING_FIRST = 2
SHOWN = 8


def show_emergency(console: Console, case: Case, answer: Emergency, whole: bool = False) -> None:
    """Print whom to ring, what to ask, and the other homes: the first ones, or all (`whole`)."""
    facts = Facts(case)
    child = facts.referrals[answer.referral]
    line(console, child_words(child, facts.age(child)), style="bold")
    if answer.unknown:
        line(console, f"Not known: {and_list([field.replace('_', ' ') for field in answer.unknown])}.")
    options = [*answer.sure, *answer.possible]
    # a home that can admit nobody today, or not all who must live together, is not rung first
    first = sorted(options, key=lambda option: bool(option.caveats))[:RING_FIRST]
    _show_first(console, facts, first, len(answer.sure))
    show_questions(console, answer, whole)
    rest = [option for option in options if option not in first]
    _show_rest(console, facts, rest if whole else rest[:SHOWN], len(answer.sure), whole)
    left = 0 if whole else len(rest) - len(rest[:SHOWN])
    if left:
        line(console, f"and {count(left, 'more home')}: --all shows them", indent=2)
    _show_counts(console, answer)


def _show_first(console: Console, facts: Facts, first: list[EmergencyOption], sure: int) -> None:
    if not first:
        heading(console, "NO HOME TO RING", style="bold red")
        line(console, "Every home is shut whatever the answers are: see placements why-not.", indent=2)
        return
    heading(console, "RING FIRST", style="bold green" if sure else "bold yellow")
    for option in first:
        home = facts.homes[option.home]
        certainty = "sure" if option.rank <= sure else "possible"
        line(console, f"{option.rank}. {home_words(home)} ({home.provider}): {certainty}", indent=2)
        where = "" if option.in_area else ", out of area"
        stays = ", lives here" if option.stays else ""
        new = _new_pence(facts, option)
        paid = "" if new == option.weekly_price_pence else f", {pounds(new)} of it new money"
        price = f"{pounds(option.weekly_price_pence)} a week{paid}"
        line(console, f"{price}, {miles_text(option.distance_m)} miles{where}{stays}", indent=5)
        for caveat in option.caveats:
            line(console, f"but {caveat_words(caveat)}", style="bold red", indent=5)
        for words in hanging_words(option):
            line(console, f"if {words}", indent=5)


def _new_pence(facts: Facts, option: EmergencyOption) -> int:
    """The price less what the council pays for the empty bed already: what the ranking counts."""
    void = 0 if option.stays else facts.homes[option.home].void_charge_pence
    return max(0, option.weekly_price_pence - void)


def caveat_words(caveat: Caveat) -> str:
    """What stands in the way at a home that no rule shuts, to be read after "but"."""
    if caveat.code == "no_admission_left":
        return "the home can admit nobody today"
    free = "none is free" if not caveat.free else f"{caveat.free} free"
    return f"{caveat.group} must live together: {caveat.needed} beds, {free}"


def hanging_words(option: EmergencyOption) -> list[str]:
    """What an option hangs on, a line for each field, and the way round it."""
    told = {(must.must, must.figure) if must.must == "covers" else must: must for must in option.hangs_on}
    by_field = groupby(sorted(told.values(), key=attrgetter("field")), key=attrgetter("field"))
    words = [" and ".join(map(must_words, _joined(list(musts)))) for _, musts in by_field]
    return [*words, *(["all of this unless the child lives here already"] if option.if_lives_here else [])]


def _joined(musts: list[Must]) -> list[Must]:
    """What two rules ask of one list, as one condition."""
    if {must.must for must in musts} != {"none_of"}:
        return musts
    codes = tuple(sorted({code for must in musts for code in must.codes}))
    return [musts[0].model_copy(update={"codes": codes})]


def _show_rest(console: Console, facts: Facts, rest: list[EmergencyOption], sure: int, whole: bool) -> None:
    if not rest:
        return
    heading(console, "THEN")
    rows = table(("", "right"), "Home", ("A week", "right"), ("New", "right"), ("Miles", "right"), "Open")
    for option in rest:
        words = "sure" if option.rank <= sure else _hangs(option, whole)
        words = "; but ".join([words, *map(caveat_words, option.caveats)])
        name = home_words(facts.homes[option.home])
        week, new = pounds(option.weekly_price_pence), pounds(_new_pence(facts, option))
        row(rows, (str(option.rank), name, week, new, miles_text(option.distance_m), words))
    console.print(rows)


def _hangs(option: EmergencyOption, whole: bool) -> str:
    """On what an option hangs: the conditions, or the fields alone."""
    if whole:
        return "if " + "; if ".join(hanging_words(option))
    fields = sorted({must.field.replace("_", " ") for must in option.hangs_on})
    return f"hangs on {and_list(fields)}"


def _show_counts(console: Console, answer: Emergency) -> None:
    console.print()
    line(
        console,
        f"{count(len(answer.sure), 'home')} sure, {len(answer.possible)} possible, "
        f"{len(answer.shut)} shut whatever the answers are. Nothing here is a plan: "
        "other children may need the same bed.",
    )
