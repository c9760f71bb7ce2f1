"""A case of seven invented children and the whole answer to one allocation of it, worked by hand.

A mile is 1 609.3 m, at 1 000 pence, and at 600 to a school. Children come from (430 000, 280 000).

    H1   5 000 m (3-4-5)  1000 x  5 000 / 1609.3 = 3 106.9… -> 3 107 pence
    H2  10 000 m                                   6 213.8… -> 6 214
    H3   1 000 m                                     621.3… ->   621
    H4       1 m (root 2 is 1.41…)                     0.6… ->     1

    A at H1  310 000 offered - 1 000 void + 5 000 supplement + 3 107 + 373 school + 2 000 block = 319 480
             (school 1 000 m away: 600 x 1 000 / 1609.3 = 372.8…)
    B at H1  300 000 - 1 000 - 30 000 discount (10 %, the cheaper of A and B) + 3 107 + 2 000 = 274 107
    C at H2  250 000 + 6 214 + 15 000 out of area + 30 000 spot + 25 000 avoids R1 = 326 214
    D at H3  200 000 + 621, stays = 200 621;  E the same = 200 621
    G at H4  220 000 + 1 + 10 000 framework + 40 000 move = 270 001
                                                              together 1 591 044
    A and B had better not share: 25 000.  Group G1 uses two homes: 60 000.  Tier 2: 1 676 044.
    F, an emergency, is unplaced: 100.  D and E must not share and both stay: max(10, 1).  Tier 1: 110.

    la   60 x 314 000 (A) + 100 x 269 000 (B) + 100 x 250 000 (C) + 100 x (220 000 - 200 000) (G)
         = 72 740 000 hundredths of a penny, exactly the budget of 727 400 pence; D and E: nothing new
    icb  40 x 314 000 (A) = 12 560 000

    F (male, also autism): H1 gender and need; H2 gender; H3 need; H4 declined; H5 open (admits nobody).
"""

from __future__ import annotations

from typing import Any

from matcher.domain.case import Case
from tests.builders import (
    OTHER_AREA,
    Doc,
    budget,
    case,
    group,
    home,
    offer,
    place,
    referral,
    relationship,
    resident,
)

GIRLS = ["female"]
BOTH = ["general", "autism"]
ALLOCATION = {"A": "H1", "B": "H1", "C": "H2", "D": "H3", "E": "H3", "F": None, "G": "H4"}


def seven_children() -> Case:
    """The case above."""
    shares = [{"fund": "la", "percent": 60}, {"fund": "icb", "percent": 40}]
    return case(
        [
            referral("A", school=place(433_000, 283_000), supplement_pence=5_000, funding=shares),
            referral("B"),
            referral("C"),
            referral("D", current_home="H3", need="autism", urgency="urgent"),
            referral("E", current_home="H3"),
            referral("F", gender="male", also_needs=["autism"], urgency="emergency"),
            referral("G", current_home="H3"),
        ],
        [
            home(
                "H1", provision="block", void_charge_pence=1_000, sibling_discount_percent=10, genders=GIRLS
            ),
            _home(
                "H2",
                430_000,
                290_000,
                250_000,
                provision="spot",
                area=OTHER_AREA,
                genders=GIRLS,
                needs_met=BOTH,
                residents=[resident("R1")],
            ),
            _home("H3", 431_000, 280_000, 200_000, places=3),
            _home("H4", 430_001, 280_001, 220_000, provision="framework", needs_met=BOTH),
            home("H5", needs_met=BOTH, admissions_limit=0),
        ],
        sibling_groups=[group("A", "B", "C")],
        relationships=[
            relationship("A", "B", "avoid"),
            relationship("R1", "C", "avoid"),
            relationship("E", "D"),
        ],
        offers=[offer("A", "H1", weekly_price_pence=310_000), offer("F", "H4", "declined")],
        budgets=[budget(727_400)],
    )


def _home(id: str, easting: int, northing: int, price: int, **changes: Any) -> Doc:
    where = place(easting, northing, changes.pop("area", place()["area"]))
    return home(id, location=where, weekly_price_pence=price, **changes)


def right_answer() -> Doc:
    """Everything that may be said of ALLOCATION, all of it true; a new document each time."""
    return {
        "schema": "placement-proposal/1",
        "status": "optimal",
        "tier1": 110,
        "tier2": 1_676_044,
        "allocation": dict(ALLOCATION),
        "proof": {
            "tier1": {"value": 110, "bound": 110, "gap": 0},
            "tier2": {"value": 1_676_044, "bound": 1_676_044, "gap": 0},
            "second_solver": "confirmed",
        },
        "placements": _placements(),
        "shared_lines": [
            {"code": "avoid", "referrals": ["A", "B"], "homes": ["H1"], "group": None, "pence": 25_000},
            {
                "code": "split_siblings",
                "referrals": ["A", "B", "C"],
                "homes": ["H1", "H2"],
                "group": "G1",
                "pence": 60_000,
            },
        ],
        "separations": [{"referrals": ["D", "E"], "home": "H3", "weight": 10}],
        "unplaced": [
            {
                "referral": "F",
                "weight": 100,
                "eligible_homes": 1,
                "near_misses": 3,
                "shut_by": {"gender": 2, "need": 2, "declined": 1},
                "reason": "No home that may take F has room.",
            }
        ],
        "funds": [
            {"fund": "icb", "spent_centipence": 12_560_000, "limit_pence": None},
            {"fund": "la", "spent_centipence": 72_740_000, "limit_pence": 727_400},
        ],
        "totals": {
            "placed": 6,
            "unplaced": 1,
            # 314 000 + 269 000 + 250 000 + 200 000 + 200 000 + 220 000
            "incremental_pence": 1_453_000,
            # 5 000 + 5 000 + 10 000 + 1 000 + 1 000 + 1
            "distance_m": 22_001,
            "in_area": 5,
        },
        "case_fingerprint": seven_children().fingerprint,
        "run": {"engine_version": "0", "solver": "by hand", "seconds": 0.5, "seed": 0, "limit_s": 60},
    }


def _placements() -> list[Doc]:
    return [
        _placement(
            "A",
            "H1",
            310_000,
            5_000,
            319_480,
            school_distance_m=1_000,
            void_charge=-1_000,
            supplement=5_000,
            miles=3_107,
            school_miles=373,
            provision=2_000,
        ),
        _placement(
            "B",
            "H1",
            300_000,
            5_000,
            274_107,
            void_charge=-1_000,
            sibling_discount=-30_000,
            miles=3_107,
            provision=2_000,
        ),
        _placement(
            "C",
            "H2",
            250_000,
            10_000,
            326_214,
            in_area=False,
            miles=6_214,
            out_of_area=15_000,
            provision=30_000,
            avoid_resident=25_000,
        ),
        _placement("D", "H3", 200_000, 1_000, 200_621, stays=True, warns="need", miles=621),
        _placement("E", "H3", 200_000, 1_000, 200_621, stays=True, miles=621),
        _placement("G", "H4", 220_000, 1, 270_001, miles=1, provision=10_000, move=40_000),
    ]


def _placement(
    child: str,
    home_id: str,
    price: int,
    metres: int,
    total: int,
    *,
    school_distance_m: int | None = None,
    in_area: bool = True,
    stays: bool = False,
    warns: str | None = None,
    **lines: int,
) -> Doc:
    warnings = [] if warns is None else [{"rule": warns, "reason": "The need is not met here today."}]
    priced = {"weekly_price": price} | lines
    return {
        "referral": child,
        "home": home_id,
        "stays": stays,
        "weekly_price_pence": price,
        "distance_m": metres,
        "school_distance_m": school_distance_m,
        "in_area": in_area,
        "lines": [{"code": code, "pence": pence} for code, pence in priced.items()],
        "total_pence": total,
        "warnings": warnings,
    }
