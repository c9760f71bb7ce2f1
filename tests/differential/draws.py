"""The small cases that every witness is asked about: a quarter as drawn, the rest with more room.

As drawn, half the cases leave three legal plans or fewer; with nearly every pair rule out of the
way there are dozens or thousands, so that wrong prices show and not wrong limits alone.
"""

from __future__ import annotations

import json
import os

from benchmarks.tiny import tiny
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from tests.differential.brute import enumerate_case
from tests.differential.plain import Doc, World, fund_spending

CASES = int(os.environ.get("DIFFERENTIAL_CASES", "2000"))
"""How many seeds; a soak asks for more."""
CHUNK = 50


def chunks(share: int = 1) -> list[range]:
    """The seeds in chunks of one test each; `share` = 10 takes a tenth of them."""
    return [range(start, min(start + CHUNK, CASES // share)) for start in range(0, CASES // share, CHUNK)]


OPEN_HOME: Doc = {
    "registered": True,
    "placement_type": "childrens_home",
    "judgement": "good",
    "needs_met": ["autism", "general", "mental_health"],
    "min_age": 0,
    "max_age": 25,
    "genders": ["female", "male", "non_binary"],
    "step_free": True,
    "available_from": "2026-04-01",
}
OPEN_CHILD: Doc = {"max_miles": None, "max_weekly_pence": None, "exclusion_zones": []}


def drawn(seed: int) -> Doc:
    """A small valid case of one of four kinds, in turn.

    As drawn; without budgets; wide open; wide open with budgets that its best plan just keeps,
    or misses by a penny.
    """
    doc, kind = tiny(seed), seed % 4
    if kind == 1:
        doc["budgets"] = []
    if kind > 1:
        doc["pins"], doc["forbids"], doc["offers"] = [], [], doc["offers"][:2]
        doc["homes"] = [home | OPEN_HOME for home in doc["homes"]]
        doc["referrals"] = [child | OPEN_CHILD for child in doc["referrals"]]
    if kind == 3:
        doc["budgets"] = _just_enough(doc | {"budgets": []}, short_pence=seed // 4 % 2)
    return doc


def _just_enough(doc: Doc, short_pence: int) -> list[Doc]:
    spent = fund_spending(World(doc), enumerate_case(doc).plans[0][1])
    limits = {fund: max(0, -(-centipence // 100) - short_pence) for fund, centipence in spent.items()}
    return [{"fund": fund, "weekly_limit_pence": limit} for fund, limit in sorted(limits.items())]


def read(doc: Doc) -> Case:
    """Through the front door."""
    return read_case(json.dumps(doc).encode())


def span(seeds: range) -> str:
    """A chunk's name in the test report."""
    return f"{seeds.start}-{seeds.stop - 1}"
