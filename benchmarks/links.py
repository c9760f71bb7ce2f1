"""What joins children and homes in the ladder: relationships, offers, forbids, waivers, pins."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from benchmarks.draw import Document, Draw
from benchmarks.families import World, usable_beds
from benchmarks.shapes import AS_OF
from matcher.domain.reading import read_case
from matcher.rules.book import is_eligible
from matcher.rules.facts import Facts


def relationships_of(draw: Draw, world: World) -> list[Document]:
    """Known associates from one town, and children who know a resident of a home nearby."""
    links: dict[tuple[str, str], str] = {}
    for a, b in [*_from_one_town(draw, world), *_with_residents(draw, world)]:
        links.setdefault((min(a, b), max(a, b)), draw.choice(["must_not_share", "avoid"]))
    return [{"a": a, "b": b, "kind": kind} for (a, b), kind in sorted(links.items())]


def _from_one_town(draw: Draw, world: World) -> Iterator[tuple[str, str]]:
    by_town = defaultdict(list)
    for referral, town in zip(world.referrals, world.child_towns, strict=True):
        by_town[town].append(referral["id"])
    for _, children in sorted(by_town.items()):
        for _ in range(len(children) // 3 if len(children) > 1 else 0):
            a, b = draw.sample(children, 2)
            yield a, b


def _with_residents(draw: Draw, world: World) -> Iterator[tuple[str, str]]:
    near = _NearHomes(world)
    for referral, town in zip(world.referrals, world.child_towns, strict=True):
        residents = [r["id"] for home in near.of(town) for r in home["residents"]]
        if residents and draw.chance(0.15):
            yield referral["id"], draw.choice(residents)


class _NearHomes:
    """The homes of a town and its neighbours with a bed that no resident has, found once."""

    def __init__(self, world: World) -> None:
        self._neighbours = world.country.neighbours
        self._in_town: dict[int, list[int]] = defaultdict(list)
        for i, home in enumerate(world.homes):
            if usable_beds(home) > 0:
                self._in_town[world.home_towns[i]].append(i)
        self._homes = world.homes
        self._near: dict[int, list[Document]] = {}

    def of(self, town: int) -> list[Document]:
        """In the order of the case."""
        if town not in self._near:
            positions = [i for near in self._neighbours[town] for i in self._in_town[near.number]]
            self._near[town] = [self._homes[i] for i in sorted(positions)]
        return self._near[town]


def _near_pairs(draw: Draw, world: World, per_child: float) -> list[tuple[Document, Document]]:
    """Distinct pairs of a child and a home near it, about `per_child` for each child."""
    near = _NearHomes(world)
    pairs: dict[tuple[str, str], tuple[Document, Document]] = {}
    for _ in range(round(len(world.referrals) * per_child)):
        i = draw.randrange(len(world.referrals))
        homes = near.of(world.child_towns[i])
        if homes:
            referral, home = world.referrals[i], draw.choice(homes)
            pairs[referral["id"], home["id"]] = referral, home
    return [pairs[key] for key in sorted(pairs)]


def offers_of(draw: Draw, world: World) -> list[Document]:
    """Answers of homes: some declined, some with a price for this child, some that ran out."""
    return [_offer(draw, child, home) for child, home in _near_pairs(draw, world, 1.5)]


def _offer(draw: Draw, child: Document, home: Document) -> Document:
    declined = draw.chance(0.4)
    price = home["weekly_price_pence"] * draw.randint(88, 125) // 10_000 * 100
    days = draw.randint(-2, 14)
    return {
        "referral": child["id"],
        "home": home["id"],
        "status": "declined" if declined else "offered",
        "weekly_price_pence": None if declined or draw.chance(0.2) else price,
        "expires": None if declined or draw.chance(0.3) else (AS_OF + timedelta(days=days)).isoformat(),
    }


def forbids_of(draw: Draw, world: World) -> list[Document]:
    """Homes that a panel has ruled out; for a few reviews the home they live in, which has failed."""
    pairs = {(child["id"], home["id"]) for child, home in _near_pairs(draw, world, 0.06)}
    reviews = [r for r in world.referrals if r["current_home"]]
    pairs |= {(r["id"], r["current_home"]) for r in draw.some(reviews, 1, max(1, len(reviews) // 10))}
    return [{"referral": referral, "home": home} for referral, home in sorted(pairs)]


def waivers_of(draw: Draw, world: World) -> list[Document]:
    """Rules that a panel has set aside: distance and price for a child, the others for one home."""
    waivers = []
    for child, home in _near_pairs(draw, world, 0.04):
        rule = draw.choice(["age", "availability", "distance", "price_cap", "judgement"])
        anywhere = rule in ("distance", "price_cap")
        waivers.append({"referral": child["id"], "rule": rule, "home": None if anywhere else home["id"]})
    keys = {(w["referral"], w["rule"], w["home"] or ""): w for w in waivers}
    return [keys[key] for key in sorted(keys)]


def pins_of(draw: Draw, world: World, case: Document) -> list[Document]:
    """A few children pinned, each to an eligible home of its own, so that the pins never clash."""
    facts = Facts(read_case(json.dumps(case).encode()))
    grouped = {member for group in world.groups for member in group["members"]}
    taken = {r["current_home"] for r in world.referrals}
    pins: list[Document] = []
    near = _NearHomes(world)
    for i in draw.sample(range(len(world.referrals)), len(world.referrals)):
        child = world.referrals[i]
        if len(pins) == max(1, len(world.referrals) // 75):
            break
        if child["id"] in grouped or child["current_home"]:
            continue
        home = _eligible_home(facts, child["id"], near.of(world.child_towns[i]), taken)
        if home is not None:
            pins.append({"referral": child["id"], "home": home})
            taken.add(home)
    return sorted(pins, key=lambda pin: str(pin["referral"]))


def _eligible_home(facts: Facts, child: str, homes: list[Document], taken: set[str | None]) -> str | None:
    for home in homes:
        settles = home["admissions_limit"] != 0 and usable_beds(home) > 0 and home["id"] not in taken
        if settles and is_eligible(facts, facts.referrals[child], facts.homes[home["id"]]):
            return str(home["id"])
    return None
