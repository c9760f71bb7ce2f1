"""One self-contained case document, and its fingerprint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import FailFast, Field, model_validator

from matcher.domain.canonical import canonical_text
from matcher.domain.faults import case_faults
from matcher.domain.home import Home
from matcher.domain.policy import Policy
from matcher.domain.referral import Referral
from matcher.domain.types import (
    MAX_HOMES,
    MAX_LINKS,
    MAX_REFERRALS,
    Code,
    FundPence,
    Id,
    Model,
    OfferStatus,
    Pence,
    RelationshipKind,
    SiblingRule,
    WaivableRule,
)
from matcher.errors import BadCase


class SiblingGroup(Model):
    """Brothers and sisters, and what the care plan says about their living together."""

    id: Id
    members: Annotated[tuple[Id, ...], Field(min_length=2, max_length=20)]
    rule: SiblingRule


class Relationship(Model):
    """Two children (referrals or residents) who must not, or had better not, share a home."""

    a: Id
    b: Id
    kind: RelationshipKind


class Offer(Model):
    """A home's answer for one child; an offered price replaces the home's list price."""

    referral: Id
    home: Id
    status: OfferStatus
    weekly_price_pence: Pence | None = None
    expires: date | None = None


class Budget(Model):
    """The weekly headroom of a fund for new commitments."""

    fund: Code
    weekly_limit_pence: FundPence


class Pair(Model):
    """A referral and a home: a pin (must) or a forbid (must not)."""

    referral: Id
    home: Id


class Waiver(Model):
    """A rule that a panel has set aside for one child, at one home or (null) at all."""

    referral: Id
    rule: WaivableRule
    home: Id | None = None


class Case(Model):
    """Everything one solve needs. Constructing one checks every reference in it.

    Raises pydantic.ValidationError for a wrong shape, BadCase for a wrong reference. Each list stops
    at its first wrong entry, so that a wrong document costs no more than a right one; the reader
    (`reading`) then looks for the others a piece at a time.
    """

    schema_: Literal["placement-case/1"] = Field(alias="schema")
    as_of: date
    policy: Policy
    referrals: Annotated[tuple[Referral, ...], Field(max_length=MAX_REFERRALS), FailFast()] = ()
    homes: Annotated[tuple[Home, ...], Field(max_length=MAX_HOMES), FailFast()] = ()
    sibling_groups: Annotated[tuple[SiblingGroup, ...], Field(max_length=MAX_REFERRALS), FailFast()] = ()
    relationships: Annotated[tuple[Relationship, ...], Field(max_length=MAX_LINKS), FailFast()] = ()
    offers: Annotated[tuple[Offer, ...], Field(max_length=MAX_LINKS), FailFast()] = ()
    budgets: Annotated[tuple[Budget, ...], Field(max_length=200), FailFast()] = ()
    pins: Annotated[tuple[Pair, ...], Field(max_length=MAX_REFERRALS), FailFast()] = ()
    forbids: Annotated[tuple[Pair, ...], Field(max_length=MAX_LINKS), FailFast()] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=MAX_LINKS), FailFast()] = ()

    @model_validator(mode="after")
    def _references_hold(self) -> Case:
        faults = case_faults(self)
        if faults:
            raise BadCase(faults)
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy; the original's fingerprint is not the copy's."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("fingerprint", None)
        return copied

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical form: equal for the same case whatever its lists' order."""
        return hashlib.sha256(canonical_json(self)).hexdigest()


def canonical_json(case: Case) -> bytes:
    """The case as JSON with sorted keys and sorted lists, and nothing left to chance."""
    return canonical_text(case).encode()
