"""Beds, admissions and staff hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts
from matcher.rules.measures import count_text
from matcher.rules.register import Placements, Reason, group_rule, pair_rule
from matcher.rules.sources import CHR_2015_SCHEDULE_1, CONTRACT


@pair_rule(
    code="capacity",
    title="The home has a usable bed that no resident has",
    source=CHR_2015_SCHEDULE_1,
)
def capacity(facts: Facts, child: Referral, home: Home) -> Reason:
    if home.beds < 1:
        return (
            f"{home.id} has no free bed: {count_text(home.places, 'place')}, {home.blocked_places} blocked, "
            f"{len(home.residents)} taken"
        )
    return None


@pair_rule(
    code="staffing",
    title="The home can spare the staff hours that the child needs",
    source=CONTRACT,
    waived_by="the provider, at a price",
)
def staffing(facts: Facts, child: Referral, home: Home) -> Reason:
    if home.spare_staff_hours is not None and child.staff_hours > home.spare_staff_hours:
        return (
            f"{child.id} needs {count_text(child.staff_hours, 'extra staff hour')} a week; "
            f"{home.id} has {home.spare_staff_hours} to spare"
        )
    return None


@group_rule(
    code="beds",
    title="No home has more children placed in it than usable beds",
    source=CHR_2015_SCHEDULE_1,
)
def beds(facts: Facts, placements: Placements) -> Iterable[str]:
    for home, children in _by_home(facts, placements):
        if len(children) > home.beds:
            placed = count_text(len(children), "child", "children")
            yield f"{home.id} has {count_text(max(home.beds, 0), 'usable bed')} and {placed} placed"


@group_rule(
    code="admissions",
    title="No home admits more children than it can settle in",
    source=CONTRACT,
    waived_by="the provider, at a price",
)
def admissions(facts: Facts, placements: Placements) -> Iterable[str]:
    for home, children in _by_home(facts, placements):
        admitted = sum(not facts.stays(child, home) for child in children)
        if home.admissions_limit is not None and admitted > home.admissions_limit:
            children_admitted = count_text(admitted, "child", "children")
            yield f"{home.id} would admit {children_admitted}; it can settle in {home.admissions_limit}"


@group_rule(
    code="staff_hours",
    title="The children placed in a home need no more staff hours than it can spare",
    source=CONTRACT,
    waived_by="the provider, at a price",
)
def staff_hours(facts: Facts, placements: Placements) -> Iterable[str]:
    for home, children in _by_home(facts, placements):
        hours = sum(child.staff_hours for child in children if not facts.stays(child, home))
        if home.spare_staff_hours is not None and hours > home.spare_staff_hours:
            needed = count_text(hours, "extra staff hour")
            yield f"{home.id} would need {needed} a week; it has {home.spare_staff_hours}"


def _by_home(facts: Facts, placements: Placements) -> Iterable[tuple[Home, list[Referral]]]:
    children: dict[str, list[Referral]] = defaultdict(list)
    for referral_id, home_id in sorted(placements.items()):
        children[home_id].append(facts.referrals[referral_id])
    for home_id in sorted(children):
        yield facts.homes[home_id], children[home_id]
