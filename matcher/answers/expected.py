"""What the answer to a question may be, and how often: one each, and one for every other referral like it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matcher.domain.absent import UnknownField
from matcher.domain.case import Case
from matcher.domain.referral import Referral
from matcher.domain.types import PlacementType
from matcher.rules.caution import GENDERS, TYPES, flags_listed, may_live_in, needs_listed

NONE = "none"


@dataclass(frozen=True)
class Answer:
    """One value of a field as text, its weight, and the child's fields under it."""

    value: str
    weight: int
    update: dict[str, Any]


def expected(case: Case, child: Referral, field: UnknownField) -> Iterator[Answer]:
    """Every answer that is expected, in a fixed order.

    Of a list, nothing further or one thing further is expected; of a figure, what the other referrals have.
    """
    others = [each for each in case.referrals if each.id != child.id and field not in each.unknown]
    if field in ("flags", "also_needs"):
        yield from _further(case, child, field, others)
    elif field == "exclusion_zones":
        yield from _zones(child, others)
    elif field == "current_home":
        yield from _living(case, child, others)
    else:
        lives_in = None if "current_home" in child.unknown else child.current_home
        own_type = [home.placement_type for home in case.homes if home.id == lives_in]
        yield from _values(case, field, [getattr(other, field) for other in others], own_type)


def _values(
    case: Case, field: UnknownField, theirs: list[Any], own_type: Sequence[PlacementType]
) -> Iterator[Answer]:
    """Of a child under review every care plan accepts the type of home that it lives in (`own_type`)."""
    own: tuple[Any, ...] = {
        "gender": GENDERS,
        "need": needs_listed(case),
        "placement_types": tuple(tuple(sorted({kind, *own_type})) for kind in TYPES),
        "needed_by": (case.as_of,),
        "step_free": (False, True),
        "solo": (False, True),
        "staff_hours": (0,),
        "supplement_pence": (0,),
        "max_miles": (None,),
        "max_weekly_pence": (None,),
    }[field]
    closed = field in ("gender", "need")
    if field == "placement_types":
        theirs = [tuple(sorted({*kinds, *own_type})) for kinds in theirs]
    elif field == "needed_by":
        theirs = [day for day in theirs if day >= case.as_of]
    counts: Counter[Any] = Counter(theirs)
    rest = [] if closed else sorted(v for v in counts if v not in own and v is not None)
    for value in (*own, *rest):
        yield Answer(_text(value), (value in own) + counts[value], {field: value})


def _further(
    case: Case, child: Referral, field: UnknownField, others: Sequence[Referral]
) -> Iterator[Answer]:
    known: tuple[str, ...] = getattr(child, field)
    every = flags_listed(case) if field == "flags" else needs_listed(case)
    listed = [code for code in every if code not in known]
    theirs = [set(getattr(other, field)) for other in others]
    yield Answer(NONE, 1 + sum(each.isdisjoint(listed) for each in theirs), {field: known})
    for code in listed:
        yield Answer(code, 1 + sum(code in each for each in theirs), {field: (*known, code)})


def _zones(child: Referral, others: Sequence[Referral]) -> Iterator[Answer]:
    """Named by the first referral that has such zones: no place is told."""
    known = child.exclusion_zones
    found: dict[Any, list[str]] = {}
    for other in others:
        zones = frozenset((zone.easting, zone.northing, zone.miles) for zone in other.exclusion_zones)
        found.setdefault(zones, []).append(other.id)
    by_id = {other.id: other.exclusion_zones for other in others}
    yield Answer(NONE, 1 + len(found.pop(frozenset(), [])), {"exclusion_zones": known})
    for ids in sorted(map(sorted, found.values())):
        yield Answer(f"as {ids[0]}", len(ids), {"exclusion_zones": (*known, *by_id[ids[0]])})


def _living(case: Case, child: Referral, others: Sequence[Referral]) -> Iterator[Answer]:
    nowhere = 1 + sum(other.current_home is None for other in others)
    yield Answer(NONE, nowhere, {"current_home": None})
    for home in sorted(may_live_in(case, child)):
        yield Answer(home, 1, {"current_home": home})


def _text(value: Any) -> str:
    words: dict[Any, Callable[[Any], str]] = {
        bool: lambda v: "yes" if v else "no",
        float: lambda v: f"{v:g}",
        tuple: "+".join,
    }
    return NONE if value is None else words.get(type(value), str)(value)
