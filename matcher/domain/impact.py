"""The impact matrix: who may harm whom where a child would live. It informs and excludes nobody."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.impact_table import ImpactTable, RiskLevel
from matcher.domain.proposal import Status
from matcher.domain.types import Model

BarCode = Literal["must_not_share", "apart", "incompatible_flags", "age_gap", "solo"]
PairStrength = Literal["siblings", "live_together", "close_in_age"]
PlacementStrength = Literal["stays", "in_area", "staff_to_spare"]
How = Literal["joins", "stays", "resident", "under_review"]
"""`joins`: placed there anew. `stays`: lives there and is placed there. `under_review`: lives there
today, and no plan says yet whether the child stays."""


class Bar(Model):
    """A rule of the case between two children; it excludes unless both live in the home already.

    `children`: for `incompatible_flags` the one who carries the risk, then the vulnerable one, with their
    `flags`; for `solo` those who must live alone; else both.
    """

    code: BarCode
    excludes: bool
    children: tuple[str, ...]
    flags: tuple[str, str] | None = None
    gap_years: int | None = None
    limit_years: int | None = None


class Risk(Model):
    """One row of the table that holds from one child to another."""

    carrier: str
    vulnerable: str
    risk: str
    vulnerability: str | None
    level: RiskLevel
    words: str


class Meeting(Model):
    """Two children who would live together, at least one of them asked about. `avoid`: at a price."""

    children: tuple[str, str]
    bars: tuple[Bar, ...]
    avoid: bool
    risks: tuple[Risk, ...]
    strengths: tuple[PairStrength, ...]


class ImpactChild(Model):
    """A child who would live in the home; `strengths` are the flags that the table counts as such.

    `flags_known` is false where the referral says that its flags are not, or not all, known yet.
    """

    id: str
    how: How
    flags_known: bool
    strengths: tuple[str, ...]


class Assessed(Model):
    """A child asked about. `shut_by`: every rule that shuts the home to the child, not only these.

    `may_be_shut_by`: rules that shut it for some values of what is not known yet, and for others do not.
    """

    referral: str
    shut_by: tuple[str, ...]
    may_be_shut_by: tuple[str, ...] = ()
    strengths: tuple[PlacementStrength, ...]


class HomeImpact(Model):
    """One home with everyone who would live there."""

    home: str
    children: tuple[ImpactChild, ...]
    assessed: tuple[Assessed, ...]
    meetings: tuple[Meeting, ...]


class Impact(Model):
    """Risks in both directions between each child asked about and each other child of the home.

    `allocation`: the plan that says who else is placed there; null: none was given, and the children
    under review who live there count as living there. `status`: of a plan found for this answer.
    `table` is the one that was used, whole, so that the answer can be checked and replayed.
    """

    schema_: Literal["placement-impact/1"] = Field(default="placement-impact/1", alias="schema")
    referral: str | None
    home: str | None
    status: Status | None
    allocation: dict[str, str | None] | None
    homes: tuple[HomeImpact, ...]
    table: ImpactTable
    case_fingerprint: str
