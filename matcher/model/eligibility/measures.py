"""What is measured: the day it is free, how far it is, what it costs, the staff hours it has."""

from __future__ import annotations

import numpy as np

from matcher.model.columns import Bools
from matcher.model.eligibility.block import Block
from matcher.model.eligibility.masks import encodes
from matcher.model.grid import NO_LIMIT, points, squared_m, squared_within

ZONES_AT_A_TIME = 1_000


@encodes("availability")
def _availability(block: Block) -> Bools:
    needed = [child.needed_by.toordinal() for child in block.children]
    free = [home.available_from.toordinal() for home in block.columns.homes]
    return np.array(free, dtype=np.int64)[None, :] > np.array(needed, dtype=np.int64)[:, None]


@encodes("distance")
def _distance(block: Block) -> Bools:
    limits = [
        int(NO_LIMIT) if child.max_miles is None else _tenths(child.max_miles) // 10_000
        for child in block.children
    ]
    # metres are whole, so metres > limit is the same as metres > floor(limit)
    return block.squared_m > squared_within(np.array(limits, dtype=np.int64))[:, None]


@encodes("exclusion_zone")
def _exclusion_zone(block: Block) -> Bools:
    mask = np.zeros(block.shape, dtype=bool)
    children = enumerate(block.children)
    found = [(row, zone) for row, child in children for zone in child.exclusion_zones]
    # metres are whole, so metres < radius is the same as metres <= ceil(radius) - 1
    reach = [-(-_tenths(zone.miles) // 10_000) - 1 for _, zone in found]
    for start in range(0, len(found), ZONES_AT_A_TIME):
        part = slice(start, start + ZONES_AT_A_TIME)
        squared = squared_m(points([zone for _, zone in found[part]]), block.columns.locations)
        near = squared <= squared_within(np.array(reach[part], dtype=np.int64))[:, None]
        for (row, _), shut in zip(found[part], near, strict=True):
            mask[row] |= shut
    return mask


def _tenths(miles: float) -> int:
    """Miles of at most three decimals in tenths of a millimetre, exactly; a mile is 1 609.3 m."""
    return round(miles * 1_000) * 16_093


@encodes("price_cap")
def _price_cap(block: Block) -> Bools:
    columns = block.columns
    most = columns.child_column("max_weekly_pence") - columns.child_column("supplement_pence")
    most = most[block.rows]
    shut: Bools = columns.home_column("weekly_price_pence")[None, :] > most[:, None]
    row, home, price = block.offered
    shut[row, home] = price > most[row]
    return shut


@encodes("staffing")
def _staffing(block: Block) -> Bools:
    hours = block.columns.child_column("staff_hours")[block.rows, None]
    return hours > block.columns.home_column("spare_staff_hours")[None, :]
