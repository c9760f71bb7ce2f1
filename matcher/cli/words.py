"""Figures as a person reads them. Whole pounds here; `--json` has every penny and metre."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.measures import half_up, pounds_text


def pounds(pence: int) -> str:
    """Pence as whole pounds, halves up in size: £4,522, -£12."""
    whole = half_up(abs(pence), 100) * 100
    return pounds_text(-whole if pence < 0 else whole)


def amount(pence: int) -> str:
    """The size of a difference: £310, or "less than £1" where a pound would be rounded to nothing."""
    return "less than £1" if 0 < abs(pence) < 50 else pounds(abs(pence))


def day(when: date) -> str:
    """23 November 2026."""
    return f"{when.day} {when:%B %Y}"


def count(number: int, one: str, many: str | None = None) -> str:
    """1 child, 2 children, 1,200 homes."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def children(number: int) -> str:
    """1 child, 2 children."""
    return count(number, "child", "children")


def and_list(words: Sequence[str]) -> str:
    """a; a and b; a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def home_words(home: Home) -> str:
    """A home's id and name."""
    return f"{home.id} {home.name}"


def child_words(child: Referral, age: int) -> str:
    """A child in one line: id, age, need, urgency, by when."""
    need = _known(child, "need", child.need.replace("_", " "))
    urgency = _known(child, "urgency", child.urgency)
    needed = _known(child, "needed_by", f"needed by {day(child.needed_by)}")
    return f"{child.id}: {age} years, {need}, {urgency}, {needed}"


def _known(child: Referral, field: str, words: str) -> str:
    """What is known of a child, or that it is not."""
    return f"{field.replace('_', ' ')} not known" if field in child.unknown else words
