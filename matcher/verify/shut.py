"""The pair rules restated for many homes at once: sets of homes are whole numbers, a bit a home.

So the homes that each rule shuts to an unplaced child are counted without asking the rule
book about every pair, and each placement is checked a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import inf
from typing import Any

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.ledger import NOBODY, Ledger, usable_beds
from matcher.verify.reach import Reach
from matcher.verify.sets import HomeSets
from matcher.verify.sharing import must_live_alone
from matcher.verify.unknown import EVERY_GENDER

SUPPORTED = "supported_accommodation"
BINDS_A_STAY = frozenset({"registration", "regulated_under_16", "forbidden"})


class Shut:
    """For a child and some homes: which rules shut which of them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.homes = ledger.case.homes
        self.number = {home.id: number for number, home in enumerate(self.homes)}
        self.sets, self.reach = HomeSets(self.homes), Reach(ledger)
        self._at: dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]] = {}
        self._open: dict[str, frozenset[str]] = {}

    def at(self, child: Referral, home: Home) -> tuple[frozenset[str], frozenset[str]]:
        """The rules that shut this home to the child, and those that only warn of its stay."""
        known = self._at.get((child.id, home.id))
        if known is None:
            rules = frozenset(self._broken(child, (self.number[home.id],)))
            stays = child.current_home == home.id
            known = (rules & BINDS_A_STAY, rules - BINDS_A_STAY) if stays else (rules, frozenset())
            self._at[child.id, home.id] = known
        return known

    def everywhere(self, child: Referral) -> dict[str, int]:
        """For each rule that shuts any home to the child: those homes."""
        stay = 0 if child.current_home is None else 1 << self.number[child.current_home]
        broken = self._broken(child, range(len(self.homes)))
        left = {rule: homes if rule in BINDS_A_STAY else homes & ~stay for rule, homes in broken.items()}
        return {rule: homes for rule, homes in left.items() if homes}

    def eligible(self, child: Referral) -> frozenset[str]:
        """The homes that no rule shuts to the child."""
        known = self._open.get(child.id)
        if known is None:
            closed = 0
            for homes in self.everywhere(child).values():
                closed |= homes
            ids = (home.id for number, home in enumerate(self.homes) if not closed >> number & 1)
            known = self._open[child.id] = frozenset(ids)
        return known

    def counts(self, child: Referral) -> tuple[int, int, dict[str, int]]:
        """Homes no rule shuts, homes exactly one rule shuts, and homes shut by each rule."""
        broken = self.everywhere(child)
        once = twice = 0
        for homes in broken.values():
            twice |= once & homes
            once |= homes
        shut_by = {rule: homes.bit_count() for rule, homes in broken.items()}
        return len(self.homes) - once.bit_count(), (once & ~twice).bit_count(), shut_by

    def _broken(self, child: Referral, numbers: Sequence[int]) -> dict[str, int]:
        among = 1 << numbers[0] if len(numbers) == 1 else self.sets.all
        broken = self._by_kind(child) | self._by_list(child) | self._by_measure(child, numbers)
        found = {rule: homes & among for rule, homes in broken.items()}
        for rule, home_id in self._waived.get(child.id, ()):
            found[rule] &= 0 if home_id is None else ~(1 << self.number[home_id])
        return {rule: homes for rule, homes in found.items() if homes}

    def _by_kind(self, child: Referral) -> dict[str, int]:
        """Rules that compare an attribute of the child with one of the home."""
        where, by, age = self.sets.where, self.sets.by, self.ledger.age(child)
        met, meets = by("need", lambda home: home.needs_met), self.sets.all
        for need in (child.need, *child.also_needs):
            meets &= met.get(need, 0)
        types, wanted = by("type", lambda home: (home.placement_type,)), 0
        for kind in child.placement_types:
            wanted |= types.get(kind, 0)
        ranges = by("ages", lambda home: ((home.min_age, home.max_age),))
        barred = self.ledger.policy.barred_judgements
        return {
            "registration": ~(where("registered", lambda home: home.registered) & wanted),
            "regulated_under_16": types.get(SUPPORTED, 0) if age < 16 else 0,
            "need": ~meets,
            "age": ~self.sets.joined("age", age, ranges, lambda ends: ends[0] <= age <= ends[1]),
            "gender": ~self._taking(child),
            "step_free": ~where("steps", lambda h: h.step_free) if child.step_free else 0,
            "residents": self._of_residents(child, age),
            "solo_occupied": self._alone(child),
            "judgement": where("barred", lambda home: home.judgement in barred),
            "capacity": where("full", lambda home: usable_beds(home) < 1),
        }

    def _taking(self, child: Referral) -> int:
        """The homes that take the child's gender; every gender, when it is not known."""
        takes = self.sets.by("gender", lambda home: home.genders)
        if "gender" not in child.unknown:
            return takes.get(child.gender, 0)
        every = [takes.get(gender, 0) for gender in EVERY_GENDER]
        return every[0] & every[1] & every[2]

    def _alone(self, child: Referral) -> int:
        if must_live_alone(self.ledger, child):
            return self.sets.where("occupied", lambda home: len(home.residents) > 0)
        solo = self.ledger.policy.solo_flags
        return self.sets.joined("alone", None, self._by_flag, lambda flag: flag in solo)

    def _of_residents(self, child: Referral, age: int) -> int:
        ledger = self.ledger
        enemies = ledger.must_not_share.get(child.id, NOBODY)
        homes = self.sets.bits(self._living_in[enemy] for enemy in enemies if enemy in self._living_in)
        for risk, harm in ledger.policy.incompatible_flags if child.flags else ():
            if risk in child.flags:
                homes |= self._by_flag.get(harm, 0)
            if harm in child.flags:
                homes |= self._by_flag.get(risk, 0)
        most = ledger.policy.max_age_gap_years
        if most is not None:
            homes |= self.sets.joined("gap", age, self._by_age, lambda theirs: abs(theirs - age) > most)
        return homes

    def _by_list(self, child: Referral) -> dict[str, int]:
        """Rules that a list of the case names: offers, forbids and pins."""
        forbidden = self.sets.bits(self.number[home] for home in self.ledger.ruled_out.get(child.id, ()))
        pinned = self.ledger.pins.get(child.id)
        if pinned is not None:
            forbidden |= self.sets.all & ~(1 << self.number[pinned])
        refused = self.sets.bits(self.number[home] for home in self.ledger.refused.get(child.id, ()))
        return {"declined": refused, "forbidden": forbidden}

    def _by_measure(self, child: Referral, numbers: Sequence[int]) -> dict[str, int]:
        """Rules that compare a figure."""
        needed_by, hours = child.needed_by, child.staff_hours
        days = self.sets.by("day", lambda home: (home.available_from,))
        spare = self.sets.by("hours", lambda home: (_or_no_limit(home.spare_staff_hours),))
        return {
            "availability": self.sets.joined("late", needed_by, days, lambda day: day > needed_by),
            "staffing": self.sets.joined("short", hours, spare, lambda left: left < hours),
            "exclusion_zone": self.sets.bits(self.reach.in_zones(child, numbers)),
            "distance": self.sets.bits(self.reach.beyond(child, numbers)),
            "price_cap": self.sets.bits(self.reach.too_dear(child, numbers)),
        }

    @cached_property
    def _living_in(self) -> dict[str, int]:
        return {resident.id: n for n, home in enumerate(self.homes) for resident in home.residents}

    @cached_property
    def _by_flag(self) -> dict[Any, int]:
        """The homes with a resident who has each flag."""
        return self.sets.by("flag", lambda home: {flag for child in home.residents for flag in child.flags})

    @cached_property
    def _by_age(self) -> dict[Any, int]:
        """The homes with a resident of each age."""
        age = self.ledger.age
        return self.sets.by("resident", lambda home: {age(resident) for resident in home.residents})

    @cached_property
    def _waived(self) -> dict[str, list[tuple[str, str | None]]]:
        waived: dict[str, list[tuple[str, str | None]]] = {}
        for waiver in self.ledger.case.waivers:
            waived.setdefault(waiver.referral, []).append((waiver.rule, waiver.home))
        return waived


def _or_no_limit(hours: int | None) -> float:
    return inf if hours is None else hours
