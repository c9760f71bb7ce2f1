"""The homes of the ladder: places, people who live in them, statements of purpose, prices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from benchmarks.draw import Document, Draw, born
from benchmarks.prices import void_charge_pence, weekly_price_pence
from benchmarks.shapes import (
    AS_OF,
    BROAD,
    FLAGS_PERCENT,
    GENDERS,
    JUDGEMENTS,
    NARROW,
    NEEDS,
    PLACEMENT_TYPES,
    PLACES,
    PROVISIONS,
    Breadth,
    Density,
    Size,
)
from benchmarks.towns import Country, place_near, town_of


def homes_of(draw: Draw, size: Size, country: Country, density: Density) -> Iterator[tuple[int, Document]]:
    """Every home with the number of its town."""
    width = len(str(size.homes))
    free = set(draw.sample(range(size.homes), round(size.homes * size.free_percent / 100)))
    for i in range(size.homes):
        town = town_of(draw, country)
        name = f"HOME-{i + 1:0{width}}"
        broad = density == "dense" or draw.chance(size.broad_percent / 100)
        home = _home(draw, name, place_near(draw, town), BROAD if broad else NARROW)
        yield town.number, home | _beds(draw, name, home, i in free)


def _home(draw: Draw, name: str, location: Document, breadth: Breadth) -> Document:
    kind = draw.weighted(PLACEMENT_TYPES)
    provision = "framework" if kind == "foster" else draw.weighted(PROVISIONS)
    price = weekly_price_pence(draw, provision, kind)
    return {
        "id": name,
        "name": f"Example House {name[5:]}",
        "provider": f"Example Provider {draw.randint(1, 60)}",
        "provision": provision,
        "placement_type": kind,
        "location": location,
        "registered": draw.chance(0.98),
        "judgement": draw.weighted(JUDGEMENTS),
        "available_from": _available_from(draw),
        "admissions_limit": draw.weighted({None: 72, 0: 3, 1: 20, 2: 5}),
        "spare_staff_hours": draw.weighted(breadth.spare_hours),
        "weekly_price_pence": price,
        "void_charge_pence": void_charge_pence(draw, provision, price),
        "sibling_discount_percent": draw.weighted({0: 55, 5: 15, 10: 20, 15: 10}),
        **_purpose(draw, kind, breadth),
    }


def _available_from(draw: Draw) -> str:
    days = draw.weighted({0: 82, 3: 6, 10: 6, 40: 6})
    return (AS_OF + timedelta(days=days)).isoformat()


def _purpose(draw: Draw, kind: str, breadth: Breadth) -> Document:
    """Whom the home is for: needs, ages, genders, access."""
    youngest, oldest = (16, 17) if kind == "supported_accommodation" else draw.weighted(breadth.ages)
    others = [need for need in NEEDS if need != "emotional_behavioural"]
    core = ["emotional_behavioural"] if draw.chance(0.93) else []
    everyone = ["female", "male", "non_binary"]
    one = draw.weighted({"male": 6, "female": 4})
    return {
        "needs_met": core + draw.some(others, *breadth.other_needs),
        "min_age": youngest,
        "max_age": oldest,
        "genders": everyone if draw.chance(breadth.every_gender) else [one],
        "step_free": draw.chance(0.3),
    }


def _beds(draw: Draw, name: str, home: Document, free: bool) -> Document:
    """Places and who has them. Of the homes with a free bed two in three have just one."""
    places = draw.weighted(PLACES)
    empty = 0
    if free:
        empty = 1 if places == 1 or draw.chance(0.62) else draw.randint(2, min(places, 4))
    blocked = 1 if places > empty and draw.chance(0.08) else 0
    return {
        "places": places,
        "blocked_places": blocked,
        "residents": [_resident(draw, f"{name}-{i + 1}", home) for i in range(places - empty - blocked)],
    }


def _resident(draw: Draw, name: str, home: Document) -> Document:
    years = draw.randint(home["min_age"], home["max_age"])
    return {
        "id": name,
        "birth_date": born(AS_OF, years, draw.randrange(364)),
        "gender": draw.weighted({gender: GENDERS[gender] for gender in home["genders"]}),
        "flags": flags_of(draw),
    }


def flags_of(draw: Draw) -> list[str]:
    """Risk and vulnerability flags, each at its rate in a hundred."""
    return [flag for flag, percent in FLAGS_PERCENT.items() if draw.chance(percent / 100)]
