"""Who is who among the referrals of the ladder: new children, siblings and reviews."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.children import make_review, make_sibling, referral_of
from benchmarks.draw import Document, Draw
from benchmarks.shapes import Density, Size
from benchmarks.towns import Country, town_of

GROUP_SIZES = {2: 70, 3: 22, 4: 8}
RULES = {"together": 45, "prefer_together": 35, "apart": 20}
REVIEW_RULES = {"prefer_together": 70, "apart": 30}


@dataclass
class World:
    """A case while it is being drawn: the town of each home and child by number, and the groups."""

    country: Country
    homes: list[Document]
    home_towns: list[int]
    referrals: list[Document] = field(default_factory=list)
    child_towns: list[int] = field(default_factory=list)
    groups: list[Document] = field(default_factory=list)


def usable_beds(home: Document) -> int:
    """Places less the blocked ones and the residents."""
    return int(home["places"] - home["blocked_places"] - len(home["residents"]))


def fill_with_children(draw: Draw, world: World, size: Size, density: Density) -> None:
    """Draw the referrals: one in eight a review, one in four with brothers or sisters."""
    width = len(str(size.referrals))
    for i in range(size.referrals):
        town = town_of(draw, world.country)
        name = f"R-{i + 1:0{width}}"
        world.referrals.append(referral_of(draw, name, world.country, town, density))
        world.child_towns.append(town.number)
    order = draw.sample(range(size.referrals), size.referrals)
    reviews = order[: round(size.referrals * 0.12)]
    _make_reviews(draw, world, reviews)
    _make_families(draw, world, order[len(reviews) :], round(size.referrals * 0.09))
    _make_mixed_families(draw, world, reviews, order[-max(1, size.referrals // 40) :])


def _make_reviews(draw: Draw, world: World, reviews: list[int]) -> None:
    lived_in = [i for i, home in enumerate(world.homes) if home["residents"] and home["registered"]]
    last = -1
    for child in reviews:
        # One in five lives with the review before: they may be a pair who must not share.
        shares = last >= 0 and world.homes[last]["residents"] and draw.chance(0.2)
        last = last if shares else _still_lived_in(draw, world, lived_in)
        town = draw.choice(world.country.neighbours[world.home_towns[last]][:4])
        fresh = referral_of(draw, world.referrals[child]["id"], world.country, town, "sparse")
        make_review(draw, fresh, world.homes[last])
        world.referrals[child], world.child_towns[child] = fresh, town.number


def _still_lived_in(draw: Draw, world: World, homes: list[int]) -> int:
    """A home, by position, whose residents have not all become reviews."""
    while True:
        found = draw.choice(homes)
        if world.homes[found]["residents"]:
            return found


def _make_families(draw: Draw, world: World, children: list[int], families: int) -> None:
    at = 0
    for _ in range(families):
        count = draw.weighted(GROUP_SIZES)
        members = children[at : at + count]
        at += count
        for member in members[1:]:
            make_sibling(draw, world.referrals[members[0]], world.referrals[member])
            world.child_towns[member] = world.child_towns[members[0]]
        _add_group(world, members, draw.weighted(RULES))


def _make_mixed_families(draw: Draw, world: World, reviews: list[int], children: list[int]) -> None:
    """A new child whose brother or sister is under review: never `together`, which reviews bar."""
    for review, child in zip(reviews, children, strict=False):
        _add_group(world, [review, child], draw.weighted(REVIEW_RULES))


def _add_group(world: World, members: list[int], rule: str) -> None:
    ids = [world.referrals[member]["id"] for member in members]
    world.groups.append({"id": f"S-{len(world.groups) + 1:03}", "members": ids, "rule": rule})
