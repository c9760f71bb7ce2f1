"""What each rule, limit and preference of a case costs: the best plan without it, against that with it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Run, Status
from matcher.domain.sums import Sums
from matcher.domain.types import Model
from matcher.domain.without import Rule

Kept = Literal["same_problem", "bound", "search"]
"""How it was proved that a plan stays best: nothing changes, no bound allows better, a whole search."""


class Change(Model):
    """A child whose home is another; null is no home."""

    referral: str
    from_: str | None = Field(alias="from")
    to: str | None


class RulePrice(Model):
    """The best plan without one rule. `difference`: its figures less those of the plan with the rule.

    `no_plan`: without the rule not everybody who must have a home can have one.
    """

    rule: Rule
    status: Literal["optimal", "best_found", "no_plan"]
    sums: Sums | None
    difference: Sums | None
    changes: tuple[Change, ...]


class Skipped(Model):
    """A rule that costs nothing: without it the same plan is still best, by this proof."""

    rule: Rule
    proof: Kept


class PriceOfRules(Model):
    """The price of every rule asked about. Tier 2 without a preference is priced without it.

    `open`: rules that time left without an answer; nothing is known of what they cost.
    """

    schema_: Literal["placement-price-of-rules/1"] = Field(
        default="placement-price-of-rules/1", alias="schema"
    )
    status: Status
    allocation: dict[str, str | None]
    sums: Sums
    prices: tuple[RulePrice, ...]
    skipped: tuple[Skipped, ...]
    open: tuple[Rule, ...]
    case_fingerprint: str
    run: Run
