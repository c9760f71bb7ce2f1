"""Whose home is said to be another in one plan than in another, held against both plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from matcher.verify.breach import Breach
from matcher.verify.documents import PAYER
from matcher.verify.shape import Record

Doc = dict[str, Any]
Allocation = Mapping[str, str | None]
WHOLE_PAYER = Record(PAYER.fields, {})
"""Where nothing of a payer may be left out."""


def payer_breaches(
    told: list[Doc], before: Allocation, after: Allocation, but: str | None, what: str
) -> Iterator[Breach]:
    """Each child whose home differs is told once, from where to where, but the one asked about."""
    said = sorted(((one["referral"], one["proposed"], one["instead"]) for one in told), key=str)
    right = [(child, home, after[child]) for child, home in before.items() if after[child] != home]
    if said != sorted((one for one in right if one[0] != but), key=str):
        yield Breach("who_pays", f"{what} does not tell whose home is another")
