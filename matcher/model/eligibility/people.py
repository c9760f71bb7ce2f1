"""Who lives there already, and who must be alone."""

from __future__ import annotations

import numpy as np

from matcher.model.columns import Bools, holds, shared
from matcher.model.eligibility.block import Block
from matcher.model.eligibility.masks import encodes
from matcher.model.grid import NO_LIMIT


@encodes("residents")
def _residents(block: Block) -> Bools:
    return _resident_links(block) | _resident_flags(block) | _resident_ages(block)


def _resident_links(block: Block) -> Bools:
    columns = block.columns
    links, lives = columns.must_not_share(), columns.lives_in
    found = [(a, lives[b]) for a, b in links if a in columns.child_row and b in lives]
    return block.scatter((child, columns.homes[row].id) for child, row in found)


def _resident_flags(block: Block) -> Bools:
    columns = block.columns
    flags, clash = columns.incompatible
    there = np.zeros((block.shape[1], len(clash)), dtype=np.float32)
    held = holds([resident.flags for resident in columns.residents], columns.clash_names)
    resident, flag = np.nonzero(held)
    there[columns.resident_home[resident], flag] = 1
    return shared(flags[block.rows].astype(np.float32) @ clash.astype(np.float32), there)


def _resident_ages(block: Block) -> Bools:
    """Where the youngest or the oldest resident is too far in age; homes without residents shut nobody."""
    columns = block.columns
    gap = columns.case.policy.max_age_gap_years
    if gap is None:
        return np.zeros(block.shape, dtype=bool)
    youngest = np.full(block.shape[1], NO_LIMIT)
    oldest = np.full(block.shape[1], -NO_LIMIT)
    np.minimum.at(youngest, columns.resident_home, columns.resident_age)
    np.maximum.at(oldest, columns.resident_home, columns.resident_age)
    age = columns.age[block.rows, None]
    shut: Bools = (age > (youngest + gap)[None, :]) | (age < (oldest - gap)[None, :])
    return shut


@encodes("solo_occupied")
def _solo_occupied(block: Block) -> Bools:
    columns = block.columns
    flags = set(columns.case.policy.solo_flags)
    must = np.array([not flags.isdisjoint(resident.flags) for resident in columns.residents], dtype=bool)
    alone = np.zeros(block.shape[1], dtype=bool)
    alone[columns.resident_home[must]] = True
    occupied = columns.resident_count > 0
    return (columns.solo[block.rows, None] & occupied[None, :]) | alone[None, :]
