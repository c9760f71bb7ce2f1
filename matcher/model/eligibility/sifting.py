"""What is asked of the masks: which pairs no rule excludes, and how many homes each rule shuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.columns import Columns
from matcher.model.eligibility.block import Block, blocks
from matcher.model.eligibility.masks import MASKS, excluded
from matcher.model.grid import Ints, metres


def eligible(columns: Columns, skip: frozenset[str] = frozenset()) -> tuple[Ints, Ints, Ints, Ints]:
    """The pairs that no rule excludes: (child row, home row, metres, weekly price), by row.

    `skip` names rules to leave out: what a sabotage test or a relaxation asks for.
    """
    parts = [_of_block(block, skip) for block in blocks(columns)]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, none
    child, home, distance, price = (np.concatenate(part) for part in zip(*parts, strict=True))
    return child, home, distance, price


def _of_block(block: Block, skip: frozenset[str]) -> tuple[Ints, Ints, Ints, Ints]:
    shut = np.zeros(block.shape, dtype=bool)
    for code in MASKS:
        if code not in skip:
            shut |= excluded(block, code)
    row, home = np.divmod(np.flatnonzero(~shut), block.shape[1])
    return block.rows[row], home, metres(block.squared_m[row, home]), block.price(row, home)


@dataclass(frozen=True)
class Tally:
    """By child: how many homes each rule shuts, how many none does, how many exactly one does."""

    shut_by: dict[str, Ints]
    open_homes: Ints
    near_misses: Ints


def tally(columns: Columns, rows: Ints) -> Tally:
    """Count the homes that the rules shut to each of these children."""
    shut_by: dict[str, list[Ints]] = {code: [] for code in MASKS}
    rules = []
    for block in blocks(columns, rows):
        by_pair = np.zeros(block.shape, dtype=np.uint8)
        for code in MASKS:
            mask = excluded(block, code)
            shut_by[code].append(np.count_nonzero(mask, axis=1))
            by_pair += mask
        rules.append(by_pair)
    by_pair = np.concatenate(rules)
    return Tally(
        {code: np.concatenate(counts) for code, counts in shut_by.items()},
        np.count_nonzero(by_pair == 0, axis=1),
        np.count_nonzero(by_pair == 1, axis=1),
    )
