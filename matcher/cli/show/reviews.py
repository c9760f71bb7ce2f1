"""Reviews: how many move, then each chain as a sentence with its money and its miles."""

from __future__ import annotations

from rich.console import Console

from matcher.cli.screen import heading, line
from matcher.cli.show.against import weight_words
from matcher.cli.show.payers import show_payers
from matcher.cli.show.proof import PROVED
from matcher.cli.words import amount, count, home_words
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.reviews import Chain, ChainStep, Reviews
from matcher.rules.measures import miles_text

Homes = dict[str, Home]


def show_reviews(console: Console, case: Case, answer: Reviews) -> None:
    """Print the whole answer."""
    homes = {home.id: home for home in case.homes}
    line(console, _headline(answer), style="bold")
    line(console, _proof(answer))
    _show_cap(console, case, answer)
    for number, chain in enumerate(answer.chains, start=1):
        heading(console, f"{chain.kind.upper()} {number}: {chain_figures(chain)}")
        line(console, chain_words(homes, chain), indent=2)
    if answer.chains:
        console.print()
        line(console, "New costs a week are after any sibling discount; miles are from home.", style="dim")


def chain_figures(chain: Chain) -> str:
    """2 moves, £4,530 a week more, 35.2 miles farther from home."""
    pence, metres = chain.new_commitment_pence, chain.distance_change_m
    money = f"{amount(pence)} a week {'more' if pence > 0 else 'less'}" if pence else "the same price"
    way = f"{miles_text(abs(metres))} miles {'farther from' if metres > 0 else 'nearer to'} home"
    return f"{count(chain.moves, 'move')}, {money}, {way if metres else 'as far from home'}"


def chain_words(homes: Homes, chain: Chain) -> str:
    """A moves from H1 to H2, which frees H1 for B, who waits for a home; …"""
    first, *others = chain.steps
    parts = [_first(homes, first)]
    before = first
    for step in others:
        parts.append(f"which frees {before.from_home} for {step.referral}, {_comes(homes, step)}")
        before = step
    if chain.kind == "cycle":
        parts.append(f"which frees {before.from_home} for {first.referral}: they move at the same time")
    elif chain.frees is not None:
        parts.append(f"which leaves a bed free at {home_words(homes[chain.frees])}")
    return ", ".join(parts) + "."


def _first(homes: Homes, step: ChainStep) -> str:
    if step.from_home is not None and step.to_home is None:
        return f"{step.referral} leaves {home_words(homes[step.from_home])} without a home to go to"
    return f"{step.referral} moves {_way(homes, step)}"


def _comes(homes: Homes, step: ChainStep) -> str:
    if step.from_home is None:
        return "who waits for a home"
    return f"who moves {_way(homes, step)}"


def _way(homes: Homes, step: ChainStep) -> str:
    assert step.from_home is not None
    assert step.to_home is not None
    area = {(True, False): " out of the area", (False, True): " back into the area"}
    told = area.get((bool(step.in_area_now), bool(step.in_area_then)), "")
    return f"from {home_words(homes[step.from_home])} to {home_words(homes[step.to_home])}{told}"


def _headline(answer: Reviews) -> str:
    left = answer.reviews - answer.stays - answer.moves
    without = f", {left:,} left without a home" if left else ""
    moves, stays = count(answer.moves, "move"), count(answer.stays, "stay")
    return f"{count(answer.reviews, 'review')}: {moves}, {stays}{without}"


def _proof(answer: Reviews) -> str:
    if answer.status != "optimal":
        return "Best found in the time: a better plan may exist."
    return PROVED if answer.without_cap is None else f"{PROVED[:-1]} with so few moves."


def _show_cap(console: Console, case: Case, answer: Reviews) -> None:
    if answer.max_moves is None:
        return
    cap, without = f"At most {count(answer.max_moves, 'move')} allowed", answer.without_cap
    if without is None:
        line(console, f"{cap}; it costs nothing: the best plan of all keeps it.")
        return
    pence = answer.tier2 - without.tier2
    more = "more" if pence > 0 else "less"
    money = f"{amount(pence)} a week {more} as the policy prices it" if pence else "the same price"
    worse = weight_words(case, without.allocation, answer.allocation, answer.tier1 - without.tier1)
    told = f"{worse}; {money}" if worse else money
    line(console, f"{cap}. Against the {count(without.moves, 'move')} of the best plan: {told}.")
    console.print()
    called = {home.id: home_words(home) for home in case.homes}
    show_payers(console, called, without.who_pays, "Because of the cap", "Without it", "With it")
