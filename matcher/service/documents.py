"""Between the case document and the rows: which field of a referral or a home is kept where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matcher.domain.commands.homes import AddContract
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.store.children import StoredChild
from matcher.store.contracts import Contract
from matcher.store.homes import StoredHome
from matcher.store.referrals import StoredReferral

CHILD_FIELDS = frozenset({"birth_date", "gender", "flags"})
"""A child's own, whatever is asked for it."""
PRICES = ("weekly_price_pence", "void_charge_pence", "sibling_discount_percent")
_NOT_OF_A_REFERRAL = CHILD_FIELDS | {"id", "current_home"}
_NOT_OF_A_HOME = frozenset(
    {"id", "name", "provider", "location", "places", "blocked_places", "residents", *PRICES}
)


def referral_row(referral: Referral) -> dict[str, Any]:
    """What the row of a referral keeps: not the child's own fields, nor where it lives."""
    return referral.model_dump(mode="json", exclude=set(_NOT_OF_A_REFERRAL))


def home_row(home: Home) -> dict[str, Any]:
    """What the row of a home keeps: not its place, its beds, its residents or its contract."""
    return home.model_dump(mode="json", exclude=set(_NOT_OF_A_HOME))


def prices_of(contract: Home | Contract | AddContract) -> dict[str, int]:
    """The three amounts of a contract, as a home's document has them too."""
    return {name: getattr(contract, name) for name in PRICES}


def referral_document(
    referral: StoredReferral, child: StoredChild, current_home: str | None
) -> dict[str, Any]:
    """The referral as a case has it."""
    return {
        "id": referral.reference,
        **_child_fields(child),
        **referral.document,
        "current_home": current_home,
    }


def resident_document(child: StoredChild) -> dict[str, Any]:
    """A child who lives in a home and waits for nothing."""
    return {"id": child.reference, **_child_fields(child)}


def home_document(
    home: StoredHome, location: Mapping[str, Any], contract: Contract, **beds: Any
) -> dict[str, Any]:
    """The home as a case has it; `beds`: places, blocked_places and residents."""
    return {
        "id": home.reference,
        "name": home.name,
        "provider": home.provider,
        "location": location,
        **home.document,
        **prices_of(contract),
        **beds,
    }


def _child_fields(child: StoredChild) -> dict[str, Any]:
    return {
        "birth_date": child.birth_date.isoformat(),
        "gender": child.gender,
        "flags": list(child.flags),
    }
