"""What an unknown field must be for a home to be open, in words."""

from __future__ import annotations

from collections.abc import Callable

from matcher.cli.words import day, pounds
from matcher.domain.emergency import Must
from matcher.rules.measures import TENTH_METRES_PER_MILE


def must_words(must: Must) -> str:
    """One condition, to be read after "if"."""
    return _WORDS[must.must](must)


def _or(must: Must) -> str:
    return " or ".join(code.replace("_", " ") for code in must.codes) or "nothing"


def _type(must: Must) -> str:
    words = {"childrens_home": "a children's home", "supported_accommodation": "supported accommodation"}
    return " or ".join(words.get(code, f"a {code.replace('_', ' ')}") for code in must.codes) or "nothing"


def _field(must: Must) -> str:
    return "also needs" if must.field == "also_needs" else f"the {must.field.replace('_', ' ')}"


def _further(must: Must) -> str:
    return f"there is no further need, or only {_or(must)}"


def _figure(must: Must, how: str) -> str:
    figure = must.figure or 0
    if must.field == "max_miles":
        return f"the limit is {_miles_up(figure)} miles or more, or there is none"
    if must.field == "staff_hours":
        return f"no more than {figure} extra staff hours a week are needed"
    names = {"max_weekly_pence": "the weekly limit", "supplement_pence": "the supplement"}
    none = ", or there is none" if must.field == "max_weekly_pence" else ""
    return f"{names[must.field]} is {how} {pounds(figure)}{none}"


def _miles_up(metres: int) -> str:
    """Metres in miles to a tenth, rounded up: a limit of so many miles is enough."""
    tenths = -(-metres * 100 // TENTH_METRES_PER_MILE)
    return f"{tenths // 10}.{tenths % 10}"


_WORDS: dict[str, Callable[[Must], str]] = {
    "one_of": lambda must: f"{_field(must)} is {_or(must)}",
    "within": _further,
    "none_of": lambda must: f"no flag is {_or(must)}",
    "includes": lambda must: f"the care plan accepts {_type(must)}",
    "no": lambda must: {
        "solo": "the child need not be alone",
        "step_free": "step-free access is not needed",
    }[must.field],
    "at_most": lambda must: _figure(must, "at most"),
    "at_least": lambda must: _figure(must, "at least"),
    "covers": lambda must: f"the weekly limit less the supplement is at least {pounds(must.figure or 0)}",
    "by_then": lambda must: f"the child can wait until {day(must.day)}" if must.day else "",
    "outside": lambda must: "no further exclusion zone holds it",
    "here": lambda must: "the child lives here already",
}
