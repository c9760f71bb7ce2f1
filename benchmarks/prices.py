"""Weekly prices in pence: means of published papers, and the heavy tail of the spot market."""

from __future__ import annotations

from benchmarks.draw import Draw

MOST_PENCE = 6_300_000
"""The dearest place that the National Audit Office reports for 2023-24: £63,000 a week."""
MIDDLE_PENCE = {"internal": 430_000, "block": 490_000, "framework": 545_000, "spot": 640_000}
SPREAD = {"internal": 0.06, "block": 0.06, "framework": 0.18, "spot": 0.38}
FLOOR = 0.76
"""Of the middle: below it nobody can staff a bed, so the tail is on one side only."""
FOSTER_PENCE = 98_000
SUPPORTED_PENCE = 182_000


def weekly_price_pence(draw: Draw, provision: str, placement_type: str) -> int:
    """A price to the pound; log-normal, so that a few spot places cost several times the middle."""
    middle = {"foster": FOSTER_PENCE, "supported_accommodation": SUPPORTED_PENCE}.get(
        placement_type, MIDDLE_PENCE[provision]
    )
    price = middle * (FLOOR + abs(draw.lognormvariate(0, SPREAD[provision]) - FLOOR))
    return min(MOST_PENCE, round(price / 100) * 100)


def void_charge_pence(draw: Draw, provision: str, price_pence: int) -> int:
    """What an empty bed costs: a block bed its price, an own home its fixed staff, a few a retainer."""
    if provision == "block":
        return price_pence
    if provision == "internal":
        return price_pence * 85 // 100
    # A spot retainer above the price: rare, but contracts like it exist and the sums must hold.
    return price_pence + 5_000 if draw.chance(0.004) else 0
