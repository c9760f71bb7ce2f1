"""Small cases for tests, in the wire format: plain dicts whose defaults let every child go everywhere.

All data is invented. The plain child A is 12 on AS_OF and lives 5 000 m from the plain home H1
(a 3-4-5 triangle), goes to no school and is paid for by the fund `la` alone. H1 asks
300 000 pence a week, has two usable places and nobody in it.
"""

from __future__ import annotations

import json
from typing import Any

from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.domain.types import Model

Doc = dict[str, Any]

AS_OF = "2026-04-01"
AREA = "E08000026"
OTHER_AREA = "E08000029"


def place(easting: int = 430_000, northing: int = 280_000, area: str = AREA) -> Doc:
    """A point on the grid; the default is where the plain child comes from."""
    return {"easting": easting, "northing": northing, "area": area}


def zone(miles: float, easting: int = 433_000, northing: int = 284_000) -> Doc:
    """An area that a child must not live in, around the plain home unless told otherwise."""
    return {"easting": easting, "northing": northing, "miles": miles}


def born(age: int) -> str:
    """The birthday of a child who is exactly `age` on AS_OF."""
    return f"{2026 - age}-04-01"


def referral(id: str = "A", **changes: Any) -> Doc:
    """A planned referral, 12 years old, whom the plain home may take; `age=` sets the birthday."""
    document: Doc = {
        "id": id,
        "birth_date": born(changes.pop("age", 12)),
        "gender": "female",
        "origin": place(),
        "need": "general",
        "urgency": "planned",
        "needed_by": "2026-05-01",
        "placement_types": ["childrens_home"],
        "funding": [{"fund": "la", "percent": 100}],
    }
    return document | changes


def resident(id: str = "R1", **changes: Any) -> Doc:
    """A 12-year-old who lives in a home and is not under review; `age=` sets the birthday."""
    document: Doc = {"id": id, "birth_date": born(changes.pop("age", 12)), "gender": "female"}
    return document | changes


def home(id: str = "H1", **changes: Any) -> Doc:
    """A registered children's home with two free beds, 5 000 m from the plain child."""
    document: Doc = {
        "id": id,
        "name": f"Home {id}",
        "provider": "Invented Homes",
        "provision": "internal",
        "placement_type": "childrens_home",
        "location": place(433_000, 284_000),
        "registered": True,
        "judgement": "good",
        "needs_met": ["general"],
        "min_age": 8,
        "max_age": 17,
        "genders": ["female", "male", "non_binary"],
        "step_free": True,
        "places": 2,
        "available_from": AS_OF,
        "weekly_price_pence": 300_000,
    }
    return document | changes


def policy(**changes: Any) -> Doc:
    """A price list with every price above zero, and no rule that binds by itself."""
    document: Doc = {
        "unplaced_weight": {"emergency": 100, "urgent": 10, "planned": 1},
        "pence_per_mile": 1_000,
        "pence_per_school_mile": 600,
        "out_of_area_pence": 15_000,
        "move_pence": 40_000,
        "avoid_pence": 25_000,
        "split_siblings_pence": 60_000,
        "provision_pence": {"internal": 0, "block": 2_000, "framework": 10_000, "spot": 30_000},
    }
    return document | changes


def group(*members: str, id: str = "G1", rule: str = "prefer_together") -> Doc:
    """A sibling group of these referrals."""
    return {"id": id, "members": list(members), "rule": rule}


def relationship(a: str, b: str, kind: str = "must_not_share") -> Doc:
    """Two children who must not, or had better not (`avoid`), share a home."""
    return {"a": a, "b": b, "kind": kind}


def offer(referral: str, home: str, status: str = "offered", **changes: Any) -> Doc:
    """A home's answer for one child."""
    return {"referral": referral, "home": home, "status": status} | changes


def budget(weekly_limit_pence: int, fund: str = "la") -> Doc:
    """The weekly headroom of a fund."""
    return {"fund": fund, "weekly_limit_pence": weekly_limit_pence}


def pair(referral: str, home: str) -> Doc:
    """A pin or a forbid, by the list it is put in."""
    return {"referral": referral, "home": home}


def waiver(referral: str, rule: str, home: str | None = None) -> Doc:
    """A rule set aside for one child, at one home or at all."""
    return {"referral": referral, "rule": rule, "home": home}


def document(referrals: list[Doc] | None = None, homes: list[Doc] | None = None, **changes: Any) -> Doc:
    """A case document: one plain child and one plain home unless given; any other field by name."""
    written: Doc = {
        "schema": "placement-case/1",
        "as_of": AS_OF,
        "policy": policy(),
        "referrals": [referral()] if referrals is None else referrals,
        "homes": [home()] if homes is None else homes,
    }
    return written | changes


def sent(answer: Model) -> Doc:
    """An answer as the JSON that is sent, read again."""
    received: Doc = json.loads(answer.model_dump_json(by_alias=True))
    return received


def case(referrals: list[Doc] | None = None, homes: list[Doc] | None = None, **changes: Any) -> Case:
    """The same document read through the front door. Raises BadCase for a wrong one."""
    return read_case(json.dumps(document(referrals, homes, **changes)).encode())
