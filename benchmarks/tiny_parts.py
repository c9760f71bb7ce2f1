"""The children and homes of the small cases: every figure near a boundary or equal to another."""

from __future__ import annotations

from datetime import date, timedelta

from benchmarks.draw import Document, Draw, born

AS_OF = date(2026, 4, 1)
NEEDS = ("autism", "general", "mental_health")
FLAGS = ("exploitation", "fire_setting", "harmful_sexual_behaviour", "vulnerable_to_sexual_harm")
GENDERS = ("female", "male", "non_binary")
AREAS = ("E08000026", "E10000031")
FUNDS = ("la", "icb", "education")
PRICES_PENCE = (0, 100_000, 250_000, 250_001, 399_999, 650_050)
# 10 miles are 16 093 m exactly; 12.5 miles are 20 116.25 m; 5 miles are 8 046.5 m.
OFFSETS_M = (
    (0, 0),
    (3_000, 4_000),
    (8_046, 0),
    (0, 8_047),
    (16_093, 0),
    (0, 16_094),
    (20_116, 0),
    (0, 20_117),
)
LIMITS_MILES = (5, 10, 12.5, 40)


def _place(draw: Draw) -> Document:
    east, north = draw.choice(OFFSETS_M)
    return {"easting": 420_000 + east, "northing": 280_000 + north, "area": draw.choice(AREAS)}


def _birth_date(draw: Draw) -> str:
    return born(AS_OF, draw.choice([9, 11, 12, 13, 13, 14, 15, 15, 16, 17]), draw.choice([0, 0, 364, 100]))


def home_of(draw: Draw, name: str) -> Document:
    """A home, as often as not one that nearly every child may be offered."""
    residents = [_resident(draw, f"{name}-R{i}") for i in range(draw.choice([0, 0, 0, 0, 0, 1, 2]))]
    blocked = draw.choice([0, 0, 0, 1])
    price = draw.choice(PRICES_PENCE)
    home = {
        "id": name,
        "name": f"Tiny House {name}",
        "provider": draw.choice(["Provider A", "Provider B"]),
        "provision": draw.choice(["internal", "block", "framework", "spot"]),
        "placement_type": draw.weighted({"childrens_home": 14, "supported_accommodation": 1, "foster": 1}),
        "location": _place(draw),
        "registered": draw.chance(0.97),
        "judgement": draw.weighted({"good": 12, "outstanding": 1, "not_yet_inspected": 1, "inadequate": 1}),
        "needs_met": list(NEEDS) if draw.chance(0.85) else draw.some(NEEDS, 1, 2),
        "min_age": draw.weighted({5: 8, 10: 1, 13: 1}),
        "max_age": draw.weighted({17: 8, 15: 1, 14: 1}),
        "genders": list(GENDERS) if draw.chance(0.9) else draw.some(GENDERS, 1, 2),
        "step_free": draw.chance(0.5),
        "places": draw.choice([0, 1, 1, 1, 1, 2, 2, 3]) + blocked + len(residents),
        "blocked_places": blocked,
        "residents": residents,
        "available_from": (AS_OF + timedelta(days=draw.choice([0, 0, 0, 0, 0, 7, 8]))).isoformat(),
        "admissions_limit": draw.choice([None, None, None, 0, 1, 2]),
        "spare_staff_hours": draw.choice([None, None, None, 10, 20, 30]),
        "weekly_price_pence": price,
        "void_charge_pence": draw.choice([0, 0, price, price // 2, price + 50_000]),
        "sibling_discount_percent": draw.choice([0, 10, 33, 100]),
    }
    return home | _open_to_all() if draw.chance(0.45) else home


def _open_to_all() -> Document:
    """What makes a home one that nearly every child may be offered, so that children compete."""
    return {
        "placement_type": "childrens_home",
        "registered": True,
        "judgement": "good",
        "needs_met": list(NEEDS),
        "min_age": 0,
        "max_age": 25,
        "genders": list(GENDERS),
        "step_free": True,
        "available_from": AS_OF.isoformat(),
    }


def _resident(draw: Draw, name: str) -> Document:
    flags = draw.some(FLAGS, 1, 1) if draw.chance(0.3) else []
    return {"id": name, "birth_date": _birth_date(draw), "gender": draw.choice(GENDERS), "flags": flags}


def referral_of(draw: Draw, name: str, homes: list[Document]) -> Document:
    """A child; one in three is a review who lives in one of the first two homes."""
    urgency = draw.choice(["emergency", "urgent", "planned"])
    review = draw.chance(0.35)
    return {
        "id": name,
        "birth_date": _birth_date(draw),
        "gender": draw.weighted({"female": 5, "male": 5, "non_binary": 1}),
        "origin": _place(draw),
        "school": _place(draw) if draw.chance(0.5) else None,
        "need": draw.choice(NEEDS),
        "also_needs": [],
        "flags": draw.some(FLAGS, 1, 2) if draw.chance(0.3) else [],
        "urgency": urgency,
        "needed_by": (AS_OF + timedelta(days=draw.choice([0, 7, 7, 7, 30]))).isoformat(),
        "placement_types": ["childrens_home", *draw.some(["foster", "supported_accommodation"], 0, 2)],
        "max_miles": draw.choice(LIMITS_MILES) if draw.chance(0.2) else None,
        "exclusion_zones": [_zone(draw)] if draw.chance(0.15) else [],
        "step_free": draw.chance(0.06),
        "solo": draw.chance(0.08),
        "staff_hours": draw.choice([0, 0, 0, 10, 15, 20]),
        "supplement_pence": draw.choice([0, 0, 50_000]),
        "max_weekly_pence": draw.choice([250_000, 300_001, 700_050]) if draw.chance(0.25) else None,
        "funding": _funding(draw),
        # The first homes take most of the reviews, so that some of them share one.
        "current_home": draw.choice(homes[:2])["id"] if review else None,
    }


def _zone(draw: Draw) -> Document:
    centre = _place(draw)
    miles = draw.choice([2, 5, 10, 12.5])
    return {"easting": centre["easting"], "northing": centre["northing"], "miles": miles}


def _funding(draw: Draw) -> list[Document]:
    percents = draw.choice([(100,), (60, 40), (33, 33, 34), (0, 100)])
    return [{"fund": fund, "percent": percent} for fund, percent in zip(FUNDS, percents, strict=False)]
