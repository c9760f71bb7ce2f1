"""The five sizes of the ladder, and the rates by which its children and homes are drawn.

Everything generated is invented. Proportions follow published national figures: 67 % of
children's homes placements lie outside the council, four homes in five are judged good or
better, new homes have three places, the average place cost £6,106 a week in 2023-24 and one
council in ten had no placement of £10,000 or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Regime = Literal["slack", "binding"]
Density = Literal["sparse", "dense"]

AS_OF = date(2026, 4, 1)


@dataclass(frozen=True)
class Size:
    """How much of everything.

    `free_percent` of the homes have a bed that nobody has, before reviews are drawn;
    `broad_percent` of them take nearly every child, the others a narrower range.
    """

    name: str
    referrals: int
    homes: int
    free_percent: float
    broad_percent: int
    towns: int
    width_m: int
    height_m: int


SIZES = {
    size.name: size
    for size in (
        Size("desk", 30, 120, 23.0, 35, 6, 34_000, 30_000),
        Size("county", 150, 600, 15.5, 10, 14, 80_000, 70_000),
        Size("region", 600, 2_500, 16.0, 10, 40, 130_000, 110_000),
        Size("super", 2_000, 6_000, 22.0, 10, 90, 230_000, 200_000),
        Size("national", 8_000, 20_000, 26.5, 10, 260, 420_000, 400_000),
    )
}

AREAS = (
    *("E08000026", "E08000031", "E08000025", "E08000027", "E08000028", "E08000029", "E08000030"),
    *("E10000031", "E10000034", "E10000028", "E06000051", "E06000020", "E06000019", "E06000021"),
)
GENDERS = {"male": 54, "female": 44, "non_binary": 2}
AGES = {8: 3, 9: 4, 10: 6, 11: 8, 12: 11, 13: 14, 14: 17, 15: 17, 16: 12, 17: 8}
NEEDS = {
    "emotional_behavioural": 46,
    "mental_health": 16,
    "learning_disability": 12,
    "autism": 14,
    "complex_health": 4,
    "physical_disability": 4,
    "sensory": 4,
}
FLAGS_PERCENT = {
    "missing_episodes": 10,
    "self_harm": 9,
    "violence": 6,
    "exploitation_risk": 5,
    "vulnerable_to_exploitation": 5,
    "vulnerable_to_sexual_harm": 5,
    "harmful_sexual_behaviour": 3,
    "fire_setting": 1,
}
URGENCY_DAYS = {"emergency": (0, 0), "urgent": (2, 7), "planned": (14, 42)}
URGENCY = {"emergency": 20, "urgent": 30, "planned": 50}
STAFF_HOURS = {0: 36, 10: 18, 20: 18, 35: 16, 50: 12}
MAX_MILES: dict[Density, dict[float | None, int]] = {
    "sparse": {12.5: 25, 20: 30, 30: 25, 40: 12, None: 8},
    "dense": {30: 10, 40: 30, None: 60},
}
MAX_WEEKLY_PENCE = {None: 72, 600_000: 6, 750_000: 10, 1_000_000: 12}
FUNDING = {
    (("la", 100),): 56,
    (("la", 60), ("icb", 40)): 18,
    (("la", 70), ("education", 30)): 14,
    (("la", 50), ("icb", 30), ("education", 20)): 12,
}

PLACES = {1: 13, 2: 18, 3: 26, 4: 26, 5: 8, 6: 6, 8: 3}
PROVISIONS = {"internal": 5, "block": 5, "framework": 50, "spot": 40}
PLACEMENT_TYPES = {
    "childrens_home": 84,
    "foster": 6,
    "supported_accommodation": 6,
    "short_break": 2,
    "secure_home": 2,
}
JUDGEMENTS = {
    "outstanding": 14,
    "good": 66,
    "requires_improvement": 12,
    "inadequate": 3,
    "not_yet_inspected": 5,
}


@dataclass(frozen=True)
class Breadth:
    """How wide a home's statement of purpose is, as weights and chances."""

    ages: dict[tuple[int, int], int]
    other_needs: tuple[int, int]
    every_gender: float
    spare_hours: dict[int | None, int]


NARROW = Breadth(
    {(8, 17): 40, (10, 17): 16, (11, 17): 12, (6, 14): 10, (8, 13): 10, (13, 17): 12},
    (2, 4),
    0.7,
    {None: 6, 0: 18, 10: 18, 20: 22, 35: 20, 60: 16},
)
BROAD = Breadth({(6, 17): 80, (8, 17): 20}, (5, 6), 0.95, {None: 30, 20: 10, 35: 25, 60: 35})

POLICY = {
    "unplaced_weight": {"emergency": 100, "urgent": 10, "planned": 1},
    "pence_per_mile": 1_000,
    "pence_per_school_mile": 600,
    "out_of_area_pence": 15_000,
    "move_pence": 40_000,
    "avoid_pence": 25_000,
    "split_siblings_pence": 60_000,
    "provision_pence": {"internal": 0, "block": 2_000, "framework": 10_000, "spot": 30_000},
    "max_age_gap_years": 7,
    "incompatible_flags": [
        ["harmful_sexual_behaviour", "vulnerable_to_sexual_harm"],
        ["exploitation_risk", "vulnerable_to_exploitation"],
    ],
    "solo_flags": ["fire_setting"],
    "barred_judgements": ["inadequate"],
}
