"""Where the home is, and when it is free."""

from __future__ import annotations

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.types import miles_as_metres
from matcher.rules.facts import Facts
from matcher.rules.measures import count_text, distance_m, limit_miles_text, miles_text
from matcher.rules.register import Reason, pair_rule
from matcher.rules.sources import CA_1989_NEAR_HOME, CARE_PLAN, CONTRACT


@pair_rule(
    code="availability",
    title="The home is available by the day the child needs it",
    source=CONTRACT,
    waived_by="panel",
)
def availability(facts: Facts, child: Referral, home: Home) -> Reason:
    late = (home.available_from - child.needed_by).days
    if late > 0:
        return (
            f"{home.id} is free from {_day(home.available_from)}; {child.id} needs a home by "
            f"{_day(child.needed_by)}, {count_text(late, 'day')} earlier"
        )
    return None


@pair_rule(
    code="distance",
    title="The home is no farther from the child's home than the care plan allows",
    source=CA_1989_NEAR_HOME,
    waived_by="panel",
)
def distance(facts: Facts, child: Referral, home: Home) -> Reason:
    if child.max_miles is None:
        return None
    metres = distance_m(child.origin, home.location)
    if metres > miles_as_metres(child.max_miles):
        return (
            f"{home.id} is {miles_text(metres)} miles ({metres:,} m) from home for {child.id}; "
            f"the limit is {limit_miles_text(child.max_miles)}"
        )
    return None


@pair_rule(
    code="exclusion_zone",
    title="The home is outside every area that the child must not live in",
    source=CARE_PLAN,
)
def exclusion_zone(facts: Facts, child: Referral, home: Home) -> Reason:
    for zone in child.exclusion_zones:
        metres = distance_m(zone, home.location)
        if metres < miles_as_metres(zone.miles):
            return (
                f"{home.id} is {miles_text(metres)} miles ({metres:,} m) from a place that {child.id} "
                f"must stay {limit_miles_text(zone.miles)} away from"
            )
    return None


def _day(day: object) -> str:
    return f"{day:%d %B %Y}".lstrip("0")
