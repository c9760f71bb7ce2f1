"""The reviews of a plan: who moves, as chains and cycles of beds, what each costs and how far it goes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Payer, Proof, Run, Status
from matcher.domain.types import Model

ChainKind = Literal["chain", "cycle"]
"""`chain`: can be carried out one move after another. `cycle`: its children must move at the same time."""


class ChainStep(Model):
    """One child who leaves a home, or takes a bed that another leaves.

    `bed_of`: the child whose bed it is; None: a bed that was free, or no bed at all (`to_home` None: the
    child is left without a home). `from_home` is None for a child who waits for a home.
    """

    referral: str
    from_home: str | None
    to_home: str | None
    bed_of: str | None
    new_commitment_pence: int
    distance_now_m: int | None
    distance_then_m: int | None
    in_area_now: bool | None
    in_area_then: bool | None


class Chain(Model):
    """Steps in the order in which beds come free: each takes the bed that the one before it leaves.

    `frees`: the home in which the last bed is left free. Money is pence a week after any sibling discount;
    the distance is what the moves add to the children's distances from home.
    """

    kind: ChainKind
    moves: int
    starts: str
    ends: str
    frees: str | None
    new_commitment_pence: int
    distance_change_m: int
    steps: tuple[ChainStep, ...]


class WithoutCap(Model):
    """The best plan with any number of moves; what the cap costs is the difference.

    `who_pays`: every child whose home is another with the cap: `proposed` without it, `instead` with it.
    """

    status: Status
    tier1: int
    tier2: int
    moves: int
    allocation: dict[str, str | None]
    who_pays: tuple[Payer, ...]


class Reviews(Model):
    """A plan, told as what it does to the children under review; `max_moves` is the cap, None: none."""

    schema_: Literal["placement-reviews/1"] = Field(default="placement-reviews/1", alias="schema")
    status: Status
    max_moves: int | None
    tier1: int
    tier2: int
    allocation: dict[str, str | None]
    proof: Proof
    reviews: int
    stays: int
    moves: int
    without_cap: WithoutCap | None
    chains: tuple[Chain, ...]
    unplaced: tuple[str, ...]
    case_fingerprint: str
    run: Run
