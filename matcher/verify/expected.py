"""The answers that are expected of an unknown field, counted again: one each, one more for each like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from matcher.domain.absent import UnknownField
from matcher.domain.case import Case
from matcher.domain.referral import Referral
from matcher.verify.unknown import EVERY_GENDER, EVERY_TYPE, known_flags, known_needs, may_be_home

FIELDS: tuple[str, ...] = get_args(UnknownField)


@dataclass(frozen=True)
class Told:
    """One answer in words, its weight, and what it makes of the child."""

    value: str
    weight: int
    fields: dict[str, Any]


def told_of(case: Case, child: Referral, field: str) -> list[Told]:
    """Every expected answer, in the order in which they are told."""
    others = [one for one in case.referrals if one.id != child.id and field not in one.unknown]
    if field in ("flags", "also_needs"):
        codes = known_flags(case) if field == "flags" else known_needs(case)
        return list(_of_list(child, field, codes, [getattr(one, field) for one in others]))
    if field == "exclusion_zones":
        return list(_of_zones(child, others))
    if field == "current_home":
        return _of_home(case, child, others)
    if field == "placement_types":
        return _of_types(case, child, others)
    return [Told(_words(value), weight, {field: value}) for value, weight in _of_value(case, field, others)]


def _of_types(case: Case, child: Referral, others: Sequence[Referral]) -> list[Told]:
    """One type or the types of another child, and always the one of the home where a review lives."""
    at = None if "current_home" in child.unknown else child.current_home
    own: set[str] = {home.placement_type for home in case.homes if home.id == at}
    theirs = [own | set(one.placement_types) for one in others]
    first = [own | {kind} for kind in EVERY_TYPE]
    rest = {tuple(sorted(types)) for types in theirs if types not in first}
    weighed = [(tuple(sorted(types)), 1 + theirs.count(types)) for types in first]
    weighed += [(types, theirs.count(set(types))) for types in sorted(rest)]
    return [Told("+".join(types), weight, {"placement_types": types}) for types, weight in weighed]


def _of_value(case: Case, field: str, others: Sequence[Referral]) -> Iterator[tuple[Any, int]]:
    theirs = [getattr(one, field) for one in others]
    own: dict[str, list[Any]] = {
        "gender": list(EVERY_GENDER),
        "need": known_needs(case),
        "needed_by": [case.as_of],
        "step_free": [False, True],
        "solo": [False, True],
        "staff_hours": [0],
        "supplement_pence": [0],
    }
    first = own.get(field, [None])
    yield from ((value, 1 + theirs.count(value)) for value in first)
    if field not in ("gender", "need"):
        more = {value for value in theirs if value not in first and value is not None}
        if field == "needed_by":
            more = {day for day in more if day > case.as_of}
        yield from ((value, theirs.count(value)) for value in sorted(more))


def _of_list(child: Referral, field: str, codes: list[str], theirs: list[tuple[str, ...]]) -> Iterator[Told]:
    known = tuple(getattr(child, field))
    new = [code for code in codes if code not in known]
    nothing = sum(1 for each in theirs if not any(code in new for code in each))
    yield Told("none", 1 + nothing, {field: known})
    for code in new:
        yield Told(code, 1 + sum(1 for each in theirs if code in each), {field: (code, *known)})


def _of_zones(child: Referral, others: Sequence[Referral]) -> Iterator[Told]:
    known, none = child.exclusion_zones, [one for one in others if not one.exclusion_zones]
    yield Told("none", 1 + len(none), {"exclusion_zones": known})
    left = sorted((one for one in others if one.exclusion_zones), key=lambda one: one.id)
    while left:
        zones = set(left[0].exclusion_zones)
        same = [one for one in left if set(one.exclusion_zones) == zones]
        fields = {"exclusion_zones": (*known, *left[0].exclusion_zones)}
        yield Told(f"as {left[0].id}", len(same), fields)
        left = [one for one in left if one not in same]


def _of_home(case: Case, child: Referral, others: Sequence[Referral]) -> list[Told]:
    nowhere = 1 + [one.current_home for one in others].count(None)
    may = [home.id for home, yes in zip(case.homes, may_be_home(case, child), strict=True) if yes]
    at = [Told(home, 1, {"current_home": home}) for home in sorted(may)]
    return [Told("none", nowhere, {"current_home": None}), *at]


def _words(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return ("no", "yes")[value]
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
