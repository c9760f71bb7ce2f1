"""What is not known of a child, at its least and at its most favourable: each rule is asked as it stands.

A rule shuts a home for some value of an unknown field exactly when it shuts it for the least favourable
one, and for every value exactly when it shuts it for the most favourable one (decision 13).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from matcher.domain.absent import NOT_KNOWN, UnknownField
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.place import ExclusionZone
from matcher.domain.referral import FundShare, Referral
from matcher.domain.types import MAX_PENCE, Gender, PlacementType

GENDERS: tuple[Gender, ...] = get_args(Gender)
TYPES: tuple[PlacementType, ...] = get_args(PlacementType)
MAX_STAFF_HOURS = 10_000
EVERYWHERE = ExclusionZone(easting=1_000_000, northing=1_000_000, miles=1_000)
"""A zone that holds every point of the grid: none is farther than 1 414 214 m from its middle."""

EITHER_WAY: dict[str, Any] = {
    "school": None,
    "urgency": "emergency",
    "supplement_pence": 0,
    "funding": (FundShare(fund=NOT_KNOWN, percent=100),),
    "current_home": None,
}
"""What stands for these at both ends: no rule reads them, or what they add is taken off elsewhere."""

READS: dict[str, tuple[UnknownField, ...]] = {
    "registration": ("placement_types",),
    "need": ("need", "also_needs"),
    "gender": ("gender",),
    "step_free": ("step_free",),
    "availability": ("needed_by",),
    "distance": ("max_miles",),
    "exclusion_zone": ("exclusion_zones",),
    "price_cap": ("supplement_pence", "max_weekly_pence"),
    "residents": ("flags",),
    "solo_occupied": ("flags", "solo"),
    "staffing": ("staff_hours",),
}
"""The fields that may be unknown and that a pair rule reads; `current_home` changes which rules apply."""


def needs_listed(case: Case) -> tuple[str, ...]:
    """The values of an unknown need: every need that some home meets, in order."""
    return tuple(sorted({need for home in case.homes for need in home.needs_met})) or (NOT_KNOWN,)


def flags_listed(case: Case) -> tuple[str, ...]:
    """The flags that the policy says anything of, in order: no other flag decides anything."""
    pairs = case.policy.incompatible_flags
    return tuple(sorted({*case.policy.solo_flags, *(flag for pair in pairs for flag in pair)}))


def cautious_referrals(case: Case) -> tuple[Referral, ...]:
    """The case's referrals; what is not known of a child stands at its least favourable.

    The plan uses these: it places a child only where it may live whatever the answers turn out to be.
    Unknown money is counted at what is known of it: no supplement, and a fund of its own.
    """
    if not any(child.unknown for child in case.referrals):
        return case.referrals
    caution = Caution(case)
    return tuple(caution.of(child) if child.unknown else child for child in case.referrals)


class Caution:
    """Children of one case, with what is not known of them at its least favourable for every home."""

    def __init__(self, case: Case) -> None:
        self.case, self.needs, self.flags = case, needs_listed(case), flags_listed(case)
        self.types = {home.id: home.placement_type for home in case.homes}

    def of(self, child: Referral) -> Referral:
        """The child as the plan takes it; an unknown gender stays named, and the rule asks for it."""
        every = EITHER_WAY | {
            "need": self.needs[0],
            "also_needs": _joined(child.also_needs, self.needs),
            "flags": _joined(child.flags, self.flags),
            "needed_by": self.case.as_of,
            "placement_types": self._accepted(child),
            "max_miles": 0.0,
            "exclusion_zones": (*child.exclusion_zones, EVERYWHERE),
            "step_free": True,
            "solo": True,
            "staff_hours": MAX_STAFF_HOURS,
            "max_weekly_pence": 0,
        }
        update = {name: every[name] for name in child.unknown if name in every}
        if "need" in child.unknown:
            update["also_needs"] = every["also_needs"]
        return child.model_copy(update=update | self._cap(child))

    def _accepted(self, child: Referral) -> tuple[PlacementType, ...]:
        """A child under review is taken to accept the type of home that it lives in."""
        lives_in = None if "current_home" in child.unknown else child.current_home
        return () if lives_in is None else (self.types[lives_in],)

    def _cap(self, child: Referral) -> dict[str, Any]:
        """The limit lowered by the most that an unknown supplement can be, which is not counted."""
        if "supplement_pence" not in child.unknown:
            return {}
        most = 0 if "max_weekly_pence" in child.unknown else child.max_weekly_pence
        return {"max_weekly_pence": None if most is None else most - MAX_PENCE}


def favourable(case: Case, child: Referral, home: Home) -> Referral:
    """The child as given, with what is not known at its most favourable for this home."""
    if not child.unknown:
        return child
    needs = [need for need in home.needs_met] or [NOT_KNOWN]
    every = EITHER_WAY | {
        "gender": home.genders[0] if home.genders else "non_binary",
        "need": needs[0],
        "needed_by": max(case.as_of, home.available_from),
        "placement_types": TYPES,
        "max_miles": None,
        "step_free": False,
        "solo": False,
        "staff_hours": 0,
        "max_weekly_pence": None,
    }
    update = {name: every[name] for name in child.unknown if name in every}
    return child.model_copy(update=update | {"unknown": ()})


def may_live_in(case: Case, child: Referral) -> frozenset[str]:
    """The homes that an unknown `current_home` may be: those with a bed for one more child under review."""
    together = any(group.rule == "together" and child.id in group.members for group in case.sibling_groups)
    if "current_home" not in child.unknown or together:
        return frozenset()
    living: dict[str, int] = {}
    for other in case.referrals:
        if other.current_home is not None and "current_home" not in other.unknown:
            living[other.current_home] = living.get(other.current_home, 0) + 1
    return frozenset(home.id for home in case.homes if home.beds > living.get(home.id, 0))


def _joined(known: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*known, *more]))
