"""What the engine answers: frozen, in pence and metres, each with its proof."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from matcher.domain.absent import UnknownField
from matcher.domain.types import Model

LineCode = Literal[
    "weekly_price",
    "void_charge",
    "supplement",
    "sibling_discount",
    "miles",
    "school_miles",
    "out_of_area",
    "provision",
    "move",
    "avoid_resident",
]
Status = Literal["optimal", "best_found"]
"""`optimal`: nothing better exists under these rules. `best_found`: time ended first."""


class Line(Model):
    """One line of a placement's price, in pence a week; credits are negative."""

    code: LineCode
    pence: int


class Warned(Model):
    """A rule that would shut the home to a child who already lives there."""

    rule: str
    reason: str


class Placement(Model):
    """One child in one home: its figures, and its own lines from the price list."""

    referral: str
    home: str
    stays: bool
    weekly_price_pence: int
    distance_m: int
    school_distance_m: int | None
    in_area: bool
    lines: tuple[Line, ...]
    total_pence: int
    warnings: tuple[Warned, ...] = ()


class SharedLine(Model):
    """A price that belongs to several children: two who had better not share, or a split group."""

    code: Literal["avoid", "split_siblings"]
    referrals: tuple[str, ...]
    homes: tuple[str, ...]
    group: str | None = None
    pence: int


class Separation(Model):
    """Two children who must not share and both stay: counted in tier 1 until one can move."""

    referrals: tuple[str, str]
    home: str
    weight: int


class Unplaced(Model):
    """A child without a proposal: how many homes the rules leave, and which rules shut the rest."""

    referral: str
    weight: int
    eligible_homes: int
    near_misses: int
    shut_by: dict[str, int]
    reason: str


class FundSpend(Model):
    """New weekly commitments of a fund, in pence × 100 (a percentage of whole pence)."""

    fund: str
    spent_centipence: int
    limit_pence: int | None


class Totals(Model):
    """Sums over the placed children."""

    placed: int
    unplaced: int
    incremental_pence: int
    distance_m: int
    in_area: int


class Bound(Model):
    """A value, the proven bound below it, and the gap between them; equal when proved."""

    value: int
    bound: int | None
    gap: int | None


class Proof(Model):
    """What was proved in each tier, and whether a second solver confirmed tier 1.

    `second_solver` is None where none was asked. `unique`: ties were broken by the fixed
    third tier, so every machine gives this same allocation.
    """

    tier1: Bound
    tier2: Bound
    second_solver: Literal["confirmed", "not_finished"] | None = None
    unique: bool = True


class Run(Model):
    """How the answer was made; nothing here changes what was answered."""

    engine_version: str
    solver: str
    seconds: float
    seed: int
    limit_s: float
    distance: Literal["straight_line"] = "straight_line"


class NotKnown(Model):
    """A child of whom something is not known: placed only where it may live whatever the answers are."""

    referral: str
    fields: tuple[UnknownField, ...]


class Proposal(Model):
    """One whole allocation, with its proof and every figure that a person is shown."""

    schema_: Literal["placement-proposal/1"] = Field(default="placement-proposal/1", alias="schema")
    status: Status
    tier1: int
    tier2: int
    allocation: dict[str, str | None]
    proof: Proof
    placements: tuple[Placement, ...]
    shared_lines: tuple[SharedLine, ...]
    separations: tuple[Separation, ...]
    unplaced: tuple[Unplaced, ...]
    funds: tuple[FundSpend, ...]
    totals: Totals
    unknown: Annotated[tuple[NotKnown, ...], Field(exclude_if=lambda children: not children)] = ()
    case_fingerprint: str
    run: Run


class Regret(Model):
    """What choosing an option costs everybody: the difference in each tier to the optimum."""

    tier1: int
    tier2: int


class Payer(Model):
    """A child whose home changes when an option is chosen."""

    referral: str
    proposed: str | None
    instead: str | None


class Option(Model):
    """One eligible home for one child. `regret` is None when no allocation can use it."""

    referral: str
    home: str
    rank: int
    regret: Regret | None
    exact: bool = True
    proposed: bool
    weekly_price_pence: int
    own_pence: int
    distance_m: int
    in_area: bool
    stays: bool
    who_pays: tuple[Payer, ...] = ()


class OptionTable(Model):
    """Options ranked by exact regret, child by child, against one proposal.

    `first`: only so many of each child were asked for; None: all are there.
    """

    schema_: Literal["placement-options/1"] = Field(default="placement-options/1", alias="schema")
    status: Status
    tier1: int
    tier2: int
    options: tuple[Option, ...]
    first: int | None = None
    allocation: dict[str, str | None]
    case_fingerprint: str
    run: Run


class ShutBy(Model):
    """One rule that shuts a home to a child, with the sentence and whether it can be waived."""

    rule: str
    reason: str
    waivable: bool


class HomeAnswer(Model):
    """All the rules that shut one home to one child; none: the home is eligible."""

    home: str
    rules: tuple[ShutBy, ...]


class WhyNot(Model):
    """For one child: every home with the rules that shut it, counts by rule, near misses."""

    schema_: Literal["placement-why-not/1"] = Field(default="placement-why-not/1", alias="schema")
    referral: str
    homes: tuple[HomeAnswer, ...]
    shut_by: dict[str, int]
    near_misses: tuple[str, ...]
    eligible: tuple[str, ...]
    case_fingerprint: str


class Alternatives(Model):
    """The k best distinct allocations, best first. `complete`: no further one exists."""

    schema_: Literal["placement-alternatives/1"] = Field(default="placement-alternatives/1", alias="schema")
    status: Status
    differ: int
    complete: bool
    proposals: tuple[Proposal, ...]
    case_fingerprint: str
