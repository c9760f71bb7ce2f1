"""One child in one home, priced by section 4 of the problem in plain whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.ledger import NOBODY, Ledger, miles_pence, straight_line_m

_SPENDING = ("weekly_price", "void_charge", "supplement", "sibling_discount")


@dataclass(frozen=True)
class Placed:
    """One child in one home; `lines` hold pence a week by code, zeros left out.

    `total_pence` is what the child adds to tier 2 by itself, `incremental_pence` what the
    placement adds to a week's spending; both are after the discount.
    """

    child: Referral
    home: Home
    price_pence: int
    distance_m: int
    school_distance_m: int | None
    in_area: bool
    stays: bool
    lines: dict[str, int]
    total_pence: int
    incremental_pence: int


class Pricing:
    """Placements of one case, each priced once, without discounts."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._priced: dict[tuple[str, str], Placed] = {}

    def at(self, child_id: str, home_id: str) -> Placed:
        """The figures and the lines of one placement before any sibling discount."""
        placed = self._priced.get((child_id, home_id))
        if placed is None:
            child, home = self.ledger.referrals[child_id], self.ledger.homes[home_id]
            placed = self._priced[child_id, home_id] = _priced(self.ledger, child, home)
        return placed


def discounted(placed: Placed, pence: int) -> Placed:
    """The placement with a sibling discount granted on it."""
    if not pence:
        return placed
    return replace(
        placed,
        lines=placed.lines | {"sibling_discount": -pence},
        total_pence=placed.total_pence - pence,
        incremental_pence=placed.incremental_pence - pence,
    )


def _priced(ledger: Ledger, child: Referral, home: Home) -> Placed:
    metres = straight_line_m(child.origin, home.location)
    to_school = None if child.school is None else straight_line_m(child.school, home.location)
    in_area = home.location.area == child.origin.area
    lines = _spending(ledger, child, home) | _policy(ledger, child, home, metres, to_school, in_area)
    kept = {code: pence for code, pence in lines.items() if pence}
    return Placed(
        child=child,
        home=home,
        price_pence=ledger.price_pence(child, home),
        distance_m=metres,
        school_distance_m=to_school,
        in_area=in_area,
        stays=child.current_home == home.id,
        lines=kept,
        total_pence=sum(kept.values()),
        incremental_pence=sum(kept.get(code, 0) for code in _SPENDING),
    )


def _spending(ledger: Ledger, child: Referral, home: Home) -> dict[str, int]:
    return {
        "weekly_price": ledger.price_pence(child, home),
        "void_charge": -home.void_charge_pence,
        "supplement": child.supplement_pence,
    }


def _policy(
    ledger: Ledger, child: Referral, home: Home, metres: int, to_school: int | None, in_area: bool
) -> dict[str, int]:
    """What the price list adds to the spending."""
    policy = ledger.policy
    moves = child.current_home is not None and child.current_home != home.id
    avoided = ledger.avoid.get(child.id, NOBODY)
    return {
        "miles": miles_pence(policy.pence_per_mile, metres),
        "school_miles": miles_pence(policy.pence_per_school_mile, to_school or 0),
        "out_of_area": 0 if in_area else policy.out_of_area_pence,
        "provision": _provision_pence(ledger, home),
        "move": policy.move_pence if moves else 0,
        "avoid_resident": policy.avoid_pence * sum(r.id in avoided for r in home.residents),
    }


def _provision_pence(ledger: Ledger, home: Home) -> int:
    prices = ledger.policy.provision_pence
    return {
        "internal": prices.internal,
        "block": prices.block,
        "framework": prices.framework,
        "spot": prices.spot,
    }[home.provision]
