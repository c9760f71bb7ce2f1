"""A small case cut out of a large one: small enough to read, and a right case again."""

from __future__ import annotations

from typing import Any

Case = dict[str, Any]

REFERRALS = 3
HOMES = 4


def cut(case: Case, referrals: int = REFERRALS, homes: int = HOMES) -> Case:
    """The first children who are not under review, homes of the type they need, and what joins them.

    Takes and gives a case as parsed JSON; changes nothing it is given.
    """
    children = [child for child in case["referrals"] if child.get("current_home") is None][:referrals]
    wanted = {name for child in children for name in child["placement_types"]}
    places = [home for home in case["homes"] if home["placement_type"] in wanted]
    chosen = sorted(places, key=lambda home: not _suits_one(home, children))[:homes]
    kept = {child["id"] for child in children} | _residents(chosen)
    ids = kept | {home["id"] for home in chosen}
    small = {**case, "referrals": children, "homes": chosen}
    for name in ("offers", "pins", "forbids", "waivers"):
        small[name] = [entry for entry in case.get(name, ()) if _within(entry, ids)]
    small["relationships"] = [r for r in case.get("relationships", ()) if {r["a"], r["b"]} <= kept]
    small["sibling_groups"] = [g for g in case.get("sibling_groups", ()) if set(g["members"]) <= kept]
    return small


def _suits_one(home: Case, children: list[Case]) -> bool:
    return any(
        child["need"] in home["needs_met"] and child["gender"] in home["genders"] for child in children
    )


def _residents(homes: list[Case]) -> set[str]:
    return {resident["id"] for home in homes for resident in home.get("residents", ())}


def _within(entry: Case, ids: set[str]) -> bool:
    return entry["referral"] in ids and (entry.get("home") is None or entry["home"] in ids)
