"""Emergency mode held against the case: which homes, at what figures, on what each hangs, what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.figures import same_set, stated
from matcher.verify.ledger import straight_line_m, usable_beds
from matcher.verify.next_question import question_breaches
from matcher.verify.pricing import Placed, Pricing
from matcher.verify.shut import Shut
from matcher.verify.three_ways import ThreeWays
from matcher.verify.unknown import known_flags

Doc = dict[str, Any]
Needed = tuple[str | None, str, str, tuple[str, ...], int | None, str | None]


def emergency_breaches(shut: Shut, pricing: Pricing, case: Case, answer: Doc) -> Iterator[Breach]:
    """Everything in the answer that the case contradicts; a part that is absent is not checked."""
    yield from stated(answer, {"case_fingerprint": case.fingerprint}, "", "the case")
    given = {child.id: child for child in case.referrals}
    child = given.get(answer["referral"])
    if child is None:
        yield Breach("referral", f"{named(answer['referral'])} is not in the case")
        return
    yield from same_set("unknown", child.id, answer.get("unknown", child.unknown), child.unknown)
    ways = ThreeWays(shut, case, child)
    wrong = list(_homes(ways, answer))
    yield from wrong
    if not wrong:
        yield from _options(ways, shut, pricing, answer)
        yield from _ranks(pricing, child.id, answer["sure"], answer["possible"])
        yield from question_breaches(ways, shut, pricing, answer)


def _homes(ways: ThreeWays, answer: Doc) -> Iterator[Breach]:
    """Each home is told once, where it belongs."""
    right = {"sure": ways.sure, "possible": ways.possible, "shut": ways.all & ~ways.sure & ~ways.possible}
    for part, homes in right.items():
        if part in answer:
            claims = answer[part]
            told = claims if part == "shut" else [claim["home"] for claim in claims]
            yield from same_set(part, ways.child.id, told, list(ways.ids(homes)))


def _options(ways: ThreeWays, shut: Shut, pricing: Pricing, answer: Doc) -> Iterator[Breach]:
    for claim in answer["sure"] + answer["possible"]:
        placed = pricing.at(ways.child.id, claim["home"])
        what = f"{ways.child.id} at {placed.home.id}"
        bit = shut.number[placed.home.id]
        right = {
            "weekly_price_pence": placed.price_pence,
            "own_pence": placed.total_pence,
            "distance_m": placed.distance_m,
            "in_area": placed.in_area,
            "stays": placed.stays,
            "if_lives_here": bool((ways.possible & ways.here & ~ways.broken) >> bit & 1),
        }
        yield from stated(claim, right, "options.", what)
        if "caveats" in claim:
            told = Counter(
                (c["code"], c.get("group"), c.get("needed"), c.get("free")) for c in claim["caveats"]
            )
            if told != Counter(_in_the_way(ways.case, ways.child, placed.home)):
                yield Breach("options.caveats", f"{what}: what stands in the way is not told right")
        if "hangs_on" in claim:
            yield from _hanging(claim["hangs_on"], _needed(ways, placed, bit), what)


def _in_the_way(
    case: Case, child: Referral, home: Home
) -> Iterator[tuple[str, str | None, int | None, int | None]]:
    """Limits on the home and beds for a whole sibling group; none concerns a child who lives there."""
    if child.current_home == home.id:
        return
    if home.admissions_limit == 0:
        yield "no_admission_left", None, None, None
    for group in case.sibling_groups:
        if group.rule != "together" or child.id not in group.members:
            continue
        kin = {other.id for other in case.referrals} & set(group.members)
        strangers = [c for c in case.referrals if c.current_home == home.id and c.id not in kin]
        free = max(usable_beds(home) - len(strangers), 0)
        if free < len(kin):
            yield "beds_for_group", group.id, len(kin), free


def _hanging(claims: list[Doc], right: list[Needed], what: str) -> Iterator[Breach]:
    told = Counter(
        (c["rule"], c["field"], c["must"], tuple(c["codes"]), c["figure"], c["day"]) for c in claims
    )
    for needed in sorted(told.keys() | set(right), key=repr):
        if told[needed] != right.count(needed):
            of = f"{named(needed[1])}, rule {named(needed[0] or 'none')}"
            yield Breach("options.hangs_on", f"{what}: what must be of {of} is not told right")


def _needed(ways: ThreeWays, placed: Placed, bit: int) -> list[Needed]:
    if ways.broken >> bit & 1:
        return [(None, "current_home", "here", (), None, None)] if ways.here >> bit & 1 else []
    unknown, found = set(ways.child.unknown), []
    for rule, homes in ways.hanging.items():
        if homes >> bit & 1:
            every = _of_rule(rule, ways.case, ways.child, placed.home, placed.price_pence)
            found += [needed for needed in every if needed[1] in unknown]
    return found


def _of_rule(rule: str, case: Case, child: Referral, home: Home, pence: int) -> Iterator[Needed]:
    """What each rule that hangs asks of each field it reads, whether that is known or not."""

    def must(field: str, how: str, codes: Any = (), figure: int | None = None, day: Any = None) -> Needed:
        return (rule, field, how, tuple(sorted(codes)), figure, day and day.isoformat())

    far = straight_line_m(child.origin, home.location)
    yield from {
        "registration": [must("placement_types", "includes", [home.placement_type])],
        "need": [must("need", "one_of", home.needs_met), must("also_needs", "within", home.needs_met)],
        "gender": [must("gender", "one_of", home.genders)],
        "step_free": [must("step_free", "no")],
        "availability": [must("needed_by", "by_then", day=home.available_from)],
        "distance": [must("max_miles", "at_least", figure=far)],
        "exclusion_zone": [must("exclusion_zones", "outside")],
        "price_cap": [must(*part) for part in _of_money(child, pence)],
        "residents": [must("flags", "none_of", _at_odds(case, home))],
        "solo_occupied": [*_alone(must("flags", "none_of", set(case.policy.solo_flags))), must("solo", "no")],
        "staffing": [must("staff_hours", "at_most", figure=home.spare_staff_hours)],
    }[rule]


def _alone(by_flag: Needed) -> list[Needed]:
    return [by_flag] if by_flag[3] else []


def _of_money(child: Referral, pence: int) -> Iterator[tuple[str, str, tuple[()], int]]:
    limit, extra = "max_weekly_pence", "supplement_pence"
    if limit in child.unknown and extra in child.unknown:
        yield limit, "covers", (), pence
        yield extra, "covers", (), pence
    elif limit in child.unknown:
        yield limit, "at_least", (), pence + child.supplement_pence
    elif child.max_weekly_pence is not None:
        yield extra, "at_most", (), child.max_weekly_pence - pence


def _at_odds(case: Case, home: Home) -> set[str]:
    """The flags that whoever lives there must not meet."""
    there = {flag for resident in home.residents for flag in resident.flags}
    pairs = [*case.policy.incompatible_flags, *(pair[::-1] for pair in case.policy.incompatible_flags)]
    return {one for one, other in pairs if other in there and one in known_flags(case)}


def _ranks(pricing: Pricing, child_id: str, sure: list[Doc], possible: list[Doc]) -> Iterator[Breach]:
    for position, claim in enumerate([*sure, *possible], start=1):
        if claim.get("rank", position) != position:
            yield misstated("options.rank", f"{child_id} at {claim['home']}", claim["rank"], position)
    for part in (sure, possible):
        keys = [_key(pricing.at(child_id, claim["home"])) for claim in part]
        if keys != sorted(keys):
            yield Breach("options.rank", f"{child_id}: the dearer comes before the cheaper")


def _key(placed: Placed) -> tuple[int, int, str]:
    return placed.total_pence, placed.distance_m, placed.home.id
