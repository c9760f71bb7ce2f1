"""The case of emergency mode: 30 referrals × 300 homes, and one of the children half known. All invented."""

from __future__ import annotations

from benchmarks.draw import Document, born
from benchmarks.generate import of_shape
from benchmarks.shapes import AS_OF, Size
from matcher.domain.absent import UNKNOWN_FIELDS, UnknownField

SIZE = Size("emergency", 29, 300, 23.0, 35, 6, 34_000, 30_000)
"""The desk's towns with more homes around them; the half-known child is the thirtieth."""
CHILD = "R-30"
SOME: tuple[UnknownField, ...] = ("also_needs", "flags", "max_miles", "school", "solo", "step_free")
UNKNOWN = {"emergency": SOME, "emergency_all": UNKNOWN_FIELDS}
"""By question: what a call late on a Friday leaves open, and everything that may be."""


def half_known(seed: int, unknown: tuple[UnknownField, ...]) -> Document:
    """A case whose last child names these fields as unknown, and gives none of them."""
    case = of_shape(SIZE, seed)
    child = {
        "id": CHILD,
        "birth_date": born(AS_OF, 14, 200),
        "gender": "female",
        "origin": dict(case["referrals"][0]["origin"]),
        "need": "emotional_behavioural",
        "urgency": "emergency",
        "needed_by": AS_OF.isoformat(),
        "placement_types": ["childrens_home"],
        "funding": [{"fund": "la", "percent": 100}],
    }
    known = {name: value for name, value in child.items() if name not in unknown}
    return case | {"referrals": [*case["referrals"], known | {"unknown": list(unknown)}]}
