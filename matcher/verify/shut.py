"""The pair rules restated for many homes at once: sets of homes are whole numbers, a bit a home.

So the homes that each rule shuts to an unplaced child are counted without asking the rule
book about every pair, and each placement is checked a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from math import inf

from matcher.domain.home import Home
from matcher.domain.place import ExclusionZone, Place
from matcher.domain.referral import Referral
from matcher.verify.ledger import (
    NOBODY,
    Ledger,
    squared_at_most,
    usable_beds,
    whole_metres_short_of,
    whole_metres_within,
)
from matcher.verify.sharing import must_live_alone

SUPPORTED = "supported_accommodation"
BINDS_A_STAY = frozenset({"registration", "regulated_under_16", "forbidden"})


class Shut:
    """For a child and some homes: which rules shut which of them."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.homes = ledger.case.homes
        self.number = {home.id: number for number, home in enumerate(self.homes)}
        self._known: dict[tuple[str, str | int], int] = {}
        self._living_in = {
            resident.id: number for number, home in enumerate(self.homes) for resident in home.residents
        }

    def at(self, child: Referral, home: Home) -> tuple[frozenset[str], frozenset[str]]:
        """The rules that shut this home to the child, and those that only warn of its stay."""
        rules = frozenset(self._broken(child, (self.number[home.id],)))
        if child.current_home != home.id:
            return rules, frozenset()
        return rules & BINDS_A_STAY, rules - BINDS_A_STAY

    def everywhere(self, child: Referral) -> dict[str, int]:
        """For each rule that shuts any home to the child: those homes."""
        stay = 0 if child.current_home is None else 1 << self.number[child.current_home]
        broken = self._broken(child, range(len(self.homes)))
        left = {rule: homes if rule in BINDS_A_STAY else homes & ~stay for rule, homes in broken.items()}
        return {rule: homes for rule, homes in left.items() if homes}

    def eligible(self, child: Referral) -> set[str]:
        """The homes that no rule shuts to the child."""
        closed = 0
        for homes in self.everywhere(child).values():
            closed |= homes
        return {home.id for number, home in enumerate(self.homes) if not closed >> number & 1}

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
        among = 1 << numbers[0] if len(numbers) == 1 else self._all
        broken = self._by_kind(child) | self._by_list(child) | self._by_measure(child, numbers)
        found = {rule: homes & among for rule, homes in broken.items()}
        for rule, home_id in self._waived.get(child.id, ()):
            found[rule] &= 0 if home_id is None else ~(1 << self.number[home_id])
        return {rule: homes for rule, homes in found.items() if homes}

    def _by_kind(self, child: Referral) -> dict[str, int]:
        """Rules that compare an attribute of the child with one of the home."""
        ledger, age = self.ledger, self.ledger.age(child)
        meets = self._all
        for need in (child.need, *child.also_needs):
            meets &= self._where("need", need, partial(_meets, need))
        wanted = 0
        for kind in child.placement_types:
            wanted |= self._where("type", kind, partial(_is_a, kind))
        registered = self._where("registered", "", lambda home: home.registered)
        supported = self._where("type", SUPPORTED, partial(_is_a, SUPPORTED))
        alone = self._where("alone", "", lambda h: any(must_live_alone(ledger, r) for r in h.residents))
        if must_live_alone(ledger, child):
            alone |= self._where("occupied", "", lambda home: len(home.residents) > 0)
        return {
            "registration": ~(registered & wanted),
            "regulated_under_16": supported if age < 16 else 0,
            "need": ~meets,
            "age": ~self._where("age", age, lambda home: home.min_age <= age <= home.max_age),
            "gender": ~self._where("gender", child.gender, lambda home: child.gender in home.genders),
            "step_free": ~self._where("steps", "", lambda h: h.step_free) if child.step_free else 0,
            "residents": self._of_residents(child, age),
            "solo_occupied": alone,
            "judgement": self._where(
                "barred", "", lambda home: home.judgement in ledger.policy.barred_judgements
            ),
            "capacity": self._where("full", "", lambda home: usable_beds(home) < 1),
        }

    def _of_residents(self, child: Referral, age: int) -> int:
        ledger = self.ledger
        enemies = ledger.must_not_share.get(child.id, NOBODY)
        homes = self._bits(self._living_in[enemy] for enemy in enemies if enemy in self._living_in)
        for risk, harm in ledger.policy.incompatible_flags:
            if risk in child.flags:
                homes |= self._with_flag(harm)
            if harm in child.flags:
                homes |= self._with_flag(risk)
        most = ledger.policy.max_age_gap_years
        if most is not None:
            homes |= self._where(
                "gap", age, lambda home: any(abs(ledger.age(r) - age) > most for r in home.residents)
            )
        return homes

    def _with_flag(self, flag: str) -> int:
        return self._where("flag", flag, lambda home: any(flag in r.flags for r in home.residents))

    def _by_list(self, child: Referral) -> dict[str, int]:
        """Rules that a list of the case names: offers, forbids and pins."""
        forbidden = self._bits(self.number[home] for home in self.ledger.ruled_out.get(child.id, ()))
        pinned = self.ledger.pins.get(child.id)
        if pinned is not None:
            forbidden |= self._all & ~(1 << self.number[pinned])
        refused = self._bits(self.number[home] for home in self.ledger.refused.get(child.id, ()))
        return {"declined": refused, "forbidden": forbidden}

    def _by_measure(self, child: Referral, numbers: Sequence[int]) -> dict[str, int]:
        """Rules that compare a figure, home by home."""
        needed_by, hours, spare = child.needed_by, child.staff_hours, self._spare_hours
        late = [n for n in numbers if self.homes[n].available_from > needed_by]
        short = [n for n in numbers if spare[n] < hours] if hours else []
        near = [n for zone in child.exclusion_zones for n in self._in_zone(zone, numbers)]
        figures = {"availability": late, "staffing": short, "exclusion_zone": near}
        figures |= {"distance": self._beyond(child, numbers), "price_cap": self._too_dear(child, numbers)}
        return {rule: self._bits(shut) for rule, shut in figures.items()}

    def _too_dear(self, child: Referral, numbers: Sequence[int]) -> list[int]:
        if child.max_weekly_pence is None:
            return []
        most = child.max_weekly_pence - child.supplement_pence
        return [n for n in numbers if self.ledger.price_pence(child, self.homes[n]) > most]

    def _beyond(self, child: Referral, numbers: Sequence[int]) -> list[int]:
        if child.max_miles is None:
            return []
        reach = squared_at_most(whole_metres_within(child.max_miles))
        return [n for n in numbers if self._squared(child.origin, n) > reach]

    def _in_zone(self, zone: ExclusionZone, numbers: Sequence[int]) -> list[int]:
        reach = squared_at_most(whole_metres_short_of(zone.miles))
        return [n for n in numbers if self._squared(zone, n) <= reach]

    def _squared(self, point: Place | ExclusionZone, number: int) -> int:
        easting, northing = self._points[number]
        east, north = easting - point.easting, northing - point.northing
        return east * east + north * north

    @cached_property
    def _points(self) -> list[tuple[int, int]]:
        return [(home.location.easting, home.location.northing) for home in self.homes]

    @cached_property
    def _spare_hours(self) -> list[float]:
        return [inf if home.spare_staff_hours is None else home.spare_staff_hours for home in self.homes]

    @cached_property
    def _all(self) -> int:
        return (1 << len(self.homes)) - 1

    @cached_property
    def _waived(self) -> dict[str, list[tuple[str, str | None]]]:
        waived: dict[str, list[tuple[str, str | None]]] = {}
        for waiver in self.ledger.case.waivers:
            waived.setdefault(waiver.referral, []).append((waiver.rule, waiver.home))
        return waived

    def _where(self, what: str, value: str | int, holds: Callable[[Home], bool]) -> int:
        """The homes for which something holds, found once for each (what, value)."""
        known = self._known.get((what, value))
        if known is None:
            known = self._bits(number for number, home in enumerate(self.homes) if holds(home))
            self._known[what, value] = known
        return known

    def _bits(self, numbers: Iterable[int]) -> int:
        row = None
        for number in numbers:
            row = row or bytearray(b"0") * len(self.homes)
            row[-1 - number] = ord("1")
        return int(row, 2) if row else 0


def _meets(need: str, home: Home) -> bool:
    return need in home.needs_met


def _is_a(kind: str, home: Home) -> bool:
    return home.placement_type == kind
