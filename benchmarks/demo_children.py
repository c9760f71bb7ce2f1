"""The demonstration council's children: 25 open referrals and four reviews, all invented.

Ages, needs and risks follow the published pattern: mostly boys of 14 to 16, one referral in
five an emergency, one in five hard to place. No row describes a real child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from benchmarks.demo_homes import AS_OF
from benchmarks.demo_places import CENTRE_M, city_place
from benchmarks.draw import Document, Draw, born

FUNDING = {
    "la": [("la", 100)],
    "health": [("la", 60), ("icb", 40)],
    "school": [("la", 75), ("education", 25)],
    "all": [("la", 50), ("icb", 30), ("education", 20)],
}
DAYS = {"emergency": (0, 0), "urgent": (2, 5), "planned": (14, 35)}
GENDER = {"m": "male", "f": "female", "n": "non_binary"}


@dataclass(frozen=True)
class Child:
    """One row: what distinguishes this referral. `zone_miles` keeps away from the city's centre."""

    age: int
    gender: str
    need: str
    urgency: str = "planned"
    also: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    types: tuple[str, ...] = ("childrens_home",)
    max_miles: float | None = 30
    hours: int = 0
    supplement_pounds: int = 0
    cap_pounds: int | None = None
    funding: str = "la"
    school: bool = False
    solo: bool = False
    step_free: bool = False
    zone_miles: int | None = None


EBD, MH, LD, AUT = "emotional_behavioural", "mental_health", "learning_disability", "autism"
FOSTER = ("childrens_home", "foster")
STEP_DOWN = ("childrens_home", "supported_accommodation")

CHILDREN = (
    # Brothers and sisters first: together, R-03 to R-05 better together, R-06 and R-07 apart.
    Child(9, "f", EBD, types=FOSTER, max_miles=20, school=True),
    Child(11, "m", EBD, types=FOSTER, max_miles=20, school=True),
    Child(10, "f", EBD, "urgent", school=True),
    Child(12, "m", EBD, "urgent", school=True, hours=10),
    Child(14, "f", EBD, "urgent", flags=("missing_episodes",)),
    Child(14, "m", EBD, flags=("violence",), hours=10),
    Child(16, "m", EBD, "urgent", types=STEP_DOWN),
    # Emergencies: needed today.
    Child(15, "m", EBD, "emergency", flags=("missing_episodes",), max_miles=40),
    Child(13, "f", MH, "emergency", flags=("self_harm",), max_miles=40, funding="health", hours=10),
    Child(12, "m", EBD, "emergency", flags=("vulnerable_to_exploitation",), max_miles=12.5),
    Child(16, "f", EBD, "emergency", types=STEP_DOWN, flags=("vulnerable_to_sexual_harm",)),
    # Hard to place: gangs, harm to others, discharge from hospital, fire, complex health.
    Child(
        15,
        "m",
        EBD,
        "urgent",
        flags=("exploitation_risk", "violence", "deprivation_of_liberty"),
        zone_miles=10,
        max_miles=None,
        hours=35,
    ),
    Child(
        15,
        "m",
        EBD,
        "urgent",
        flags=("harmful_sexual_behaviour",),
        max_miles=60,
        hours=50,
        solo=True,
        supplement_pounds=2_400,
    ),
    Child(16, "f", MH, "urgent", (AUT,), ("self_harm",), hours=84, supplement_pounds=3_800, funding="all"),
    Child(14, "m", EBD, "urgent", flags=("fire_setting",), max_miles=20, hours=35, supplement_pounds=900),
    Child(
        11,
        "f",
        "complex_health",
        step_free=True,
        also=("physical_disability",),
        cap_pounds=6_500,
        funding="all",
    ),
    # The others.
    Child(15, "m", EBD, "urgent", school=True, max_miles=20),
    Child(14, "f", EBD, flags=("exploitation_risk",), zone_miles=2),
    Child(16, "m", EBD, types=STEP_DOWN, max_miles=20),
    Child(13, "m", AUT, also=(LD,), school=True, funding="school", hours=20, supplement_pounds=450),
    Child(
        15, "f", MH, "urgent", flags=("self_harm",), funding="health", supplement_pounds=450, cap_pounds=8_500
    ),
    Child(10, "m", LD, school=True, funding="school", cap_pounds=9_000),
    Child(17, "n", EBD, types=STEP_DOWN, max_miles=40),
    Child(13, "f", EBD, school=True, max_miles=12.5, flags=("vulnerable_to_sexual_harm",)),
    Child(14, "m", EBD, "urgent", also=(AUT,), hours=20, cap_pounds=7_000, funding="school"),
)
REVIEWS = (
    # live in one internal home and must not share; could come back.
    Child(15, "m", EBD, flags=("violence",), max_miles=40),
    Child(13, "m", EBD, max_miles=40, school=True),
    Child(14, "f", EBD, max_miles=60),
    Child(16, "m", EBD, types=STEP_DOWN, max_miles=60),
)


def referrals_of(draw: Draw, homes: list[Document]) -> list[Document]:
    """The 29 referrals; the four reviews take the beds of residents whom they replace."""
    children = [_referral(draw, f"R-{i + 1:02}", child) for i, child in enumerate((*CHILDREN, *REVIEWS))]
    for child, home in zip(children[-4:], [homes[0], homes[0], *_far_homes(homes)], strict=True):
        child["current_home"] = home["id"]
    for brother_or_sister, first in ((1, 0), (3, 2), (4, 2), (6, 5)):
        children[brother_or_sister]["origin"] = children[first]["origin"]
    return children


def _far_homes(homes: list[Document]) -> list[Document]:
    """Two homes of the market with the dearest beds outside the city that a review could live in.

    One resident of each is the child under review, and so is a referral instead.
    """
    fit = [
        h for h in homes[8:] if h["residents"] and h["placement_type"] == "childrens_home" and h["registered"]
    ]
    away = [h for h in fit if h["location"]["area"] != homes[0]["location"]["area"]]
    found = sorted(away, key=lambda h: (-h["weekly_price_pence"], h["id"]))[1:3]
    for home in found:
        home["residents"].pop()
    return found


def _referral(draw: Draw, name: str, child: Child) -> Document:
    return {
        "id": name,
        "birth_date": born(AS_OF, child.age, draw.randrange(20, 340)),
        "gender": GENDER[child.gender],
        "origin": city_place(draw),
        "school": city_place(draw) if child.school else None,
        "need": child.need,
        "also_needs": list(child.also),
        "flags": list(child.flags),
        "urgency": child.urgency,
        "needed_by": (AS_OF + timedelta(days=draw.randint(*DAYS[child.urgency]))).isoformat(),
        "placement_types": list(child.types),
        "max_miles": child.max_miles,
        "exclusion_zones": _zones(child),
        "step_free": child.step_free,
        "solo": child.solo,
        "staff_hours": child.hours,
        "supplement_pence": child.supplement_pounds * 100,
        "max_weekly_pence": None if child.cap_pounds is None else child.cap_pounds * 100,
        "funding": [{"fund": fund, "percent": percent} for fund, percent in FUNDING[child.funding]],
        "current_home": None,
    }


def _zones(child: Child) -> list[Document]:
    if child.zone_miles is None:
        return []
    return [{"easting": CENTRE_M[0], "northing": CENTRE_M[1], "miles": child.zone_miles}]
