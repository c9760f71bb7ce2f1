"""A regret in words: what choosing an option costs everybody, claiming only what is known."""

from __future__ import annotations

from collections import Counter

from matcher.cli.words import amount, and_list, children
from matcher.domain.case import Case
from matcher.domain.proposal import Option, Regret
from matcher.domain.types import Urgency

URGENCIES: tuple[Urgency, ...] = ("emergency", "urgent", "planned")
NAMED = 3
"""How many children a sentence names before it counts them."""


def regret_words(case: Case, option: Option) -> str:
    """What the whole plan loses when this option is chosen, and whose home changes."""
    if option.regret is None:
        return "no plan can use it" + _with_siblings(case, option.referral)
    if option.proposed:
        return "proposed"
    words = _loss(case, option, option.regret)
    if not option.exact:
        words += " (not proved: time ended)"
    others = (payer for payer in option.who_pays if payer.referral != option.referral)
    moved = [payer.referral for payer in others if payer.instead is not None]
    return f"{words}; {_moves(moved)}" if moved else words


def _with_siblings(case: Case, child: str) -> str:
    """The usual cause, where there is one: brothers and sisters who must come too."""
    groups = [g.members for g in case.sibling_groups if g.rule == "together" and child in g.members]
    others = sorted({member for members in groups for member in members if member != child})
    return f": {and_list(others)} must be placed there too" if others else ""


def _loss(case: Case, option: Option, regret: Regret) -> str:
    if regret.tier1 < 0:
        return "better than the plan, which is not proved"
    left = any(payer.instead is None for payer in option.who_pays)
    if regret.tier1 > 0 or left:
        # also where another child of the same weight gains a home: who loses one is always named
        return _left_out(case, option, regret) + _aside(regret.tier2)
    return _money(regret.tier2)


def _left_out(case: Case, option: Option, regret: Regret) -> str:
    """Name the children left out only where the answer names them: a weight alone does not."""
    urgency = {child.id: child.urgency for child in case.referrals}
    left = [payer.referral for payer in option.who_pays if payer.instead is None]
    if not left:
        return f"adds {regret.tier1} to the weight of children without a home"
    if len(left) <= NAMED:
        return f"leaves {and_list([f'{child} ({urgency[child]})' for child in left])} without a home"
    counted = Counter(urgency[child] for child in left)
    kinds = and_list([f"{counted[kind]} {kind}" for kind in URGENCIES if counted[kind]])
    return f"leaves {children(len(left))} without a home ({kinds})"


def _money(pence: int) -> str:
    if pence == 0:
        return "as good as the plan"
    return f"costs {amount(pence)} a week more in all" if pence > 0 else f"{amount(pence)} a week better"


def _aside(pence: int) -> str:
    return f" ({amount(pence)} a week {'more' if pence > 0 else 'less'})" if pence else ""


def _moves(moved: list[str]) -> str:
    shown = moved[:NAMED] + ([f"{len(moved) - NAMED} more"] if len(moved) > NAMED else [])
    return f"{and_list(shown)} would go elsewhere"
