"""One invented document in which every field of the schema has a value, and ways to walk it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.errors import BadCase, Fault
from tests.builders import (
    OTHER_AREA,
    Doc,
    budget,
    document,
    group,
    home,
    offer,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
    waiver,
    zone,
)

Path = tuple[str | int, ...]
RATES = (
    "age",
    "availability",
    "distance",
    "price_cap",
    "judgement",
    "staffing",
    "admissions",
    "budget",
    "split",
)


def full() -> Doc:
    """A valid document: three referrals (C under review), two homes, every list filled."""
    children = [_child("A"), _child("B"), _child("C", current_home="H2")]
    return document(
        children,
        [_home("H1", resident("R1", flags=["quiet"])), _home("H2", resident("R2", flags=["quiet"]))],
        policy=_policy(),
        sibling_groups=[group("A", "B", rule="together")],
        relationships=[relationship("A", "R1", "avoid")],
        offers=[offer("A", "H1", weekly_price_pence=250_000, expires="2026-06-01")],
        budgets=[budget(900_000)],
        pins=[pair("C", "H2")],
        forbids=[pair("B", "H2")],
        waivers=[waiver("A", "age", "H1")],
    )


def _child(id: str, **changes: Any) -> Doc:
    return referral(
        id,
        school=place(431_000, 281_000, OTHER_AREA),
        also_needs=["autism"],
        flags=["quiet"],
        max_miles=12.5,
        exclusion_zones=[zone(1.5, 400_000, 300_000)],
        step_free=True,
        solo=False,
        staff_hours=3,
        supplement_pence=4_000,
        max_weekly_pence=700_000,
        funding=[{"fund": "la", "percent": 60}, {"fund": "icb", "percent": 40}],
        **changes,
    )


def _home(id: str, *residents: Doc) -> Doc:
    return home(
        id,
        needs_met=["general", "autism"],
        places=5,
        blocked_places=1,
        residents=list(residents),
        admissions_limit=2,
        spare_staff_hours=30,
        void_charge_pence=10_000,
        sibling_discount_percent=10,
    )


def _policy() -> Doc:
    return policy(
        max_age_gap_years=6,
        incompatible_flags=[["arson", "fearful"]],
        solo_flags=["arson"],
        barred_judgements=["inadequate"],
        waiver_pence={rate: 100 for rate in RATES},
    )


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every (path, value) that is neither an object nor a list."""
    if isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, step))
    else:
        yield path, value


def branches(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every (path, value) that is an object or a list, the document itself first."""
    if isinstance(value, dict | list):
        yield path, value
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from branches(item, (*path, step))


def replaced(doc: Doc, path: Path, value: Any) -> Doc:
    """A copy of the document with another value at the path."""
    copied = copy.deepcopy(doc)
    at(copied, path[:-1])[path[-1]] = value
    return copied


def at(doc: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        doc = doc[step]
    return doc


def written(path: Path) -> str:
    """A path as the faults write it: $.homes[0].places."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def read(doc: Any) -> Case:
    """The document through the front door."""
    return read_case(json.dumps(doc).encode())


def faults(doc: Any) -> tuple[Fault, ...]:
    """What the front door finds wrong; empty when it lets the document in."""
    try:
        read(doc)
    except BadCase as error:
        return error.faults
    return ()


def paths(doc: Any) -> list[str]:
    """Where the faults are."""
    return [fault.path for fault in faults(doc)]
