"""Every legal allocation of a small case, with both tiers of each: the answer nobody can argue with.

Children are given homes one after another; what two children in one home do to each other is
looked up in tables made once, and only what needs the finished plan waits for the end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, product

from tests.differential.plain import Doc, Plan, World, beds, discounts, fund_spending
from tests.differential.prices import avoids, own_pence, split_pence, stuck_together, weight

Tiers = tuple[int, int]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Enumerated:
    """All legal plans, best first; `eligible` holds every option whether a plan uses it or not."""

    eligible: tuple[Pair, ...]
    plans: tuple[tuple[Tiers, Plan], ...]

    @property
    def best(self) -> Tiers | None:
        """(tier 1, tier 2) of the optimum; None when no allocation is legal."""
        return self.plans[0][0] if self.plans else None

    def regrets(self) -> dict[Pair, Tiers | None]:
        """Of every eligible option: the best plan that uses it less the best of all, tier by tier."""
        found: dict[Pair, Tiers | None] = dict.fromkeys(self.eligible)
        for (tier1, tier2), plan in self.plans:
            for option in plan.items():
                if found[option] is None:
                    found[option] = (tier1 - self.plans[0][0][0], tier2 - self.plans[0][0][1])
        return found


def enumerate_case(doc: Doc) -> Enumerated:
    """Brute force over a raw case. Meant for at most a few hundred thousand plans."""
    search = _Search(World(doc))
    search.place(0, 0, 0)
    eligible = tuple((child, home) for child, homes in search.eligible.items() for home in homes)
    return Enumerated(eligible, tuple(sorted(search.found, key=lambda entry: entry[0])))


def all_plans(world: World) -> list[Plan]:
    """The product of every child's eligible homes and of no home, legal or not."""
    choices = [[None, *homes] for homes in world.eligible().values()]
    return [
        {child: home for child, home in zip(world.children, chosen, strict=True) if home is not None}
        for chosen in product(*choices)
    ]


@dataclass
class _Search:
    world: World
    plan: Plan = field(default_factory=dict)
    found: list[tuple[Tiers, Plan]] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        self.order = list(world.children)
        self.eligible = world.eligible()
        self.may_go_without = {c: self._may_go_without(c) for c in self.order}
        self.own = {
            (c, h): own_pence(world, world.children[c], world.homes[h])
            for c, homes in self.eligible.items()
            for h in homes
        }
        self.free = {h: beds(home) for h, home in world.homes.items()}
        self.entries = {h: _limit(home, "admissions_limit") for h, home in world.homes.items()}
        self.hours = {h: _limit(home, "spare_staff_hours") for h, home in world.homes.items()}
        self.there: dict[str, list[str]] = defaultdict(list)
        self.pairs = {frozenset(pair): self._pair(*pair) for pair in combinations(self.order, 2)}
        self.limits = {b["fund"]: b["weekly_limit_pence"] * 100 for b in world.doc.get("budgets", ())}
        self.together = [group["members"] for group in world.groups if group["rule"] == "together"]
        self.families = bool(world.groups)

    def _may_go_without(self, c: str) -> bool:
        stay = self.world.children[c].get("current_home")
        return c not in self.world.pins and stay not in self.eligible[c]

    def _pair(self, a: str, b: str) -> tuple[bool, int, int]:
        """What sharing a home means for two children: shut, pence a week, weight if both stay."""
        one, other = self.world.children[a], self.world.children[b]
        shut = self.world.must_not_share(one, other) or self.world.alone(one) or self.world.alone(other)
        pence = self.world.policy["avoid_pence"] * avoids(self.world, one, other)
        return shut, pence, stuck_together(self.world, one, other)

    def place(self, depth: int, tier1: int, tier2: int) -> None:
        """Try every home, then none, for the child at this depth."""
        if depth == len(self.order):
            self._finish(tier1, tier2)
            return
        c = self.order[depth]
        child = self.world.children[c]
        for h in self.eligible[c]:
            shared = self._sharing(c, h)
            if shared is not None and self._enter(child, h):
                self.plan[c] = h
                self.there[h].append(c)
                self.place(depth + 1, tier1 + shared[0], tier2 + shared[1] + self.own[c, h])
                self.there[h].pop()
                del self.plan[c]
                self._leave(child, h)
        if self.may_go_without[c]:
            self.place(depth + 1, tier1 + weight(self.world, child), tier2)

    def _sharing(self, c: str, h: str) -> Tiers | None:
        """What the children already in h add to each tier; None when one of them shuts it."""
        tier1 = tier2 = 0
        for other in self.there[h]:
            shut, pence, stuck = self.pairs[frozenset((c, other))]
            if self._stays(c, h) and self._stays(other, h):
                tier1 += stuck
            elif shut:
                return None
            tier2 += pence
        return tier1, tier2

    def _stays(self, c: str, h: str) -> bool:
        return bool(self.world.children[c].get("current_home") == h)

    def _enter(self, child: Doc, h: str) -> bool:
        """Take a bed, an admission and staff hours if all are there."""
        self._count(child, h, -1)
        if self.free[h] >= 0 and self.entries[h] >= 0 and self.hours[h] >= 0:
            return True
        self._leave(child, h)
        return False

    def _leave(self, child: Doc, h: str) -> None:
        self._count(child, h, 1)

    def _count(self, child: Doc, h: str, sign: int) -> None:
        self.free[h] += sign
        if not self._stays(child["id"], h):
            self.entries[h] += sign
            self.hours[h] += sign * child.get("staff_hours", 0)

    def _finish(self, tier1: int, tier2: int) -> None:
        if any(len({self.plan.get(member) for member in members}) > 1 for members in self.together):
            return
        if self.limits:
            spent = fund_spending(self.world, self.plan)
            if any(spent[fund] > limit for fund, limit in self.limits.items()):
                return
        if self.families:
            tier2 += split_pence(self.world, self.plan) - sum(discounts(self.world, self.plan).values())
        self.found.append(((tier1, tier2), dict(self.plan)))


def _limit(home: Doc, name: str) -> int:
    given = home.get(name)
    return 10**9 if given is None else int(given)
