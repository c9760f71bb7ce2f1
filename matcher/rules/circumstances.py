"""What the law asks about one placement: outside the area or at a distance, emergency, Key Stage 4 …"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.absent import UnknownField
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.route import Area
from matcher.domain.types import age_on
from matcher.geo.statutory import adjoining
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m
from matcher.rules.register import Placements

LIBERTY_FLAG = "deprivation_of_liberty"
"""The flag of a child for whom an order depriving the child of liberty is in force or asked for."""

TURNS_ON: tuple[UnknownField, ...] = ("urgency", "needed_by", "school", "flags", "current_home")
"""Fields that may not be known yet and decide which steps there are, or by when."""


@dataclass(frozen=True)
class Circumstances:
    """One child in one home, as far as an approval, a notice or a deadline turns on it."""

    child: Referral
    home: Home
    as_of: date
    starts_on: date
    area: Area
    age: int
    distance_m: int
    key_stage_4: bool
    siblings_elsewhere: tuple[str, ...] = ()
    living_there: int = 0
    """Residents, and children under review who would still live there."""
    joining: int = 0
    """Other children whom the plan, if there is one, would bring there."""

    @property
    def stays(self) -> bool:
        """The child lives there already: no placement is made."""
        return self.child.current_home == self.home.id

    @property
    def moves(self) -> bool:
        """A placement ends with this one."""
        return self.child.current_home is not None and not self.stays

    @property
    def emergency(self) -> bool:
        """Where the urgency is not known yet, the stricter: none."""
        return self.child.urgency == "emergency" and "urgency" not in self.child.unknown

    @property
    def outside(self) -> bool:
        return self.area != "in"

    @property
    def own_foster_carer(self) -> bool:
        """A foster carer whom the council itself approved: reg.11(4) asks for no approval then."""
        return self.home.placement_type == "foster" and self.home.provision == "internal"

    @property
    def needs_area_approval(self) -> bool:
        return self.outside and not self.own_foster_carer

    @property
    def at_school(self) -> bool:
        """The case names a school, or does not know it yet: the child is taken to be a registered pupil."""
        return self.child.school is not None or "school" in self.child.unknown

    @property
    def liberty(self) -> bool:
        return LIBERTY_FLAG in self.child.flags

    @property
    def not_known(self) -> tuple[str, ...]:
        """The fields not known yet on which the route turns."""
        return tuple(name for name in TURNS_ON if name in self.child.unknown)


def circumstances(
    facts: Facts, child: Referral, home: Home, placed: Placements | None = None
) -> Circumstances:
    """What is so of a pair; `placed`, the plan it is part of, tells where the siblings are.

    Raises FileNotFoundError when the map of authorities is missing.
    """
    as_of = facts.case.as_of
    needed_by = as_of if "needed_by" in child.unknown else child.needed_by
    starts_on = max(as_of, needed_by, home.available_from)
    return Circumstances(
        child=child,
        home=home,
        as_of=as_of,
        starts_on=starts_on,
        area=area_of(child, home),
        age=facts.age(child),
        distance_m=distance_m(child.origin, home.location),
        key_stage_4=in_key_stage_4(child.birth_date, starts_on),
        siblings_elsewhere=_elsewhere(facts, child, home, placed or {}),
        **_others_at(facts, child, home, placed),
    )


def _others_at(facts: Facts, child: Referral, home: Home, placed: Placements | None) -> dict[str, int]:
    """Without a plan, whoever is under review there is taken to stay."""
    lives = set(facts.reviews_in.get(home.id, ())) - {child.id}
    sent = {one for one, where in (placed or {}).items() if where == home.id} - {child.id}
    there = lives if placed is None else sent
    return {"living_there": len(home.residents) + len(lives & there), "joining": len(there - lives)}


def area_of(child: Referral, home: Home) -> Area:
    """In the child's own area, in one that adjoins it, or at a distance (reg.11(5)).

    Raises FileNotFoundError when the map of authorities is missing.
    """
    own, there = child.origin.area, home.location.area
    if own == there:
        return "in"
    return "adjoining" if adjoining(own, there) else "at_a_distance"


def in_key_stage_4(born: date, day: date) -> bool:
    """Years 10 and 11: from 1 September before the 15th birthday to the last Friday in June of year 11.

    Education Act 2002 s.82; Education (School Leaving Date) Order 1997.
    """
    summer = date(min(day.year + (day.month >= 9), date.max.year), 8, 31)
    age = age_on(born, summer)
    return age == 15 or (age == 16 and not _last_friday_in_june(summer.year) < day <= summer)


def _last_friday_in_june(year: int) -> date:
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def _elsewhere(facts: Facts, child: Referral, home: Home, placed: Placements) -> tuple[str, ...]:
    """Brothers and sisters whom the plan places in another home, unless they are to live apart."""
    groups = [group for group in facts.groups_of.get(child.id, ()) if group.rule != "apart"]
    others = {member for group in groups for member in group.members} - {child.id}
    return tuple(sorted(other for other in others if placed.get(other, home.id) != home.id))
