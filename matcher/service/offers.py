"""Offers: what homes answer. A decline shuts that home to that child and carries its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.domain.commands.offers import ChangeOffer, RecordOffer
from matcher.errors import Conflict
from matcher.service.actor import Actor
from matcher.service.own_homes import home_to_change, home_to_read, provider_of
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import homes, referrals
from matcher.store import offers as kept
from matcher.store.offers import StoredOffer
from matcher.store.work import Work


def get_offer(work: Work, actor: Actor, offer_id: int) -> StoredOffer:
    """Raises Forbidden; NotFound, also for a provider who asks for another's."""
    provider_of(actor, "read_homes")
    found = kept.offer(work, offer_id)
    home_to_read(work, actor, found.home_id)
    return found


def page_of_offers(
    work: Work, actor: Actor, after: int | None, limit: int, referral_id: int | None = None
) -> Sequence[StoredOffer]:
    """At most `limit` answers with ids above `after`; a provider's own. Raises Forbidden."""
    return kept.page_of(work, after, limit, referral_id, provider_of(actor, "read_homes"))


def record_offer(work: Work, actor: Actor, command: RecordOffer) -> StoredOffer:
    """A home's first answer, written down by the council: which children a home was asked about is its own.

    Raises Forbidden, NotFound, Conflict (referral_closed, offer_exists).
    """
    actor.require("write_homes")
    _open_referral(work, command.referral_id)
    homes.home(work, command.home_id)
    with told(
        uq_offers_council_id_referral_id_home_id=(
            ("offer_exists", "this home has answered for this child already: change that offer")
        )
    ):
        offer_id = kept.add_offer(
            work, command.referral_id, command.home_id, _person(actor), **_answer(command)
        )
    _record(work, actor, "offer_recorded", kept.offer(work, offer_id))
    return kept.offer(work, offer_id)


def change_offer(work: Work, actor: Actor, offer_id: int, version: int, command: ChangeOffer) -> StoredOffer:
    """The home answers anew; a provider for its own homes.

    Raises Forbidden, NotFound, Precondition, Conflict (referral_closed).
    """
    provider_of(actor, "write_homes")
    before = kept.offer(work, offer_id)
    _open_referral(work, before.referral_id)
    home_to_change(work, actor, before.home_id)
    kept.change_offer(work, offer_id, version, _person(actor), **_answer(command))
    _record(work, actor, "offer_changed", kept.offer(work, offer_id))
    return kept.offer(work, offer_id)


def _open_referral(work: Work, referral_id: int) -> None:
    found = referrals.referral(work, referral_id, lock=True)
    if found.state != "open":
        raise Conflict("referral_closed", "this referral waits for no offer any more")


def _answer(command: ChangeOffer) -> dict[str, Any]:
    return command.model_dump(include={"status", "weekly_price_pence", "expires", "reason"})


def _person(actor: Actor) -> int | None:
    return actor.id if actor.kind == "human" else None


def _record(work: Work, actor: Actor, action: str, offer: StoredOffer) -> None:
    """The reason stays in its row: the record holds no free text."""
    what = {"referral_id": offer.referral_id, "home_id": offer.home_id, "status": offer.status}
    price = {"weekly_price_pence": offer.weekly_price_pence, "version": offer.version}
    recorded(work, actor, action, ("offer", offer.id), **what, **price)
