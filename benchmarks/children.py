"""The referrals of the ladder: new children, brothers and sisters, and children under review."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.draw import Document, Draw, born
from benchmarks.homes import flags_of
from benchmarks.shapes import (
    AGES,
    AS_OF,
    FUNDING,
    GENDERS,
    MAX_MILES,
    MAX_WEEKLY_PENCE,
    NEEDS,
    STAFF_HOURS,
    URGENCY,
    URGENCY_DAYS,
    Density,
)
from benchmarks.towns import Country, Town, place_near

SUPPLEMENT_PENCE = (20_000, 45_000, 80_000, 150_000)


def referral_of(draw: Draw, name: str, country: Country, town: Town, density: Density) -> Document:
    """A new child from the town."""
    age = draw.weighted(AGES)
    urgency = draw.weighted(URGENCY)
    origin = place_near(draw, town)
    return {
        "id": name,
        "birth_date": born(AS_OF, age, draw.randrange(364)),
        "gender": draw.weighted(GENDERS),
        "origin": origin,
        "school": place_near(draw, town) if draw.chance(0.6) else None,
        **_needs(draw),
        "flags": flags_of(draw),
        "urgency": urgency,
        "needed_by": (AS_OF + timedelta(days=draw.randint(*URGENCY_DAYS[urgency]))).isoformat(),
        "placement_types": _accepted(draw, age),
        "max_miles": draw.weighted(MAX_MILES[density]),
        "exclusion_zones": [_zone(draw, country, town)] if draw.chance(0.08) else [],
        "step_free": draw.chance(0.04),
        "solo": draw.chance(0.04),
        "staff_hours": draw.weighted(STAFF_HOURS),
        "supplement_pence": draw.choice(SUPPLEMENT_PENCE) if draw.chance(0.35) else 0,
        "max_weekly_pence": draw.weighted(MAX_WEEKLY_PENCE),
        "funding": [{"fund": fund, "percent": percent} for fund, percent in draw.weighted(FUNDING)],
        "current_home": None,
    }


def _needs(draw: Draw) -> Document:
    need = draw.weighted(NEEDS)
    also = draw.weighted(NEEDS)
    return {"need": need, "also_needs": [also] if also != need and draw.chance(0.35) else []}


def _accepted(draw: Draw, age: int) -> list[str]:
    accepted = ["childrens_home"]
    if draw.chance(0.15):
        accepted.append("foster")
    if age >= 16 and draw.chance(0.5):
        accepted.append("supported_accommodation")
    if draw.chance(0.02):
        accepted.append("secure_home")
    return accepted


def _zone(draw: Draw, country: Country, town: Town) -> Document:
    """A place to keep away from: a part of the home town or of a town nearby."""
    centre = place_near(draw, draw.choice(country.neighbours[town.number][:3]))
    return {"easting": centre["easting"], "northing": centre["northing"], "miles": draw.choice([1, 2, 5])}


def make_sibling(draw: Draw, elder: Document, child: Document) -> None:
    """Turn `child` into a brother or sister of `elder`: the same home, near in age, as urgent."""
    years = AS_OF.year - int(elder["birth_date"][:4]) - draw.randint(1, 3)
    child["birth_date"] = born(AS_OF, max(6, years), draw.randrange(364))
    for field in ("origin", "urgency", "needed_by", "max_miles", "exclusion_zones", "funding"):
        child[field] = elder[field]
    child["need"], child["also_needs"] = elder["need"], []
    child["placement_types"] = [
        kind for kind in elder["placement_types"] if kind != "supported_accommodation"
    ]
    child["solo"] = elder["solo"] = False


def make_review(draw: Draw, child: Document, home: Document) -> None:
    """Turn `child` into a review of one who lives in the home, whose bed it has."""
    resident = home["residents"].pop(draw.randrange(len(home["residents"])))
    for field in ("birth_date", "gender", "flags"):
        child[field] = resident[field]
    kinds = ["childrens_home", home["placement_type"]]
    child["placement_types"] = sorted(set(kinds))
    child["urgency"] = "planned"
    child["needed_by"] = (AS_OF + timedelta(days=61)).isoformat()
    child["solo"] = False
    child["current_home"] = home["id"]
