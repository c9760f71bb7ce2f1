"""The questions about prices: of a rule, of a home that still belongs in a plan, of a bed that is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.break_even import BreakEven, Retainer
    from matcher.domain.case import Case
    from matcher.domain.price_of_rules import PriceOfRules
    from matcher.domain.priced import Priced


def price_of_rules(
    case: Case, rules: Sequence[str] | None = None, settings: Settings | None = None
) -> PriceOfRules:
    """The optimum without each rule, limit and preference, or without those named; a kind names all of it.

    Raises NotFound, OutOfTime, PinsClash, SolveFailed.
    """
    from matcher.answers.price_of_rules import price_of_rules as answer

    # verified a few rules at a time, so that the verifier's work is part of the time that was given
    return answer(check_pins(case), rules, settings or Settings(), partial(verified, case))


def break_even(case: Case, priced: Priced, settings: Settings | None = None) -> BreakEven:
    """The highest price, or uplift in whole per cent, at which a best plan uses what is priced.

    Raises NotFound, OutOfTime, PinsClash, SolveFailed.
    """
    from matcher.answers.break_even import break_even as answer

    return verified(case, answer(check_pins(case), priced, settings or Settings()))


def retainer(case: Case, home: str, until: date, settings: Settings | None = None) -> Retainer:
    """What it is worth a day to have a home's beds now, and not from `until` on.

    Raises BadCase for a day that is not in the two years after the case's, NotFound, OutOfTime, PinsClash,
    SolveFailed.
    """
    from matcher.answers.retainer import retainer as answer

    return verified(case, answer(check_pins(case), home, until, settings or Settings()))
