"""One child and three homes in a line, dearer the nearer: three points, the middle one unsupported.

From 100 000 pence and 20 000 m to 300 000 pence and 1 000 m; the middle home costs 290 000 at 10 000 m,
where the straight line between the ends is at 1 950 m. A fourth is dearer than the middle and farther.
All data is invented.
"""

from __future__ import annotations

from matcher.domain.case import Case
from tests.builders import Doc, case, home, place, policy, referral

FAR, MIDDLE, NEAR = (100_000, 20_000), (290_000, 10_000), (300_000, 1_000)


def homes() -> list[Doc]:
    """The three of the frontier, and one that the middle one beats."""
    figures = {"FAR": FAR, "MIDDLE": MIDDLE, "NEAR": NEAR, "BEATEN": (295_000, 15_000)}
    return [
        home(name, location=place(430_000 + metres, 280_000), weekly_price_pence=pence)
        for name, (pence, metres) in figures.items()
    ]


def trade(**more: object) -> Case:
    """The case; a mile costs nothing, so that the far home is proposed."""
    return case([referral("A")], homes(), policy=policy(pence_per_mile=0), **more)
