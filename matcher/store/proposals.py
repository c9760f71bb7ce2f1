"""Proposals: one ranked option of one child in one run, as it was shown, bound by its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, insert, select, tuple_

from matcher.store.rows import get
from matcher.store.tables.base import new_id
from matcher.store.tables.children import CHILDREN, REFERRALS
from matcher.store.tables.homes import HOMES
from matcher.store.tables.runs import PROPOSALS
from matcher.store.work import Work


@dataclass(frozen=True)
class NewProposal:
    """`document`: the domain's ShownOption. No home: the plan leaves the child waiting (rank 0).

    `salt`: random, part of what is hashed and never shown (trust.md T02).
    """

    referral_id: int
    home_id: int | None
    rank: int
    proposed: bool
    document: Mapping[str, Any]
    salt: str = field(repr=False)
    hash: str


@dataclass(frozen=True)
class StoredProposal(NewProposal):
    """The same, stored."""

    id: int
    run_id: int


@dataclass(frozen=True)
class Planned:
    """Where a run's plan has a child, by references: what the case calls it, and what a home's list does."""

    referral: str
    child: str
    home: str


def add_proposals(work: Work, run_id: int, proposals: Sequence[NewProposal]) -> None:
    """All proposals of a run. Raises Broken (uq_proposals_…) for two at one place."""
    if not proposals:
        return
    rows = [
        {
            "council_id": work.council_id,
            "id": new_id(),
            "run_id": run_id,
            "referral_id": one.referral_id,
            "home_id": one.home_id,
            "rank": one.rank,
            "proposed": one.proposed,
            "document": dict(one.document),
            "salt": one.salt,
            "hash": one.hash,
        }
        for one in proposals
    ]
    work.connection.execute(insert(PROPOSALS), rows)


def proposal(work: Work, proposal_id: int) -> StoredProposal:
    """Raises NotFound."""
    return _proposal(get(work, PROPOSALS, proposal_id))


def proposals_of(work: Work, run_id: int, referral_id: int | None = None) -> Sequence[StoredProposal]:
    """A run's proposals, or those of one child, in the order of the children and then of rank."""
    where = [PROPOSALS.c.council_id == work.council_id, PROPOSALS.c.run_id == run_id]
    if referral_id is not None:
        where.append(PROPOSALS.c.referral_id == referral_id)
    order = (PROPOSALS.c.referral_id, PROPOSALS.c.rank)
    rows = work.connection.execute(select(PROPOSALS).where(*where).order_by(*order))
    return tuple(_proposal(row) for row in rows)


def page_of(
    work: Work, run_id: int, after: int | None, limit: int, referral_id: int | None = None
) -> Sequence[StoredProposal]:
    """At most `limit` of the same list behind the proposal `after`."""
    place = (PROPOSALS.c.referral_id, PROPOSALS.c.rank)
    where = [PROPOSALS.c.council_id == work.council_id, PROPOSALS.c.run_id == run_id]
    if referral_id is not None:
        where.append(PROPOSALS.c.referral_id == referral_id)
    if after is not None:
        last = select(*place).where(PROPOSALS.c.council_id == work.council_id, PROPOSALS.c.id == after)
        where.append(tuple_(*place) > last.scalar_subquery())
    rows = work.connection.execute(select(PROPOSALS).where(*where).order_by(*place).limit(limit))
    return tuple(_proposal(row) for row in rows)


def planned(work: Work, run_id: int) -> Sequence[Planned]:
    """Where the run's plan has each child that it places, without the documents."""
    of_council = [table.c.council_id == work.council_id for table in (PROPOSALS, REFERRALS, CHILDREN, HOMES)]
    statement = select(REFERRALS.c.reference, CHILDREN.c.reference, HOMES.c.reference).where(
        *of_council,
        PROPOSALS.c.run_id == run_id,
        PROPOSALS.c.proposed,
        REFERRALS.c.id == PROPOSALS.c.referral_id,
        CHILDREN.c.id == REFERRALS.c.child_id,
        HOMES.c.id == PROPOSALS.c.home_id,
    )
    return tuple(Planned(*row) for row in work.connection.execute(statement))


def _proposal(row: Row[Any]) -> StoredProposal:
    return StoredProposal(
        id=row.id,
        run_id=row.run_id,
        referral_id=row.referral_id,
        home_id=row.home_id,
        rank=row.rank,
        proposed=row.proposed,
        document=row.document,
        salt=row.salt,
        hash=row.hash,
    )
