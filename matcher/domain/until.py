"""A case in which a home can be moved into from a day on, and not before."""

from __future__ import annotations

from datetime import date

from matcher.domain.case import Case

MOST_DAYS = 731
"""Two years, one of them a leap year. A case knows today's children and prices, and little of later ones."""


def available_from(case: Case, home: str, day: date) -> Case:
    """The case with a home's `available_from` no earlier than `day`.

    Whoever needs a home before then cannot have it, by the rule `availability`: a waiver of that rule stays
    good, and whoever lives there stays.
    """
    return case.model_copy(
        update={
            "homes": tuple(
                known.model_copy(update={"available_from": max(day, known.available_from)})
                if known.id == home
                else known
                for known in case.homes
            )
        }
    )
