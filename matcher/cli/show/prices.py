"""What rules, homes and held beds cost, in words that claim no more than was proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import and_list, children, count, day, pounds
from matcher.domain.break_even import BreakEven, PlanAt, Retainer
from matcher.domain.case import Case
from matcher.domain.price_of_rules import Change, PriceOfRules, RulePrice, Skipped
from matcher.domain.priced import Priced, at_price
from matcher.domain.sums import Sums
from matcher.rules.book import breaches
from matcher.rules.facts import Facts
from matcher.rules.measures import miles_text, pounds_text

KEPT_WORDS = {
    "same_problem": "nothing changes without it: no home opens, no limit is met",
    "bound": "proved: no plan without it is better or cheaper",
    "search": "a whole search found nothing better without it",
}
LIMIT_WORDS = {
    "another_plan": "a plan without it is better",
    "price_cap": "the limit on a child's weekly price shuts it",
    "budget": "a fund's budget cannot pay for it",
}
WEIGHT_WORDS = (
    "Placed: how many more children have a home. Weight: how much more it weighs, by the policy's weights of "
    "urgency, that children are left without one."
)
NAMED = 3
DAYS_IN_A_WEEK = 7


def show_price_of_rules(console: Console, answer: PriceOfRules, every: bool = False) -> None:
    """The rules that cost something, dearest first; how many cost nothing, by proof; with `every`, which."""
    proved = answer.status == "optimal"
    text = (
        "Proved: each is the best plan without the rule." if proved else "Not all proved: time ended first."
    )
    line(console, text, style="green" if proved else "yellow")
    heading(console, f"WHAT RULES COST: {count(len(answer.prices), 'rule')}; without it")
    rows = table(
        "Rule", ("A week", "right"), ("Miles", "right"), ("Placed", "right"), ("Weight", "right"), "Who moves"
    )
    for price in answer.prices:
        row(rows, (price.rule.name, *_cells(price)), style="" if price.status != "best_found" else "yellow")
    console.print(rows)
    line(console, WEIGHT_WORDS, style="dim")
    _show_skipped(console, answer.skipped, every)
    if answer.open:
        line(console, f"Time ended before these: {and_list([rule.name for rule in answer.open])}.", "yellow")


def _cells(price: RulePrice) -> tuple[str, ...]:
    if price.difference is None:
        return "", "", "", "", "there is no plan at all without it"
    more = price.difference
    weight = f"{more.tier1:+d}" if more.tier1 else ""
    placed = f"{more.placed:+d}" if more.placed else ""
    return (
        signed_pounds(more.incremental_pence),
        signed_miles(more.distance_m),
        placed,
        weight,
        _moves(price.changes),
    )


def _moves(changes: Sequence[Change]) -> str:
    """Whoever gains or loses a home first."""
    changes = sorted(changes, key=lambda change: (change.to is not None, change.from_ is not None))
    told = [f"{change.referral} to {change.to or 'no home'}" for change in changes[:NAMED]]
    more = [f"{len(changes) - NAMED} more"] if len(changes) > NAMED else []
    return and_list(told + more) if told else "nobody"


def _show_skipped(console: Console, skipped: Sequence[Skipped], every: bool) -> None:
    if not skipped:
        return
    heading(console, f"WHAT COSTS NOTHING: {count(len(skipped), 'rule')}")
    for proof, number in Counter(entry.proof for entry in skipped).items():
        line(console, f"{number}: {KEPT_WORDS[proof]}", indent=2)
        for entry in skipped if every else ():
            if entry.proof == proof:
                line(console, entry.rule.name, indent=4)
    if not every:
        line(console, "--all names each.", indent=2, style="dim")


def signed_pounds(pence: int) -> str:
    """A difference in whole pounds with its sign: +£310, -£12."""
    return pounds(pence) if pence <= 0 else f"+{pounds(pence)}"


def signed_miles(metres: int) -> str:
    """A difference in miles with its sign."""
    sign = "-" if metres < 0 else "+" if metres else ""
    return sign + miles_text(abs(metres))


def show_break_even(console: Console, case: Case, answer: BreakEven) -> None:
    """The highest price, what ends it, and what the plan does one higher."""
    what, unit = priced_words(answer.priced), answer.priced.kind
    line(console, break_even_words(answer), style="bold")
    if answer.limited_by in LIMIT_WORDS and answer.highest is not None:
        line(console, f"At {_price(unit, answer.highest + 1)} {limit_words(case, answer)}.")
    if answer.shut_by:
        told = f"It is shut to {answer.priced.referral} at any price by: {and_list(answer.shut_by)}."
        line(console, f"{told} `placements why-not` tells each rule's figures.")
    _show_displaced(console, answer)
    if answer.status != "optimal":
        line(console, _open_words(answer), style="yellow")
    if answer.at is not None and answer.above is not None:
        _show_between(console, answer.at, answer.above, what)
    elif answer.limited_by not in ("nothing", "never_used"):
        line(console, "One higher there is no plan that keeps every pin and every review's home.")


def limit_words(case: Case, answer: BreakEven) -> str:
    """What ends it one higher, with the child whose limit it is, or the funds that cannot pay."""
    assert answer.at is not None
    told = LIMIT_WORDS[answer.limited_by]
    facts = Facts(at_price(case, answer.priced, answer.at.value + 1))
    placed = {child: home for child, home in answer.at.allocation.items() if home is not None}
    over = [why for rule, why in breaches(facts, placed) if rule == answer.limited_by]
    return f"{told}: {'; '.join(over)}" if over else told


def _show_displaced(console: Console, answer: BreakEven) -> None:
    """A price that a plan can bear may leave others without a home: said beside the price."""
    if answer.at is None or answer.above is None:
        return
    fewer = answer.above.sums.placed - answer.at.sums.placed
    if fewer > 0:
        told = f"To pay so much the plan leaves {children(fewer)} more without a home than one without it."
        line(console, told, style="yellow")


def break_even_words(answer: BreakEven) -> str:
    """The answer in one sentence."""
    what, unit = priced_words(answer.priced), answer.priced.kind
    if answer.highest is None:
        return f"No best plan uses {what}, not even at {_price(unit, -100 if unit == 'uplift' else 0)}."
    if answer.limited_by == "nothing":
        return f"A best plan uses {what} at any price that a case can state: {_price(unit, answer.highest)}."
    now = "" if unit == "uplift" else f"; it is {pounds_text(answer.now)} now"
    return f"A best plan uses {what} up to {_price(unit, answer.highest)}{now}."


def priced_words(priced: Priced) -> str:
    """What is priced: HOME-001, or the homes of a provider."""
    if priced.kind == "offer":
        return f"{priced.home} for {priced.referral}"
    if priced.provider is not None:
        return f"homes of {priced.provider}"
    return priced.home if priced.home is not None else f"{priced.provision} homes"


def _price(unit: str, value: int) -> str:
    return f"{value:+d} %" if unit == "uplift" else f"{pounds_text(value)} a week"


def _open_words(answer: BreakEven) -> str:
    if not answer.settled:
        return (
            "Both sides of this price are proved. A still higher one is not ruled out: as it rises, "
            "money is freed elsewhere (a review's, or a sibling discount)."
        )
    return "Not proved: time ended first."


def _show_between(console: Console, at: PlanAt, above: PlanAt, what: str) -> None:
    moved = [child for child, home in at.allocation.items() if above.allocation[child] != home]
    heading(console, f"THE PLAN ONE HIGHER, without {what}: {children(len(moved))} elsewhere")
    rows = table("Child", "With it", "Without it")
    for child in moved:
        homes = (at.allocation[child], above.allocation[child])
        row(rows, (child, *(home or "no home" for home in homes)), style="red" if homes[1] is None else "")
    console.print(rows)
    line(console, between_words(at.sums, above.sums))


def between_words(before: Sums, after: Sums) -> str:
    """What one plan comes to against another."""
    spent, far = after.incremental_pence - before.incremental_pence, after.distance_m - before.distance_m
    placed = after.placed - before.placed
    more = f", {children(abs(placed))} {'more' if placed > 0 else 'fewer'} placed" if placed else ""
    return f"Against the plan with it: {signed_pounds(spent)} a week, {signed_miles(far)} miles{more}."


def show_retainer(console: Console, answer: Retainer) -> None:
    """What a held bed is worth, or that it is homes for children."""
    until = f"until {day(answer.until)}, {count(answer.days, 'day')}"
    if answer.daily_pence is None or answer.until_pence is None:
        left = -answer.difference.placed
        line(console, f"Holding {answer.home} {until}, is not worth a sum: without it,", style="bold")
        line(
            console,
            f"{children(left)} more would be left without a home."
            if left > 0
            else f"the weight of children without a home is {answer.difference.tier1} more.",
        )
    else:
        money = (answer.not_held.incremental_pence - answer.held.incremental_pence) // DAYS_IN_A_WEEK
        worth = f"{pounds_text(answer.daily_pence)} a day as the policy prices it"
        worth += f", {pounds_text(money)} of it in money"
        line(console, f"Holding {answer.home} {until}, is worth up to {worth},", style="bold")
        line(console, "for every day on which a child would live there.")
    line(console, between_words(answer.held, answer.not_held))
    if answer.status != "optimal":
        line(console, "Not proved: time ended first.", style="yellow")
