"""Small cases with much to trade: homes far and near at any price, beds enough, every other with a budget.

As drawn for the other proofs four cases in five have one best plan in both sums; these have many.
"""

from __future__ import annotations

import random

from tests.builders import Doc
from tests.differential.draws import drawn

ROOM: Doc = {"max_age_gap_years": None, "incompatible_flags": [], "solo_flags": []}


def traded(seed: int) -> Doc:
    """A drawn case, every second one with its homes spread out and opened; the same for the same seed."""
    if seed % 2:
        return drawn(seed)
    chance, doc = random.Random(seed), drawn(2 * seed + 2)
    homes = [_spread(chance, home) for home in doc["homes"]]
    children = [child | {"solo": False, "staff_hours": 0} for child in doc["referrals"]]
    most = chance.choice([40, 60, 80]) * 10_000 * len(children)
    limits = [{"fund": "la", "weekly_limit_pence": most}] if seed % 4 else []
    changes = {"homes": homes, "referrals": children, "budgets": limits, "relationships": []}
    return doc | changes | {"policy": doc["policy"] | ROOM}


def _spread(chance: random.Random, home: Doc) -> Doc:
    """Somewhere within 60 km, dearer the nearer on the whole, with up to three beds."""
    metres = chance.randrange(0, 60_000)
    where = {"easting": 400_000 + metres, "northing": 280_000 + chance.randrange(0, 9_000)}
    price = 100_000 + (60_000 - metres) * 10 + chance.randrange(0, 400_000)
    beds = len(home.get("residents", ())) + home.get("blocked_places", 0) + chance.randrange(1, 4)
    return home | {
        "location": home["location"] | where,
        "weekly_price_pence": price,
        "places": max(beds, home["places"]),
        "admissions_limit": None,
        "sibling_discount_percent": chance.choice([0, 10, 33]),
    }
