"""What one part of a case says about another: every reference, sum and duplicate.

Each check yields all its faults; none of them repeats a value of the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcher.errors import Fault

if TYPE_CHECKING:
    from matcher.domain.case import Case

_KNOWN_REFERRAL = "no referral has this id: correct it or add the referral"
_KNOWN_HOME = "no home has this id: correct it or add the home"


def case_faults(case: Case) -> list[Fault]:
    """Every fault between the parts of a case, in the order of CHECKS."""
    return [fault for check in CHECKS for fault in check(case)]


def _twice(path: str, keys: Iterable[Hashable], what: str) -> Iterator[Fault]:
    keys, seen = list(keys), set[Hashable]()
    if len(set(keys)) == len(keys):
        return
    for position, key in enumerate(keys):
        if key in seen:
            yield Fault(path.format(position), f"{what}: keep one of them")
        seen.add(key)


def _ids_are_unique(case: Case) -> Iterator[Fault]:
    yield from _twice("$.homes[{}].id", (home.id for home in case.homes), "a second home with this id")
    groups = (group.id for group in case.sibling_groups)
    yield from _twice("$.sibling_groups[{}].id", groups, "a second sibling group with this id")
    referrals = [referral.id for referral in case.referrals]
    yield from _twice("$.referrals[{}].id", referrals, "a second referral with this id")
    yield from _children_live_in_one_home(case, set(referrals))


def _children_live_in_one_home(case: Case, seen: set[str]) -> Iterator[Fault]:
    for h, home in enumerate(case.homes):
        for r, resident in enumerate(home.residents):
            if resident.id in seen:
                yield Fault(
                    f"$.homes[{h}].residents[{r}].id",
                    "this child is already in the case: a child lives in one home, "
                    "and a child under review is a referral with current_home, not a resident",
                )
            seen.add(resident.id)


def _pairs_are_unique(case: Case) -> Iterator[Fault]:
    yield from _twice(
        "$.offers[{}]", ((o.referral, o.home) for o in case.offers), "a second offer for this pair"
    )
    yield from _twice("$.budgets[{}].fund", (b.fund for b in case.budgets), "a second budget for this fund")
    yield from _twice(
        "$.pins[{}].referral", (p.referral for p in case.pins), "a second pin for this referral"
    )
    yield from _twice("$.forbids[{}]", ((p.referral, p.home) for p in case.forbids), "the same forbid again")
    waivers = ((w.referral, w.rule, w.home) for w in case.waivers)
    yield from _twice("$.waivers[{}]", waivers, "the same waiver again")
    links = ((frozenset((r.a, r.b)), r.kind) for r in case.relationships)
    yield from _twice("$.relationships[{}]", links, "the same relationship again")


def _dates_and_ranges_are_possible(case: Case) -> Iterator[Fault]:
    born_later = "is after as_of: correct one of the two dates"
    for i, referral in enumerate(case.referrals):
        if referral.birth_date > case.as_of:
            yield Fault(f"$.referrals[{i}].birth_date", born_later)
    for i, home in enumerate(case.homes):
        if home.min_age > home.max_age:
            yield Fault(f"$.homes[{i}].min_age", "is above max_age: swap or correct them")
        for j, resident in enumerate(home.residents):
            if resident.birth_date > case.as_of:
                yield Fault(f"$.homes[{i}].residents[{j}].birth_date", born_later)


def _funding_sums_to_100(case: Case) -> Iterator[Fault]:
    for i, referral in enumerate(case.referrals):
        path = f"$.referrals[{i}].funding"
        if sum([share.percent for share in referral.funding]) != 100:
            yield Fault(path, "the percentages must sum to 100")
        if len(referral.funding) > 1:
            funds = (share.fund for share in referral.funding)
            yield from _twice(path + "[{}].fund", funds, "the same fund again")


def _lists_name_things_once(case: Case) -> Iterator[Fault]:
    yield from _lists_in("referrals", case.referrals, ("also_needs", "flags", "placement_types", "unknown"))
    yield from _lists_in("homes", case.homes, ("needs_met", "genders"))
    yield from _lists_in("sibling_groups", case.sibling_groups, ("members",))


def _lists_in(name: str, entries: Sequence[object], fields: tuple[str, ...]) -> Iterator[Fault]:
    for i, entry in enumerate(entries):
        for field in fields:
            values: Sequence[Hashable] = getattr(entry, field)
            if len(values) > 1 and len(set(values)) < len(values):
                yield from _twice(f"$.{name}[{i}].{field}[{{}}]", values, "the same entry again")


def _references_exist(case: Case) -> Iterator[Fault]:
    referrals = {referral.id for referral in case.referrals}
    homes = {home.id for home in case.homes}
    for name in ("offers", "pins", "forbids", "waivers"):
        for i, entry in enumerate(getattr(case, name)):
            if entry.referral not in referrals:
                yield Fault(f"$.{name}[{i}].referral", _KNOWN_REFERRAL)
            if entry.home is not None and entry.home not in homes:
                yield Fault(f"$.{name}[{i}].home", _KNOWN_HOME)
    for i, group in enumerate(case.sibling_groups):
        for j, member in enumerate(group.members):
            if member not in referrals:
                yield Fault(f"$.sibling_groups[{i}].members[{j}]", _KNOWN_REFERRAL)
    children = referrals | {resident.id for home in case.homes for resident in home.residents}
    for i, link in enumerate(case.relationships):
        for side in ("a", "b"):
            if getattr(link, side) not in children:
                yield Fault(f"$.relationships[{i}].{side}", "no referral or resident has this id")
        if link.a == link.b:
            yield Fault(f"$.relationships[{i}]", "a and b are the same child")


def _reviews_have_a_bed(case: Case) -> Iterator[Fault]:
    living_in = Counter(r.current_home for r in case.referrals if r.current_home is not None)
    homes = {home.id for home in case.homes}
    for i, referral in enumerate(case.referrals):
        if referral.current_home is not None and referral.current_home not in homes:
            yield Fault(f"$.referrals[{i}].current_home", _KNOWN_HOME)
    for i, home in enumerate(case.homes):
        if home.beds < living_in[home.id]:
            yield Fault(
                f"$.homes[{i}].places",
                "fewer usable places than residents and reviews living here: "
                "correct places, blocked_places, residents or current_home",
            )


def _together_groups_hold_no_review(case: Case) -> Iterator[Fault]:
    reviews = {r.id for r in case.referrals if r.current_home is not None}
    for i, group in enumerate(case.sibling_groups):
        for j, member in enumerate(group.members):
            if group.rule == "together" and member in reviews:
                yield Fault(
                    f"$.sibling_groups[{i}].members[{j}]",
                    "a child under review cannot be in a `together` group: use prefer_together",
                )


CHECKS: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    _ids_are_unique,
    _pairs_are_unique,
    _dates_and_ranges_are_possible,
    _funding_sums_to_100,
    _lists_name_things_once,
    _references_exist,
    _reviews_have_a_bed,
    _together_groups_hold_no_review,
)
