"""The questions whose answer is a plan, or options of one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import as_verified, verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.proposal import Alternatives, OptionTable, Proposal
    from matcher.domain.stream import StreamEvent


def allocate(case: Case, settings: Settings | None = None) -> Proposal:
    """The best allocation, proved and verified. Raises OutOfTime, PinsClash, SolveFailed."""
    from matcher.answers.allocation import allocation

    return verified(check_pins(case), allocation(case, settings or Settings()))


def options(
    case: Case,
    referrals: Sequence[str] | None = None,
    settings: Settings | None = None,
    first: int | None = None,
) -> OptionTable:
    """Eligible homes ranked by exact regret, for some referrals or all; with `first`, so many of each.

    Raises NotFound too.
    """
    from matcher.answers.options import option_table

    return verified(check_pins(case), option_table(case, referrals, settings or Settings(), first))


def option_stream(
    case: Case,
    referrals: Sequence[str] | None = None,
    settings: Settings | None = None,
    first: int | None = None,
) -> Generator[StreamEvent]:
    """The same table as it comes, each event verified: every child's first options, then all others.

    At the time limit what is settled stays, and the last event says what is open. Closing the iterator
    ends the solve. Raises at once or while it is read what `options` raises.
    """
    from matcher.answers.options import option_events

    return as_verified(case, option_events(check_pins(case), referrals, settings or Settings(), first))


def alternatives(case: Case, k: int = 3, differ: int = 1, settings: Settings | None = None) -> Alternatives:
    """The k best allocations, each at least `differ` children apart from those before it."""
    from matcher.answers.alternatives import alternatives as plans

    return verified(check_pins(case), plans(case, k, differ, settings or Settings()))
