"""Writes data/demo/emergency.json: the demonstration council on a Friday, with one child half known."""

from __future__ import annotations

import sys

from benchmarks.draw import Document
from benchmarks.make_demo import DEMO, demo, text_of

EMERGENCY = DEMO.with_name("emergency.json")
HALF_KNOWN: Document = {
    "id": "R-30",
    "birth_date": "2010-02-11",
    "gender": "female",
    "origin": {"easting": 434_094, "northing": 278_998, "area": "E08000026"},
    "need": "emotional_behavioural",
    "urgency": "emergency",
    "needed_by": "2023-11-27",
    "placement_types": ["childrens_home"],
    "funding": [{"fund": "la", "percent": 100}],
    "unknown": ["flags", "step_free", "school"],
}
"""Invented, like every child of the demonstration: her risks and her access needs are not known."""


def emergency() -> Document:
    """The demonstration case with the half-known child in it."""
    case = demo()
    return case | {"referrals": [*case["referrals"], HALF_KNOWN]}


def main() -> None:
    """Write the case."""
    EMERGENCY.write_text(text_of(emergency()), encoding="utf-8")
    sys.stdout.write(f"{EMERGENCY.name} written\n")


if __name__ == "__main__":
    main()
