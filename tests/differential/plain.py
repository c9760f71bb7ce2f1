"""Sections 1 to 3 of the specification once more, over the raw document.

Written from the text alone and imports nothing of the product, so that it can disagree with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any

Doc = dict[str, Any]
Plan = dict[str, str]
MILE_M = Decimal("1609.3")
STAY = ("registration", "regulated_under_16", "forbidden")
WAIVABLE = ("age", "availability", "distance", "price_cap", "judgement")


def metres(a: Doc, b: Doc) -> int:
    """Straight line, rounded half up."""
    squared = (a["easting"] - b["easting"]) ** 2 + (a["northing"] - b["northing"]) ** 2
    return int(Decimal(squared).sqrt().quantize(Decimal(1), ROUND_HALF_UP))


def limit_m(miles: float) -> Decimal:
    """A limit in miles as exact metres."""
    return Decimal(str(miles)) * MILE_M


class World:
    """One raw case, indexed by id."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.policy, self.today = doc, doc["policy"], doc["as_of"]
        self.children: dict[str, Doc] = {child["id"]: child for child in doc["referrals"]}
        self.homes: dict[str, Doc] = {home["id"]: home for home in doc["homes"]}
        self.offers = {(o["referral"], o["home"]): o for o in doc.get("offers", [])}
        self.pins = {pin["referral"]: pin["home"] for pin in doc.get("pins", [])}
        self.groups: list[Doc] = doc.get("sibling_groups", [])
        self.links = {
            (frozenset((link["a"], link["b"])), link["kind"]) for link in doc.get("relationships", [])
        }

    def age(self, child: Doc) -> int:
        """Completed years: the difference of two dates read as YYYYMMDD numbers."""
        day, born = (int(text.replace("-", "")) for text in (self.today, child["birth_date"]))
        return (day - born) // 10_000

    def price(self, child: Doc, home: Doc) -> int:
        """The offer's weekly price if offered, else the home's."""
        offer = self.offers.get((child["id"], home["id"]), {})
        offered = offer.get("weekly_price_pence") if offer.get("status") == "offered" else None
        return int(home["weekly_price_pence"] if offered is None else offered)

    def alone(self, child: Doc) -> bool:
        """By its field or by a flag of the policy."""
        flags = set(child.get("flags", ())) & set(self.policy.get("solo_flags", ()))
        return bool(child.get("solo")) or bool(flags)

    def must_not_share(self, a: Doc, b: Doc) -> bool:
        """Section 3, Conflicts: a relationship, an apart group, two flags or the age gap."""
        pair = {a["id"], b["id"]}
        if (frozenset(pair), "must_not_share") in self.links:
            return True
        family = [group for group in self.groups if pair <= set(group["members"])]
        if any(group["rule"] == "apart" for group in family):
            return True
        for risk, harm in self.policy.get("incompatible_flags", ()):
            for x, y in ((a, b), (b, a)):
                if risk in x.get("flags", ()) and harm in y.get("flags", ()):
                    return True
        most = self.policy.get("max_age_gap_years")
        return not family and most is not None and abs(self.age(a) - self.age(b)) > most

    def shut_by(self, child: Doc, home: Doc) -> list[str]:
        """Section 2 with waivers and section 1's exemption for a stay, in the table's order."""
        staying = child.get("current_home") == home["id"]
        return [
            rule
            for rule, excludes in TABLE.items()
            if (rule in STAY or not staying)
            and not self._waived(rule, child, home)
            and excludes(self, child, home)
        ]

    def _waived(self, rule: str, child: Doc, home: Doc) -> bool:
        return rule in WAIVABLE and any(
            (waiver["referral"], waiver["rule"]) == (child["id"], rule)
            and waiver.get("home") in (None, home["id"])
            for waiver in self.doc.get("waivers", [])
        )

    def eligible(self) -> dict[str, list[str]]:
        """The homes that no rule shuts, by child."""
        return {
            c: [h for h, home in self.homes.items() if not self.shut_by(child, home)]
            for c, child in self.children.items()
        }


def beds(home: Doc) -> int:
    """Usable places that no resident has."""
    return int(home["places"]) - int(home.get("blocked_places", 0)) - len(home.get("residents", ()))


def _dearer_than_cap(world: World, child: Doc, home: Doc) -> bool:
    cap = child.get("max_weekly_pence")
    return cap is not None and world.price(child, home) + child.get("supplement_pence", 0) > cap


def _declined(world: World, child: Doc, home: Doc) -> bool:
    offer = world.offers.get((child["id"], home["id"]))
    if offer is None:
        return False
    return offer["status"] == "declined" or (bool(offer.get("expires")) and offer["expires"] < world.today)


def _solo_occupied(world: World, child: Doc, home: Doc) -> bool:
    residents = home.get("residents", [])
    return bool(residents) and (world.alone(child) or any(map(world.alone, residents)))


def _too_far(world: World, child: Doc, home: Doc) -> bool:
    most = child.get("max_miles")
    return most is not None and metres(child["origin"], home["location"]) > limit_m(most)


def _in_a_zone(world: World, child: Doc, home: Doc) -> bool:
    zones = child.get("exclusion_zones", [])
    return any(metres(zone, home["location"]) < limit_m(zone["miles"]) for zone in zones)


def _forbidden(world: World, child: Doc, home: Doc) -> bool:
    pairs = {(pair["referral"], pair["home"]) for pair in world.doc.get("forbids", [])}
    return (child["id"], home["id"]) in pairs or world.pins.get(child["id"], home["id"]) != home["id"]


def _too_few_hours(child: Doc, home: Doc) -> bool:
    spare = home.get("spare_staff_hours")
    return spare is not None and child.get("staff_hours", 0) > spare


TABLE: dict[str, Callable[[World, Doc, Doc], bool]] = {
    "registration": lambda w, c, h: not h["registered"] or h["placement_type"] not in c["placement_types"],
    "regulated_under_16": lambda w, c, h: w.age(c) < 16 and h["placement_type"] == "supported_accommodation",
    "need": lambda w, c, h: not {c["need"], *c.get("also_needs", ())} <= set(h["needs_met"]),
    "age": lambda w, c, h: w.age(c) not in range(h["min_age"], h["max_age"] + 1),
    "gender": lambda w, c, h: c["gender"] not in h["genders"],
    "step_free": lambda w, c, h: bool(c.get("step_free")) and not h["step_free"],
    "availability": lambda w, c, h: h["available_from"] > c["needed_by"],
    "distance": _too_far,
    "exclusion_zone": _in_a_zone,
    "price_cap": _dearer_than_cap,
    "declined": _declined,
    "residents": lambda w, c, h: any(w.must_not_share(c, r) for r in h.get("residents", ())),
    "solo_occupied": _solo_occupied,
    "judgement": lambda w, c, h: h["judgement"] in w.policy.get("barred_judgements", ()),
    "capacity": lambda w, c, h: beds(h) < 1,
    "staffing": lambda w, c, h: _too_few_hours(c, h),
    "forbidden": _forbidden,
}


def group_breaches(world: World, plan: Plan) -> set[str]:
    """The codes of section 3 that a plan (child → home, placed children only) breaks."""
    living: dict[str, list[Doc]] = defaultdict(list)
    for child, home in plan.items():
        living[home].append(world.children[child])
    broken = {
        code for home, there in living.items() for code in _in_one_home(world, world.homes[home], there)
    }
    broken |= set(_across_homes(world, plan))
    return broken


def _in_one_home(world: World, home: Doc, there: list[Doc]) -> Iterator[str]:
    new = [child for child in there if child.get("current_home") != home["id"]]
    if len(there) > beds(home):
        yield "beds"
    if home.get("admissions_limit") is not None and len(new) > home["admissions_limit"]:
        yield "admissions"
    hours = sum(child.get("staff_hours", 0) for child in new)
    if home.get("spare_staff_hours") is not None and hours > home["spare_staff_hours"]:
        yield "staff_hours"
    for a, b in combinations(there, 2):
        if a in new or b in new:
            if world.must_not_share(a, b):
                yield "conflicts"
            if world.alone(a) or world.alone(b):
                yield "solo"


def _across_homes(world: World, plan: Plan) -> Iterator[str]:
    for group in world.groups:
        if group["rule"] == "together" and len({plan.get(member) for member in group["members"]}) > 1:
            yield "together"
    if any(plan.get(child) != home for child, home in world.pins.items()):
        yield "pins"
    for child in world.children.values():
        stay = child.get("current_home")
        if stay and child["id"] not in plan and not world.shut_by(child, world.homes[stay]):
            yield "reviews_keep_a_home"
    limits = {budget["fund"]: budget["weekly_limit_pence"] for budget in world.doc.get("budgets", [])}
    spent = fund_spending(world, plan)
    if any(spent[fund] > limit * 100 for fund, limit in limits.items()):
        yield "budget"


def incremental(world: World, child: Doc, home: Doc) -> int:
    """Weekly price less what the empty bed costs anyway, plus the child's own support."""
    void = home.get("void_charge_pence", 0)
    return world.price(child, home) - int(void) + int(child.get("supplement_pence", 0))


def fund_spending(world: World, plan: Plan) -> Counter[str]:
    """New commitments by fund in pence × 100."""
    off, spent = discounts(world, plan), Counter[str]()
    for c, h in plan.items():
        child = world.children[c]
        new = incremental(world, child, world.homes[h]) - off[c]
        if child.get("current_home"):
            new -= incremental(world, child, world.homes[child["current_home"]])
        for share in child["funding"]:
            spent[share["fund"]] += share["percent"] * new
    return spent


def discounts(world: World, plan: Plan) -> Counter[str]:
    """Pence off by child: all siblings in one home but the dearest, ties by id."""
    off = Counter[str]()
    for group in world.groups:
        for h in {plan[member] for member in group["members"] if member in plan}:
            home = world.homes[h]
            here = [member for member in group["members"] if plan.get(member) == h]
            by_price = sorted((world.price(world.children[member], home), member) for member in here)
            for price, member in by_price[: len(here) - 1]:
                off[member] += price * home.get("sibling_discount_percent", 0) // 100
    return off
