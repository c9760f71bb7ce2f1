"""Small cases in which waivers matter: the differential draws with rates of their own, and fewer plans."""

from __future__ import annotations

from typing import Any

from benchmarks.draw import Draw
from tests.differential.draws import drawn
from tests.differential.plain import Doc, World
from tests.relax.brute import RATES

MOST_PLANS = 1_500
SOME_RATES: tuple[int | None, ...] = (None, 0, 1, 100, 777, 20_000)


def asked(seed: int) -> tuple[Doc, str, str | None]:
    """A case, a child of it, and for one seed in three the home that is named; the same for the same seed."""
    draw, doc = Draw(f"relax-{seed}"), drawn(seed)
    doc["policy"] = doc["policy"] | {"waiver_pence": _rates(draw)}
    doc["homes"] = [home | _tighter(draw, home) for home in doc["homes"]]
    if draw.chance(0.5):
        doc["budgets"] = [
            b | {"weekly_limit_pence": b["weekly_limit_pence"] * 9 // 10} for b in doc["budgets"]
        ]
    if draw.chance(0.3):
        doc["sibling_groups"] = _siblings(draw, doc) or doc["sibling_groups"]
    child = draw.choice(doc["referrals"])["id"]
    doc["referrals"] = [r | _pickier(draw) if r["id"] == child else r for r in doc["referrals"]]
    while _plans(doc) > MOST_PLANS:
        doc = _without(doc, next(r["id"] for r in reversed(doc["referrals"]) if r["id"] != child))
    home = draw.choice(doc["homes"])["id"] if draw.chance(0.33) else None
    return doc, child, home


def _rates(draw: Draw) -> dict[str, Any]:
    """Mostly the defaults; some at nothing, some a penny, some not here."""
    return {waives: draw.choice(SOME_RATES) for waives in RATES if draw.chance(0.3)}


def _tighter(draw: Draw, home: Doc) -> Doc:
    """Limits that one child more would exceed."""
    changes: Doc = {}
    if draw.chance(0.15):
        changes["admissions_limit"] = draw.choice([0, 1])
    if draw.chance(0.15):
        changes["spare_staff_hours"] = draw.choice([0, 5, 12])
    if draw.chance(0.15):
        changes["max_age"] = max(home["min_age"], 12)
    if draw.chance(0.1):
        changes["available_from"] = "2026-04-20"
    if draw.chance(0.15):
        changes["judgement"] = "inadequate"
    return changes


def _pickier(draw: Draw) -> Doc:
    """What leaves the child itself without a home."""
    changes: Doc = {"max_miles": draw.choice([0.5, 4.999, 5, 10])} if draw.chance(0.4) else {}
    return changes | ({"max_weekly_pence": draw.choice([90_001, 249_999])} if draw.chance(0.3) else {})


def _siblings(draw: Draw, doc: Doc) -> list[Doc]:
    """A `together` group of those who are not under review."""
    members = [r["id"] for r in doc["referrals"] if not r.get("current_home")]
    if len(members) < 2:
        return []
    return [{"id": "T0", "members": draw.some(members, 2, 3), "rule": "together"}]


def _plans(doc: Doc) -> int:
    """How many allocations brute force has to look at, or a little more."""
    count = len(doc["homes"])
    for homes in World(doc).eligible().values():
        count *= len(homes) + 1
    return count


def _without(doc: Doc, child: str) -> Doc:
    """The case without one referral and all that names it."""
    groups = [g | {"members": [m for m in g["members"] if m != child]} for g in doc["sibling_groups"]]
    changes: Doc = {
        "referrals": [r for r in doc["referrals"] if r["id"] != child],
        "sibling_groups": [g for g in groups if len(g["members"]) > 1],
        "relationships": [r for r in doc["relationships"] if child not in (r["a"], r["b"])],
    }
    for name in ("offers", "pins", "forbids", "waivers"):
        changes[name] = [entry for entry in doc[name] if entry["referral"] != child]
    return doc | changes
