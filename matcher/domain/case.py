"""One self-contained case document, and its fingerprint."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

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

    Raises pydantic.ValidationError for a wrong shape, BadCase for a wrong reference.
    """

    schema_: Literal["placement-case/1"] = Field(alias="schema")
    as_of: date
    policy: Policy
    referrals: Annotated[tuple[Referral, ...], Field(max_length=MAX_REFERRALS)] = ()
    homes: Annotated[tuple[Home, ...], Field(max_length=MAX_HOMES)] = ()
    sibling_groups: Annotated[tuple[SiblingGroup, ...], Field(max_length=MAX_REFERRALS)] = ()
    relationships: Annotated[tuple[Relationship, ...], Field(max_length=MAX_LINKS)] = ()
    offers: Annotated[tuple[Offer, ...], Field(max_length=MAX_LINKS)] = ()
    budgets: Annotated[tuple[Budget, ...], Field(max_length=200)] = ()
    pins: Annotated[tuple[Pair, ...], Field(max_length=MAX_REFERRALS)] = ()
    forbids: Annotated[tuple[Pair, ...], Field(max_length=MAX_LINKS)] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=MAX_LINKS)] = ()

    @model_validator(mode="after")
    def _references_hold(self, info: ValidationInfo) -> Case:
        """Checks the whole case, with the lists that the reader has validated already, in pieces."""
        read: dict[str, object] = (info.context or {}).get("read", {})
        whole = self.model_copy(update=read) if read else self
        faults = case_faults(whole)
        if faults:
            raise BadCase(faults)
        return whole

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical form: equal for the same case whatever its lists' order."""
        return hashlib.sha256(canonical_json(self)).hexdigest()


def canonical_json(case: Case) -> bytes:
    """The case as JSON with sorted keys and sorted lists, and nothing left to chance."""
    return canonical_text(case).encode()
