"""The register of masks, and what lifts a rule: waivers, and living there already."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from matcher.model.columns import Bools
from matcher.model.eligibility.block import Block

NEVER_LIFTED = frozenset({"registration", "regulated_under_16", "forbidden"})

Mask = Callable[[Block], Bools]
MASKS: dict[str, Mask] = {}


def encodes(code: str) -> Callable[[Mask], Mask]:
    """Register the mask of a pair rule: True where the rule excludes."""

    def register(mask: Mask) -> Mask:
        if code in MASKS:
            raise ValueError(f"rule {code} has a mask already")
        MASKS[code] = mask
        return mask

    return register


def excluded(block: Block, code: str) -> Bools:
    """Where one rule excludes, after waivers and after what a stay is exempt from."""
    mask = MASKS[code](block)
    if code in NEVER_LIFTED:
        return mask
    waived = [(w.referral, w.home) for w in block.columns.case.waivers if w.rule == code]
    if waived:
        mask = mask & ~block.scatter(waived)
    stay = block.columns.stay[block.rows]
    rows = np.nonzero(stay >= 0)[0]
    if rows.size:
        mask = mask.copy()
        mask[rows, stay[rows]] = False
    return mask
