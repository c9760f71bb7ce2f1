"""A council whose every sensitive field holds something found nowhere else, and who may see which."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import update

from matcher.domain.case import Case
from matcher.service.rights import RIGHTS, Right, Role
from matcher.service.seeding import moved_to
from matcher.store import homes
from matcher.store.homes import Address
from matcher.store.tables.people import USERS
from matcher.store.work import Work
from tests.api.matrix.world import World
from tests.builders import case as built
from tests.builders import home, referral, resident
from tests.service.acting import TODAY

PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$Y2FuYXJ5$canarycanarycanary"
ADDRESS = "93 Zzyzx Crescent, ZZ9 9ZZ"


@dataclass(frozen=True)
class Canary:
    """A text that must be in no answer to a role without this right; None: to no role at all."""

    text: str
    right: Right | None

    def is_in(self, text: str) -> bool:
        """As a word or a number of its own: among the digits of a thousand random ids any six are found."""
        return re.search(rf"(?<![0-9A-Za-z]){re.escape(self.text)}(?![0-9A-Za-z])", text) is not None


CANARIES = {
    "a home's address": Canary("Zzyzx Crescent", None),
    "a home's postcode": Canary("ZZ9 9ZZ", None),
    "a home's easting": Canary("431117", None),
    "a home's northing": Canary("283119", None),
    "a child's easting": Canary("428331", "see_exact_distance"),
    "a child's northing": Canary("277917", "see_exact_distance"),
    "a school's easting": Canary("429337", "see_exact_distance"),
    "an exclusion zone": Canary("436671", "see_exact_distance"),
    "a referral's flag": Canary("canary_flag_waiting", "see_flags"),
    "a resident's flag": Canary("canary_flag_resident", "see_flags"),
    "a contract's price": Canary("487391", "see_prices"),
    "a void charge": Canary("213719", "see_prices"),
    "a child's price cap": Canary("991733", "see_prices"),
    "a supplement": Canary("31771", "see_prices"),
    "a budget": Canary("88813371", "read_budgets"),
    "a password's hash": Canary("canarycanarycanary", None),
}
"""Numbers of no meaning, odd enough to be found in a text. The demonstration's own are none of these."""


def canary_case() -> Case:
    """One child with all there is to hide, two others, and a resident."""
    place = {"easting": 428_331, "northing": 277_917, "area": "E08000026"}
    hidden = {
        "origin": place,
        "school": {"easting": 429_337, "northing": 277_003, "area": "E08000026"},
        "exclusion_zones": [{"easting": 436_671, "northing": 270_011, "miles": 1}],
        "flags": ["canary_flag_waiting"],
        "max_weekly_pence": 991_733,
        "supplement_pence": 31_771,
    }
    where = {"easting": 431_117, "northing": 283_119, "area": "E08000026"}
    prices = {"weekly_price_pence": 487_391, "void_charge_pence": 213_719}
    lives = resident("Z", flags=["canary_flag_resident"])
    kept = home("H1", places=4, provider="First", location=where, residents=[lives], **prices)
    others = [home(name, places=3, provider="Second") for name in ("H2", "H3")]
    children = [referral("A"), referral("B"), referral("C", **hidden)]
    budgets = [{"fund": "la", "weekly_limit_pence": 88_813_371}]
    return moved_to(built(referrals=children, homes=[kept, *others], budgets=budgets), TODAY)


def plant(world: World) -> None:
    """What a case does not hold: an address, and the hash of a password."""

    def planted(work: Work) -> None:
        where = {"easting": 431_117, "northing": 283_119, "area": "E08000026"}
        homes.change_address(work, world.own["home_id"], Address(ADDRESS, where))
        ours = USERS.c.council_id == work.council_id
        work.connection.execute(update(USERS).where(ours).values(password_hash=PASSWORD_HASH))

    world.ours.store.write(world.ours.seeded.council_id, planted)


def secrets_of(world: World) -> dict[str, str]:
    """The tokens and keys that open this world, which no answer repeats."""
    found = {}
    for who, headers in world.ours.known_by.items():
        for name, value in headers.items():
            found[f"{who}: {name}"] = value.rpartition("=")[2].rpartition(".")[2]
    return found


def may_see(role: Role | None, canary: Canary) -> bool:
    """Whether this role's rights show it."""
    return role is not None and canary.right is not None and canary.right in RIGHTS[role]
