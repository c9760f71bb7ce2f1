"""The part of today's case that one choice touches: the homes, who lives in them, and who comes or goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from matcher.domain.case import Case, Pair, Relationship, SiblingGroup
from matcher.domain.home import Home, Resident
from matcher.service.decisions.scene import Scene
from matcher.service.documents import resident_document
from matcher.store import children as known_children
from matcher.store import placements, referrals
from matcher.store.children import StoredChild
from matcher.store.work import Work

Sleeping = Mapping[str, tuple[Resident, ...]]
"""Children by the reference of the home, each by what today's case calls it."""


@dataclass(frozen=True)
class Household:
    """A small case, and where each child of it would live."""

    case: Case
    allocation: Mapping[str, str]


def sleeping(work: Work, scene: Scene, starts: date) -> Sleeping:
    """Every child with a night in a locked home from `starts` on: one who leaves only later too."""
    waiting = {one.child_id: one.reference for one in referrals.open_referrals(work)}
    found = {}
    for home in scene.homes.values():
        nights = placements.lasting_at_home(work, home.id, starts)
        there = known_children.children_of(work, sorted({night.child_id for night in nights}))
        found[home.reference] = tuple(
            _resident(child, waiting.get(child.id, child.reference)) for child in there.values()
        )
    return found


def _resident(child: StoredChild, called: str) -> Resident:
    return Resident.model_validate({**resident_document(child), "id": called}, strict=False)


def household(
    case: Case, chosen: Mapping[str, str], coming: Mapping[str, str], sleeping: Sleeping
) -> Household:
    """The chosen children in their homes, with all who sleep there, and those whose bed is held.

    `coming`: children whose placing awaits a second person, by reference. `sleeping`: who has a night there,
    whatever the case says of it; it counts as a resident. Beds, budgets, whole sibling groups
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
    staying = {home: tuple(c for c in sleeping.get(home, ()) if c.id not in placed) for home in sorted(homes)}
    rooms = {home.id: _lived_in(home, staying) for home in case.homes if home.id in wanted}
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


def _lived_in(home: Home, staying: Sleeping) -> Home:
    """One who moves later is a resident of the next home in today's case: here, of where it sleeps yet."""
    elsewhere = {child.id for place, children in staying.items() if place != home.id for child in children}
    living = {child.id: child for child in home.residents if child.id not in elsewhere}
    there = {child.id: child for child in staying.get(home.id, ())}
    return home.model_copy(update={"residents": tuple((there | living).values())})


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
    known = [link for link in case.relationships if {link.a, link.b} <= present]
    return (*known, *_apart(case, placed, present - set(placed)))


def _apart(case: Case, placed: Mapping[str, str], residents: set[str]) -> Iterator[Relationship]:
    """Of siblings to live apart, one who waits for another home and sleeps here yet is a resident here."""
    known = {frozenset((link.a, link.b)) for link in case.relationships if link.kind == "must_not_share"}
    for group in case.sibling_groups:
        if group.rule == "apart":
            for one, other in product(group.members, group.members):
                pair = frozenset((one, other))
                if one in placed and other in residents and pair not in known:
                    known.add(pair)
                    yield Relationship(a=one, b=other, kind="must_not_share")


def _pairs(pairs: tuple[Pair, ...], placed: Mapping[str, str], rooms: Mapping[str, Home]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair.referral in placed and pair.home in rooms)
