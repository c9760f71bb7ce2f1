"""What is not known of a child, restated: definite children who between them stand for every answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from matcher.domain.case import Case
from matcher.domain.place import ExclusionZone
from matcher.domain.referral import FundShare, Referral

MOST_PENCE, MOST_HOURS = 1_000_000_000, 10_000
WHOLE_GRID = ExclusionZone(easting=1_000_000, northing=1_000_000, miles=1_000)
EVERY_TYPE = ("childrens_home", "secure_home", "foster", "supported_accommodation", "short_break")
EVERY_GENDER = ("female", "male", "non_binary")
UNNAMED = "not_known"
_FAR_DAY = date(9999, 12, 31)


def known_needs(case: Case) -> list[str]:
    """What an unknown need may be."""
    return sorted(set().union(*(home.needs_met for home in case.homes))) or [UNNAMED]


def known_flags(case: Case) -> list[str]:
    """What an unknown flag may be: those that decide anything."""
    policy = case.policy
    return sorted({flag for pair in policy.incompatible_flags for flag in pair} | set(policy.solo_flags))


def with_the_worst(case: Case) -> Case:
    """The case whose plan is right whatever the answers: what is not known stands at its worst.

    An unknown gender stays named in `unknown`: a home must then take every gender.
    """
    if all(child.unknown == () for child in case.referrals):
        return case
    children = [worst_of(case, child) if child.unknown else child for child in case.referrals]
    return case.model_copy(update={"referrals": tuple(children)})


def worst_of(case: Case, child: Referral) -> Referral:
    """A child whom every rule shuts out wherever some answer would."""
    values: dict[str, Any] = {}
    needs = known_needs(case)
    if {"need", "also_needs"} & set(child.unknown):
        values["also_needs"] = (*child.also_needs, *(need for need in needs if need not in child.also_needs))
    if "need" in child.unknown:
        values["need"] = needs[0]
        if "also_needs" not in child.unknown:
            values["also_needs"] = (*child.also_needs, *needs)
    if "flags" in child.unknown:
        values["flags"] = (*child.flags, *known_flags(case))
    if "placement_types" in child.unknown:
        values["placement_types"] = _type_lived_in(case, child)
    if "exclusion_zones" in child.unknown:
        values["exclusion_zones"] = (WHOLE_GRID, *child.exclusion_zones)
    plain = {
        "needed_by": case.as_of,
        "max_miles": 0.0,
        "step_free": True,
        "solo": True,
        "staff_hours": MOST_HOURS,
    }
    values |= {field: value for field, value in plain.items() if field in child.unknown}
    return child.model_copy(update=values | _not_counted(child) | _dearest(child))


def best_of(case: Case, child: Referral) -> Iterator[Referral]:
    """Children of whom, rule by rule, one is let in wherever some answer would be; none has an unknown."""
    needs, every = known_needs(case), max(len(known_needs(case)), len(EVERY_GENDER))
    plain: dict[str, Any] = {
        "needed_by": _FAR_DAY,
        "placement_types": EVERY_TYPE,
        "max_miles": None,
        "step_free": False,
        "solo": False,
        "staff_hours": 0,
        "max_weekly_pence": None,
    }
    values = {field: value for field, value in plain.items() if field in child.unknown} | _not_counted(child)
    for n in range(every if {"need", "gender"} & set(child.unknown) else 1):
        if "need" in child.unknown:
            values["need"] = needs[n % len(needs)]
        if "gender" in child.unknown:
            values["gender"] = EVERY_GENDER[n % len(EVERY_GENDER)]
        yield child.model_copy(update=values | {"unknown": ()})


def _not_counted(child: Referral) -> dict[str, Any]:
    """What has a price and is not known is counted at nothing, and as an emergency."""
    uncounted: dict[str, Any] = {
        "school": None,
        "urgency": "emergency",
        "supplement_pence": 0,
        "funding": (FundShare(fund=UNNAMED, percent=100),),
        "current_home": None,
    }
    return {field: value for field, value in uncounted.items() if field in child.unknown}


def _dearest(child: Referral) -> dict[str, Any]:
    """The limit that is left when the supplement is as high as it can be, or the limit 0."""
    limit = 0 if "max_weekly_pence" in child.unknown else child.max_weekly_pence
    if limit is None:
        return {}
    return {"max_weekly_pence": limit - MOST_PENCE if "supplement_pence" in child.unknown else limit}


def _type_lived_in(case: Case, child: Referral) -> tuple[str, ...]:
    """The type that a child under review is taken to accept."""
    if "current_home" in child.unknown:
        return ()
    return tuple(home.placement_type for home in case.homes if home.id == child.current_home)


def may_be_home(case: Case, child: Referral) -> list[bool]:
    """By home: whether the child may turn out to live there, under review."""
    if "current_home" not in child.unknown:
        return [False] * len(case.homes)
    if any(child.id in group.members and group.rule == "together" for group in case.sibling_groups):
        return [False] * len(case.homes)
    reviews = [other.current_home for other in case.referrals if "current_home" not in other.unknown]
    usable = (home.places - home.blocked_places - len(home.residents) for home in case.homes)
    return [beds > reviews.count(home.id) for beds, home in zip(usable, case.homes, strict=True)]
