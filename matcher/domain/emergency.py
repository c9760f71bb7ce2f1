"""Emergency mode: the homes to ring while things about a child are not known, and what to ask next."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.absent import UnknownField
from matcher.domain.types import Model

MustCode = Literal[
    "one_of",
    "within",
    "none_of",
    "includes",
    "no",
    "at_most",
    "at_least",
    "covers",
    "by_then",
    "outside",
    "here",
]
"""What an unknown field must be for a home to be open.

one_of, within, none_of, includes: `codes` say which. at_most, at_least: `figure`, in the field's own unit
but metres for max_miles (no limit is enough too). covers: max_weekly_pence less supplement_pence is at least
`figure`, the weekly price. by_then: needed on `day` or later. outside: no further exclusion zone holds the
home. no: not needed. here: the child lives in this home.
"""


class Must(Model):
    """One thing an option hangs on: the rule (None for `here`), the unknown field, and what it must be."""

    rule: str | None
    field: UnknownField
    must: MustCode
    codes: tuple[str, ...] = ()
    figure: int | None = None
    day: date | None = None


class Caveat(Model):
    """What stands in the way at a home that no pair rule shuts: it can admit nobody today, or has not the
    beds, `free`, that the children of a `together` group need, `needed`."""

    code: Literal["no_admission_left", "beds_for_group"]
    group: str | None = None
    needed: int | None = None
    free: int | None = None


class EmergencyOption(Model):
    """A home that is open to the child, for certain or for some answers; `hangs_on` is then what it needs.

    `own_pence` is the child's own part of tier 2, money that is not known left out. `if_lives_here`: it
    is open too when the child turns out to live there, whatever else it hangs on.
    """

    home: str
    rank: int
    weekly_price_pence: int
    own_pence: int
    distance_m: int
    in_area: bool
    stays: bool
    hangs_on: tuple[Must, ...] = ()
    if_lives_here: bool = False
    caveats: tuple[Caveat, ...] = ()


class IfAnswered(Model):
    """One answer: how often it is expected, and what the first places would then be."""

    value: str
    weight: int
    changed: int
    sure: tuple[str, ...]
    possible: tuple[str, ...]


class Question(Model):
    """An unknown field: how many options hang on it, and how much of the top it is expected to change.

    The expected number of the first places that change is `expected_changed` / `total_weight`.
    """

    field: UnknownField
    options: int
    expected_changed: int
    total_weight: int
    answers: tuple[IfAnswered, ...]


class Emergency(Model):
    """Sure and possible homes in one ranking, sure ones first; the questions, the one to ask next first."""

    schema_: Literal["placement-emergency/1"] = Field(default="placement-emergency/1", alias="schema")
    referral: str
    unknown: tuple[UnknownField, ...]
    sure: tuple[EmergencyOption, ...]
    possible: tuple[EmergencyOption, ...]
    shut: tuple[str, ...]
    ask_next: UnknownField | None
    questions: tuple[Question, ...]
    first_places: int
    case_fingerprint: str
