"""A regret in words: what choosing an option costs everybody, claiming only what is known."""

from __future__ import annotations

from collections import Counter

from matcher.cli.words import amount, and_list, children
from matcher.domain.case import Case
from matcher.domain.proposal import Option, Regret


def regret_words(case: Case, option: Option) -> str:
    """What the whole plan loses when this option is chosen, and whose home changes."""
    if option.regret is None:
        return "no plan can use it"
    if option.proposed:
        return "proposed"
    words = _loss(case, option, option.regret)
    if not option.exact:
        words += " (not proved: time ended)"
    others = (payer for payer in option.who_pays if payer.referral != option.referral)
    moved = [payer.referral for payer in others if payer.instead is not None]
    return f"{words}; {_moves(moved)}" if moved else words


def _loss(case: Case, option: Option, regret: Regret) -> str:
    if regret.tier1 > 0:
        return _left_out(case, option, regret) + _money(regret.tier2, joined=True)
    if regret.tier1 < 0:
        return "better than the plan, which is not proved"
    return _money(regret.tier2) or "as good as the plan"


def _left_out(case: Case, option: Option, regret: Regret) -> str:
    """Name the children left out only where the answer names them: a weight alone does not."""
    urgency = {child.id: child.urgency for child in case.referrals}
    left = Counter(urgency[payer.referral] for payer in option.who_pays if payer.instead is None)
    if not left:
        return f"weight of children without a home up by {regret.tier1}"
    if len(left) == 1:
        [(kind, number)] = left.items()
        return f"leaves {children(number).replace(' ', f' {kind} ')} without a home"
    named = and_list([f"{left[kind]} {kind}" for kind in sorted(left)])
    return f"leaves {children(left.total())} without a home ({named})"


def _money(pence: int, joined: bool = False) -> str:
    if pence == 0:
        return ""
    if joined:
        return f", {amount(pence)} a week {'more' if pence > 0 else 'less'}"
    return f"costs {amount(pence)} a week more in all" if pence > 0 else f"{amount(pence)} a week better"


def _moves(moved: list[str]) -> str:
    shown = moved[:3] + ([f"{len(moved) - 3} more"] if len(moved) > 3 else [])
    return f"{and_list(shown)} would go elsewhere"
