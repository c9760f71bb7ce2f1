"""The part of today's case that one choice touches: the homes, who lives in them, and who is about to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.domain.case import Case, Pair, SiblingGroup
from matcher.domain.home import Home


@dataclass(frozen=True)
class Household:
    """A small case, and where each child of it would live."""

    case: Case
    allocation: Mapping[str, str]


def household(case: Case, chosen: Mapping[str, str], coming: Mapping[str, str]) -> Household:
    """The chosen children in their homes, with the reviews who stay there and those whose bed is held.

    `coming`: children whose placing awaits a second person, by reference. Beds, budgets, whole sibling groups
    and other children's pins are left out: they are looked at row by row, where they are locked.
    """
    homes = set(chosen.values())
    known = {child.id for child in case.referrals}
    placed = {c.id: c.current_home for c in case.referrals if c.current_home and c.current_home in homes}
    placed |= {child: home for child, home in coming.items() if child in known and home in homes}
    placed |= chosen
    children = tuple(child for child in case.referrals if child.id in placed)
    wanted = homes | {child.current_home for child in children}
    wanted |= {pin.home for pin in case.pins if pin.referral in chosen}
    rooms = {home.id: home for home in case.homes if home.id in wanted}
    small = {
        "referrals": children,
        "homes": tuple(_with_room(home, len(placed)) for home in rooms.values()),
        "sibling_groups": _groups(case, placed),
        "relationships": _links(case, placed, rooms),
        "offers": tuple(one for one in case.offers if one.referral in placed and one.home in rooms),
        "forbids": _pairs(case.forbids, placed, rooms),
        "pins": tuple(pin for pin in _pairs(case.pins, placed, rooms) if pin.referral in chosen),
        "waivers": tuple(
            one for one in case.waivers if one.referral in placed and (one.home in rooms or not one.home)
        ),
        "budgets": (),
    }
    return Household(case.model_copy(update=small), placed)


def _with_room(home: Home, children: int) -> Home:
    """Its beds are looked at one by one and night by night: here only who lives together matters."""
    return home.model_copy(update={"places": len(home.residents) + children, "blocked_places": 0})


def _groups(case: Case, placed: Mapping[str, str]) -> tuple[SiblingGroup, ...]:
    found = []
    for group in case.sibling_groups:
        members = tuple(member for member in group.members if member in placed)
        whole = len(members) == len(group.members)
        if len(members) > 1 and (whole or group.rule != "together"):
            found.append(group.model_copy(update={"members": members}))
    return tuple(found)


def _links(case: Case, placed: Mapping[str, str], rooms: Mapping[str, Home]) -> tuple[object, ...]:
    present = set(placed) | {child.id for home in rooms.values() for child in home.residents}
    return tuple(link for link in case.relationships if {link.a, link.b} <= present)


def _pairs(pairs: tuple[Pair, ...], placed: Mapping[str, str], rooms: Mapping[str, Home]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair.referral in placed and pair.home in rooms)
