"""A county's plan is checked in a blink, a region's within two seconds of the processor's time.

The limits leave room for a slow machine (about 25 ms and 300 ms on a laptop's core), so that
only work that grows with the square of the children fails them.
"""

from __future__ import annotations

import time

import pytest

from matcher.domain.case import Case
from matcher.verify import verify
from tests.builders import Doc, case, home, place, referral, resident


def _plan(children: int, homes: int, unplaced: int) -> tuple[Case, Doc]:
    """One child in each of the first homes, and a few children whom no home may take."""
    where = [place(400_000 + 37 * n % 90_000, 250_000 + 53 * n % 90_000) for n in range(homes)]
    placed = [
        referral(f"C{n}", origin=where[n], max_miles=60, staff_hours=n % 7)
        for n in range(children - unplaced)
    ]
    left = [
        referral(f"U{n}", origin=where[n], max_miles=60, need="nobody", solo=True) for n in range(unplaced)
    ]
    all_homes = [
        home(f"H{n}", location=where[n], residents=[resident(f"R{n}")] if n % 2 else []) for n in range(homes)
    ]
    allocation = {child["id"]: f"H{n}" for n, child in enumerate(placed)} | {c["id"]: None for c in left}
    answer = {
        "allocation": allocation,
        "tier1": unplaced,
        "tier2": 300_000 * len(placed),
        "unplaced": [
            {"referral": c["id"], "eligible_homes": 0, "shut_by": _shut_by(c, all_homes)} for c in left
        ],
    }
    return case(placed + left, all_homes), answer


def _shut_by(child: Doc, homes: list[Doc]) -> Doc:
    """No home meets the need, every second one is occupied, and those beyond 60 miles are too far."""
    far = sum(_apart(child, home) >= 96_558.5 for home in homes)  # 60 miles are 96 558 m exactly
    return {"need": len(homes), "solo_occupied": len(homes) // 2, "distance": far}


def _apart(child: Doc, home: Doc) -> float:
    east = child["origin"]["easting"] - home["location"]["easting"]
    north = child["origin"]["northing"] - home["location"]["northing"]
    return float((east**2 + north**2) ** 0.5)


@pytest.mark.parametrize(
    ("children", "homes", "unplaced", "limit_s"),
    [(150, 600, 20, 0.2), (2_000, 2_000, 40, 2.0)],
    ids=["county", "region"],
)
def test_a_plan_is_checked_in_time(children: int, homes: int, unplaced: int, limit_s: float) -> None:
    plan, answer = _plan(children, homes, unplaced)

    start = time.process_time()
    breaches = verify(plan, answer)
    took_s = time.process_time() - start

    assert breaches == ()
    assert took_s < limit_s
