"""Section 4 of the specification once more: both tiers of a finished plan, in plain arithmetic."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from tests.differential.plain import MILE_M, Doc, Plan, World, discounts, incremental, metres


def weight(world: World, child: Doc) -> int:
    """What tier 1 pays for leaving this child without a home."""
    return int(world.policy["unplaced_weight"][child["urgency"]])


def mileage(pence_per_mile: int, distance_m: int) -> int:
    """Rounded half up to a penny."""
    exact = Decimal(pence_per_mile) * distance_m / MILE_M
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def own_pence(world: World, child: Doc, home: Doc) -> int:
    """All of tier 2 that depends on this child and this home alone."""
    policy, where = world.policy, home["location"]
    pence = incremental(world, child, home)
    pence += mileage(policy["pence_per_mile"], metres(child["origin"], where))
    if child.get("school"):
        pence += mileage(policy["pence_per_school_mile"], metres(child["school"], where))
    pence += policy["out_of_area_pence"] * (where["area"] != child["origin"]["area"])
    pence += policy["provision_pence"][home["provision"]]
    pence += policy["move_pence"] * (child.get("current_home") not in (None, home["id"]))
    shunned = sum(avoids(world, child, resident) for resident in home.get("residents", ()))
    return int(pence + policy["avoid_pence"] * shunned)


def avoids(world: World, a: Doc, b: Doc) -> bool:
    """Whether these two had better not share a home."""
    return (frozenset((a["id"], b["id"])), "avoid") in world.links


def stuck_together(world: World, a: Doc, b: Doc) -> int:
    """Tier 1's price for two who both stay in one home and must not share it."""
    return max(weight(world, a), weight(world, b)) if world.must_not_share(a, b) else 0


def split_pence(world: World, plan: Plan) -> int:
    """What the homes beyond the first cost, over the groups that had better live together."""
    extra = 0
    for group in world.groups:
        homes = {plan[member] for member in group["members"] if member in plan}
        if group["rule"] == "prefer_together" and homes:
            extra += len(homes) - 1
    return extra * int(world.policy["split_siblings_pence"])


def tiers(world: World, plan: Plan) -> tuple[int, int]:
    """(tier 1, tier 2) of a plan, legal or not."""
    children, homes = world.children, world.homes
    tier1 = sum(weight(world, child) for c, child in children.items() if c not in plan)
    tier2 = sum(own_pence(world, children[c], homes[h]) for c, h in plan.items())
    for a, b in combinations(plan, 2):
        if plan[a] == plan[b]:
            one, other = children[a], children[b]
            tier2 += world.policy["avoid_pence"] * avoids(world, one, other)
            if one.get("current_home") == other.get("current_home") == plan[a]:
                tier1 += stuck_together(world, one, other)
    return tier1, tier2 - sum(discounts(world, plan).values()) + split_pence(world, plan)
