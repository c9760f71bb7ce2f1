"""Which day it is in England: moments are UTC, nights and ages are days in Europe/London."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from matcher.store.work import Work

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    """The day that a clock in London shows at this moment, which carries its zone."""
    return moment.astimezone(LONDON).date()


def today(work: Work) -> date:
    """The day of this work."""
    return london_day(work.now)
