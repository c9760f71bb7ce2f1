"""Working days in England: the days on which an office can act, as the regulations count them.

Care Planning, Placement and Case Review (England) Regulations 2010 reg.2: any day but a Saturday,
a Sunday, Christmas Day, Good Friday and a bank holiday in England.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 2014, 2099
"""Outside these years no deadline is told: the law was another, or no bank holiday is known."""
_ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether an office can act on this day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The last of `count` working days that follow a day; the day itself is not counted."""
    while count:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day


def last_working_day(day: date) -> date:
    """The day itself if an office can act on it, else the last working day before it."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> Container[date]:
    """With the days given once (a jubilee, a coronation) and those moved from a weekend."""
    # Loaded when the first deadline is asked for: most commands never do, and it takes a third of a second.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
