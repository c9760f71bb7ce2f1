"""Working days in England counted once more, by the rules that set the bank holidays, from 2014 to 2099."""

from __future__ import annotations

from datetime import date, timedelta

KNOWN_YEARS = range(2014, 2099)
GIVEN_ONCE = frozenset({date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)})
"""A jubilee, a state funeral, a coronation."""
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}


def working(day: date) -> bool:
    """No weekend, no bank holiday."""
    return day.isoweekday() <= 5 and day not in _free(day.year)


def after(day: date, working_days: int) -> date:
    """So many working days later, the first one being the next."""
    while working_days > 0:
        day = day + timedelta(1)
        if working(day):
            working_days -= 1
    return day


def on_or_before(day: date) -> date:
    """The latest working day that is no later."""
    return day if working(day) else on_or_before(day - timedelta(1))


def month_later(day: date) -> date:
    """The same day of the next month, or its last one."""
    first = (day.replace(day=1) + timedelta(32)).replace(day=1)
    last = (first + timedelta(32)).replace(day=1) - timedelta(1)
    return first.replace(day=min(day.day, last.day))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Butcher 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _free(year: int) -> set[date]:
    mondays = {
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    moved = {MOVED.get(monday, monday) for monday in mondays}
    feasts = {easter(year) - timedelta(2), easter(year) + timedelta(1)}
    return moved | feasts | _new_year(year) | _christmas(year) | GIVEN_ONCE


def _monday_from(day: date) -> date:
    """The first Monday on or after a day."""
    return day + timedelta((7 - day.weekday()) % 7)


def _new_year(year: int) -> set[date]:
    first = date(year, 1, 1)
    return {first if first.weekday() < 5 else _monday_from(first)}


def _christmas(year: int) -> set[date]:
    """Two weekdays from the 25th on: what falls on a weekend is made up for after Boxing Day."""
    days = [date(year, 12, 25), date(year, 12, 26)]
    spare = [date(year, 12, 27), date(year, 12, 28)]
    kept = [day for day in days if day.weekday() < 5]
    return {*kept, *[day for day in spare if day.weekday() < 5][: 2 - len(kept)]}
