"""What the case lists pair by pair: offers, forbids and pins."""

from __future__ import annotations

from matcher.model.columns import Bools
from matcher.model.eligibility.block import Block
from matcher.model.eligibility.masks import encodes


@encodes("declined")
def _declined(block: Block) -> Bools:
    today = block.columns.case.as_of
    return block.scatter(
        (offer.referral, offer.home)
        for offer in block.columns.case.offers
        if offer.status == "declined" or (offer.expires is not None and offer.expires < today)
    )


@encodes("forbidden")
def _forbidden(block: Block) -> Bools:
    case = block.columns.case
    mask = block.scatter((pair.referral, pair.home) for pair in case.forbids)
    pinned = block.scatter((pin.referral, None) for pin in case.pins)
    return mask | (pinned & ~block.scatter((pin.referral, pin.home) for pin in case.pins))
