"""All rows that a day's case is made of, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from matcher.service.occupancy import Occupancy, occupancy
from matcher.store import beds, budgets, children, contracts, homes, links, offers, placements, referrals
from matcher.store.budgets import StoredBudget
from matcher.store.children import StoredChild
from matcher.store.contracts import Contract
from matcher.store.homes import StoredHome
from matcher.store.links import StoredGroup, StoredPair, StoredRelationship, StoredWaiver
from matcher.store.offers import StoredOffer
from matcher.store.referrals import StoredReferral
from matcher.store.work import Work


@dataclass(frozen=True)
class Gathered:
    """One council on one day."""

    children: Mapping[int, StoredChild]
    referrals: tuple[StoredReferral, ...]
    homes: tuple[StoredHome, ...]
    locations: Mapping[int, Mapping[str, Any]]
    contracts: Mapping[int, tuple[Contract, ...]]
    occupancy: Occupancy
    groups: tuple[StoredGroup, ...]
    relationships: tuple[StoredRelationship, ...]
    offers: tuple[StoredOffer, ...]
    budgets: tuple[StoredBudget, ...]
    pairs: tuple[StoredPair, ...]
    waivers: tuple[StoredWaiver, ...]


def gathered(work: Work, day: date) -> Gathered:
    """Everything, in a dozen queries whatever the council's size."""
    waiting = referrals.open_referrals(work)
    return Gathered(
        referrals=waiting,
        homes=tuple(home for home in homes.every_home(work) if home.open),
        locations=homes.locations(work),
        contracts=contracts.every_contract(work),
        occupancy=occupancy(
            beds.every_bed(work),
            placements.lasting(work, day),
            beds.live_holds(work),
            {referral.child_id: referral.id for referral in waiting},
            day,
        ),
        groups=links.every_group(work),
        relationships=links.every_relationship(work),
        offers=offers.every_offer(work),
        budgets=budgets.every_budget(work),
        pairs=links.every_pair(work),
        waivers=links.every_waiver(work),
        # Last: a child whom somebody enters meanwhile may be named by a row above, and is then known.
        children=children.every_child(work),
    )
