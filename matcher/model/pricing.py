"""What each eligible option costs on its own: section 4, tier 2, over arrays."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from matcher.domain.case import Budget
from matcher.model.columns import Columns
from matcher.model.grid import Ints, metres, points


@dataclass(frozen=True, eq=False)
class Options:
    """The eligible pairs and what each costs on its own."""

    child: Ints
    home: Ints
    distance_m: Ints
    price: Ints
    incremental: Ints
    cost: Ints
    stay: Ints
    tie: Ints
    spend: Ints
    """New commitments in pence × 100, by option and limited fund."""


def price_options(columns: Columns, child: Ints, home: Ints, distance: Ints, price: Ints) -> Options:
    """Section 4, tier 2: what each option costs on its own, in pence a week."""
    policy = columns.case.policy
    void = columns.home_column("void_charge_pence")[home]
    incremental = price - void + columns.child_column("supplement_pence")[child]
    areas = _area_numbers(columns)
    elsewhere = areas[0][child] != areas[1][home]
    provision = np.array(
        [getattr(policy.provision_pence, h.provision) for h in columns.homes], dtype=np.int64
    )
    stay = (columns.stay[child] == home).astype(np.int64)
    moves = (columns.stay[child] >= 0) & (stay == 0)
    cost = (
        incremental
        + _mileage(policy.pence_per_mile, distance)
        + _school(columns, child, home)
        + policy.out_of_area_pence * elsewhere
        + provision[home]
        + policy.move_pence * moves
        + policy.avoid_pence * _avoided_residents(columns, child, home)
    )
    tie, spend = _ties(columns, child, home), _spend(columns, child, incremental)
    return Options(child, home, distance, price, incremental, cost, stay, tie, spend)


def _mileage(pence_per_mile: int, distance: Ints) -> Ints:
    """Half up to a penny; 1 mile = 16 093 tenths of a metre."""
    pence: Ints = (2 * 10 * pence_per_mile * distance + 16_093) // (2 * 16_093)
    return pence


def _school(columns: Columns, child: Ints, home: Ints) -> Ints:
    goes = np.array([c.school is not None for c in columns.children], dtype=bool)
    schools = points([c.school or c.origin for c in columns.children])
    there = np.flatnonzero(goes[child])
    squared = ((schools[child[there]] - columns.locations[home[there]]) ** 2).sum(axis=1)
    pence = np.zeros(len(child), dtype=np.int64)
    pence[there] = _mileage(columns.case.policy.pence_per_school_mile, metres(squared))
    return pence


def _area_numbers(columns: Columns) -> tuple[Ints, Ints]:
    names: dict[str, int] = {}
    origins = [names.setdefault(c.origin.area, len(names)) for c in columns.children]
    homes = [names.setdefault(h.location.area, len(names)) for h in columns.homes]
    return np.array(origins, dtype=np.int64), np.array(homes, dtype=np.int64)


def _avoided_residents(columns: Columns, child: Ints, home: Ints) -> Ints:
    """How many residents of the home each option's child had better not live with."""
    row, lives = columns.child_row, columns.lives_in
    count = Counter((row[a], lives[b]) for a, b in columns.avoid() if a in row and b in lives)
    found = np.zeros(len(child), dtype=np.int64)
    if count:
        pairs = np.array([c * len(columns.homes) + h for c, h in count])
        order = np.argsort(pairs)
        keys = child * len(columns.homes) + home
        at = order[np.searchsorted(pairs, keys, sorter=order).clip(max=len(pairs) - 1)]
        found = np.where(pairs[at] == keys, np.array(list(count.values()))[at], 0)
    return found


def percents(columns: Columns) -> Ints:
    """The percentage of each child's cost that each limited fund pays, shape (children, funds)."""
    funds = {budget.fund: column for column, budget in enumerate(limited_funds(columns))}
    shares = np.zeros((len(columns.children), len(funds)), dtype=np.int64)
    for row, child in enumerate(columns.children):
        for share in child.funding:
            if share.fund in funds:
                shares[row, funds[share.fund]] = share.percent
    return shares


def limited_funds(columns: Columns) -> list[Budget]:
    """The case's budgets in order of fund."""
    return sorted(columns.case.budgets, key=lambda budget: budget.fund)


def _spend(columns: Columns, child: Ints, incremental: Ints) -> Ints:
    """Section 3, Budget: only what a placement adds to what a review costs already."""
    spend: Ints = percents(columns)[child] * (incremental - _committed(columns)[child])[:, None]
    return spend


def _committed(columns: Columns) -> Ints:
    """A review's incremental cost where it lives now, by child; 0 for the others."""
    committed = np.zeros(len(columns.children), dtype=np.int64)
    offered = {
        (offer.referral, offer.home): offer.weekly_price_pence
        for offer in columns.case.offers
        if offer.status == "offered" and offer.weekly_price_pence is not None
    }
    for row in np.nonzero(columns.stay >= 0)[0].tolist():
        child, home = columns.children[row], columns.homes[int(columns.stay[row])]
        price = offered.get((child.id, home.id), home.weekly_price_pence)
        committed[row] = price - home.void_charge_pence + child.supplement_pence
    return committed


def _ties(columns: Columns, child: Ints, home: Ints) -> Ints:
    """Tier 3: a fixed number of 32 bits per pair of ids, the same on every machine."""
    children = [c.id.encode() for c in columns.children]
    homes = [b"\0" + h.id.encode() for h in columns.homes]
    pairs = zip(child.tolist(), home.tolist(), strict=True)
    numbers = [blake2b(children[c] + homes[h], digest_size=4).digest() for c, h in pairs]
    return np.frombuffer(b"".join(numbers), dtype=">u4").astype(np.int64)
