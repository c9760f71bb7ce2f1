"""What holding a bed is worth: the best plan with the home now, and the best with it only from a day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.changed import Allocation, is_proved
from matcher.answers.pins import refuse_clash
from matcher.answers.sums import sums_of
from matcher.domain.break_even import Retainer
from matcher.domain.case import Case
from matcher.domain.sums import less
from matcher.domain.until import MOST_DAYS, available_from
from matcher.errors import BadCase, Fault, NotFound
from matcher.model.outcome import Solved
from matcher.model.pack import pack
from matcher.rules.book import pin_faults
from matcher.rules.facts import Facts

DAYS_IN_A_WEEK = 7


def retainer(case: Case, home: str, until: date, settings: Settings) -> Retainer:
    """Raises NotFound, BadCase for a day that it cannot be, PinsClash, SolveFailed."""
    clock = Clock()
    if all(known.id != home for known in case.homes):
        raise NotFound("home: the case has no home with this id")
    _refuse_day(case, until)
    later = available_from(case, home, until)
    if pin_faults(later):
        told = "a child is pinned to it, so nothing can do without it until then: take the pin out first"
        raise BadCase([Fault("$.home", told)])
    held, proved = _best(case, settings, clock)
    not_held, proved_too = _best(later, settings, clock)
    sums, other = sums_of(Facts(case), held), sums_of(Facts(later), not_held)
    difference, days = less(other, sums), (until - case.as_of).days
    weekly = None if difference.tier1 else difference.tier2
    return Retainer(
        status="optimal" if proved and proved_too else "best_found",
        home=home,
        until=until,
        days=days,
        held=sums,
        held_allocation=held,
        not_held=other,
        not_held_allocation=not_held,
        difference=difference,
        weekly_pence=weekly,
        daily_pence=None if weekly is None else weekly // DAYS_IN_A_WEEK,
        until_pence=None if weekly is None else weekly * days // DAYS_IN_A_WEEK,
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _refuse_day(case: Case, until: date) -> None:
    if until <= case.as_of:
        raise BadCase([Fault("$.until", "must be after the case's as_of: give a later day")])
    if (until - case.as_of).days > MOST_DAYS:
        told = (
            "is more than two years after the case's as_of, and what a bed is worth by then rests on "
            "children and prices that the case does not hold: give an earlier day"
        )
        raise BadCase([Fault("$.until", told)])


def _best(case: Case, settings: Settings, clock: Clock) -> tuple[Allocation, bool]:
    packed = pack(case)
    asked = replace(settings, limit_s=max(0.1, settings.limit_s - clock.seconds))
    solved: Solved = solve("allocate", packed.problem, {}, asked, clock)
    refuse_clash(case, solved, settings, clock)
    return packed.allocation(solved.outcome.chosen), is_proved(solved)
