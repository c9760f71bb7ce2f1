"""The highest price at which something still belongs in the best plan, and what holding a bed is worth."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.priced import Priced
from matcher.domain.proposal import Run, Status
from matcher.domain.sums import Sums
from matcher.domain.types import Model

Limit = Literal["another_plan", "price_cap", "budget", "nothing", "never_used"]


class PlanAt(Model):
    """The best plan at one price. It uses what is priced wherever some best plan does."""

    value: int
    used: bool
    sums: Sums
    allocation: dict[str, str | None]


class BreakEven(Model):
    """The highest value, in pence a week or whole per cent, at which a best plan uses what is priced.

    `limited_by`: what ends it one higher: another plan is better, a child's price cap, a fund's budget;
    `nothing`: it is used at the highest price that a document can state; `never_used`: not even at the
    least, and then `highest` and `at` are null. `above` is the plan one higher, or where it is never used
    that at the least price; null where there is none. `settled`: no higher value is left open; where false,
    only `highest` and one more are proved. `shut_by`: of an offer, the rules that shut the home to the
    child at any price; then, as where a home is so shut to every child, nothing is left open.
    """

    schema_: Literal["placement-break-even/1"] = Field(default="placement-break-even/1", alias="schema")
    status: Status
    priced: Priced
    now: int
    highest: int | None
    limited_by: Limit
    settled: bool
    shut_by: tuple[str, ...] = ()
    at: PlanAt | None
    above: PlanAt | None
    case_fingerprint: str
    run: Run


class Retainer(Model):
    """What it is worth to have a home's beds now rather than from a day on.

    `difference`: the figures of the best plan without the home until that day, less those of the best plan
    with it. `weekly_pence` is that of tier 2, and null where tier 1 differs: then the home is not worth a sum
    but homes for children. `daily_pence` is a seventh of it, rounded down, `until_pence` is for `days` days.
    """

    schema_: Literal["placement-retainer/1"] = Field(default="placement-retainer/1", alias="schema")
    status: Status
    home: str
    until: date
    days: int
    held: Sums
    held_allocation: dict[str, str | None]
    not_held: Sums
    not_held_allocation: dict[str, str | None]
    difference: Sums
    weekly_pence: int | None
    daily_pence: int | None
    until_pence: int | None
    case_fingerprint: str
    run: Run
