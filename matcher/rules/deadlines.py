"""By which day a step of the statutory route must be done."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from matcher.rules.working_days import FIRST_YEAR, LAST_YEAR, last_working_day, working_days_after

Due = Literal[
    "none", "before", "five_days", "five_of_approval", "ten_days_after_end", "week", "hours_72", "month"
]

DUE_WORDS: dict[Due, str] = {
    "none": "",
    "before": "before the placement starts",
    "five_days": "within five working days of the start",
    "five_of_approval": "within five working days of the approval (the day shown: if approved today)",
    "ten_days_after_end": "within ten working days of the end of the present placement",
    "week": "within a week of the start",
    "hours_72": "within 72 hours of the start",
    "month": "within one month of the start",
}


def due_on(due: Due, as_of: date, starts_on: date) -> date | None:
    """The last day for it; None where there is no day, or none that can be known.

    What comes before the start is done on the start's day at the latest, or on the last working day
    before it, but never before `as_of`. A present placement ends when the next one starts. Days of an
    approval are counted from `as_of`, the first day it can be given on: a later one moves them on.
    """
    known = FIRST_YEAR <= starts_on.year < LAST_YEAR
    return _DAYS[due](as_of, starts_on) if known else None


def _a_month_after(day: date) -> date:
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_DAYS: dict[Due, Callable[[date, date], date | None]] = {
    "none": lambda as_of, starts_on: None,
    "before": lambda as_of, starts_on: max(as_of, last_working_day(starts_on)),
    "five_days": lambda as_of, starts_on: working_days_after(starts_on, 5),
    "five_of_approval": lambda as_of, starts_on: working_days_after(as_of, 5),
    "ten_days_after_end": lambda as_of, starts_on: working_days_after(starts_on, 10),
    "week": lambda as_of, starts_on: starts_on + timedelta(days=7),
    "hours_72": lambda as_of, starts_on: starts_on + timedelta(days=3),
    "month": lambda as_of, starts_on: _a_month_after(starts_on),
}
