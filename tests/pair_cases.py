"""The rules of one child and one home: child A and home H1, one clause at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

from tests.builders import (
    Doc,
    document,
    home,
    offer,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
    waiver,
    zone,
)
from tests.cases import (
    ARSON,
    AT_H1,
    CLASH,
    GAP_4,
    RuleCase,
    allowed,
    both,
    child,
    east,
    house,
    refused,
)

SUPPORTED: Doc = {"placement_type": "supported_accommodation"}
IN_SUPPORTED: Doc = {"placement_types": ["supported_accommodation"]}
NO_INADEQUATE = policy(barred_judgements=["inadequate"])


def _what_the_home_is() -> Iterator[RuleCase]:
    code = "registration"
    yield refused(code, "an unregistered home", house(registered=False))
    yield refused(code, "a type the care plan does not accept", house(placement_type="foster"))
    yield refused(
        code, "staying in an unregistered home", both({"current_home": "H1"}, {"registered": False})
    )
    yield refused(
        code, "staying in a type not accepted", both({"current_home": "H1"}, {"placement_type": "foster"})
    )
    yield allowed(
        code,
        "one of two accepted types",
        both({"placement_types": ["secure_home", "foster"]}, {"placement_type": "foster"}),
    )
    code = "regulated_under_16"
    yield refused(code, "16 tomorrow", both(IN_SUPPORTED | {"birth_date": "2010-04-02"}, SUPPORTED))
    yield refused(
        code, "staying there at 15", both(IN_SUPPORTED | {"age": 15, "current_home": "H1"}, SUPPORTED)
    )
    yield allowed(code, "16 today", both(IN_SUPPORTED | {"birth_date": "2010-04-01"}, SUPPORTED))
    yield allowed(code, "15 in a children's home", child(age=15))
    code = "judgement"
    yield refused(code, "a barred judgement", house(judgement="inadequate") | {"policy": NO_INADEQUATE})
    yield allowed(
        code, "the next one up", house(judgement="requires_improvement") | {"policy": NO_INADEQUATE}
    )
    yield allowed(code, "not yet inspected", house(judgement="not_yet_inspected") | {"policy": NO_INADEQUATE})
    yield allowed(code, "a policy that bars nothing", house(judgement="inadequate"))


def _what_the_child_needs() -> Iterator[RuleCase]:
    code = "need"
    yield refused(
        code, "the primary need is unmet", both({"also_needs": ["autism"]}, {"needs_met": ["autism"]})
    )
    yield refused(
        code,
        "the second other need is unmet",
        both({"also_needs": ["autism", "trauma"]}, {"needs_met": ["general", "autism"]}),
    )
    yield allowed(
        code,
        "all are met among others",
        both({"also_needs": ["autism"]}, {"needs_met": ["autism", "x", "general"]}),
    )
    code = "age"
    yield refused(code, "old enough tomorrow", both({"birth_date": "2014-04-02"}, {"min_age": 12}))
    yield refused(code, "too old today", both({"birth_date": "2010-04-01"}, {"max_age": 15}))
    yield allowed(code, "old enough today", both({"birth_date": "2014-04-01"}, {"min_age": 12}))
    yield allowed(code, "too old tomorrow", both({"birth_date": "2010-04-02"}, {"max_age": 15}))
    yield allowed(code, "the only age taken", both({"age": 13}, {"min_age": 13, "max_age": 13}))
    code = "gender"
    yield refused(
        code, "not one the home takes", both({"gender": "non_binary"}, {"genders": ["female", "male"]})
    )
    yield refused(code, "a home that takes nobody", house(genders=[]))
    yield allowed(code, "the only one it takes", both({"gender": "non_binary"}, {"genders": ["non_binary"]}))
    code = "step_free"
    yield refused(code, "needed and not there", both({"step_free": True}, {"step_free": False}))
    yield allowed(code, "needed and there", both({"step_free": True}, {"step_free": True}))
    yield allowed(code, "neither", both({"step_free": False}, {"step_free": False}))


def _where_and_when() -> Iterator[RuleCase]:
    code = "availability"
    yield refused(code, "a day late", both({"needed_by": "2026-05-01"}, {"available_from": "2026-05-02"}))
    yield allowed(code, "on the day", both({"needed_by": "2026-05-01"}, {"available_from": "2026-05-01"}))
    yield allowed(
        code, "both in the past", both({"needed_by": "2026-03-01"}, {"available_from": "2026-02-28"})
    )
    code = "distance"
    yield refused(code, "20 117 m against 12.5 miles, 20 116.25 m", both({"max_miles": 12.5}, east(20_117)))
    yield refused(code, "16 094 m against 10 miles, 16 093 m", both({"max_miles": 10}, east(16_094)))
    yield refused(code, "a metre against no miles", both({"max_miles": 0}, east(1)))
    yield allowed(code, "20 116 m against 12.5 miles", both({"max_miles": 12.5}, east(20_116)))
    yield allowed(code, "16 093 m against 10 miles", both({"max_miles": 10}, east(16_093)))
    yield allowed(code, "next door against no miles", both({"max_miles": 0}, east(0)))
    # From (0, 0) to (16 093, 148): 16 093.68 m, which rounds up; to (16 093, 126): 16 093.49 m.
    yield refused(code, "rounded up over it", both({"max_miles": 10}, {"location": place(446_093, 280_148)}))
    yield allowed(code, "rounded down to it", both({"max_miles": 10}, {"location": place(446_093, 280_126)}))
    code = "exclusion_zone"
    yield refused(code, "8 046 m against 5 miles, 8 046.5 m", child(exclusion_zones=[_zone_at(8_046, 5)]))
    yield refused(code, "16 092 m against 10 miles, 16 093 m", child(exclusion_zones=[_zone_at(16_092, 10)]))
    yield refused(
        code, "the second of two zones", child(exclusion_zones=[_zone_at(8_047, 5), _zone_at(1, 2)])
    )
    yield allowed(code, "8 047 m against 5 miles", child(exclusion_zones=[_zone_at(8_047, 5)]))
    yield allowed(code, "16 093 m against 10 miles", child(exclusion_zones=[_zone_at(16_093, 10)]))


def _zone_at(metres: int, miles: float) -> Doc:
    """A zone whose centre is this many metres from the plain home."""
    return zone(miles, 433_000 + metres, 284_000)


def _price_and_offer() -> Iterator[RuleCase]:
    code, plain = "price_cap", 300_000
    cheap, dear = offer("A", "H1", weekly_price_pence=200_000), offer("A", "H1", weekly_price_pence=plain + 1)
    yield refused(code, "a penny over", child(max_weekly_pence=plain - 1))
    yield refused(code, "the supplement counts", child(max_weekly_pence=plain, supplement_pence=1))
    yield refused(code, "the offered price counts", child(max_weekly_pence=plain) | {"offers": [dear]})
    yield allowed(code, "to the penny", child(max_weekly_pence=plain))
    yield allowed(code, "to the penny with supplement", child(max_weekly_pence=plain + 5, supplement_pence=5))
    yield allowed(code, "the offer is cheaper", child(max_weekly_pence=200_000) | {"offers": [cheap]})
    yield allowed(
        code,
        "a credit for the empty bed counts for nothing here",
        both({"max_weekly_pence": plain}, {"void_charge_pence": 1}),
    )
    code = "declined"
    yield refused(code, "declined", document(offers=[offer("A", "H1", "declined")]))
    yield refused(code, "ran out yesterday", document(offers=[offer("A", "H1", expires="2026-03-31")]))
    yield allowed(code, "runs out today", document(offers=[offer("A", "H1", expires="2026-04-01")]))
    yield allowed(code, "offered for good", document(offers=[offer("A", "H1")]))
    yield allowed(
        code,
        "declined by another home",
        document(homes=[home(), home("H2")], offers=[offer("A", "H2", "declined")]),
    )


def _who_lives_there() -> Iterator[RuleCase]:
    code, lived_in = "residents", {"residents": [resident("R1"), resident("R2")], "places": 3}
    yield refused(
        code, "a relationship with one", both({}, lived_in, relationships=[relationship("A", "R2")])
    )
    yield refused(code, "written the other way", both({}, lived_in, relationships=[relationship("R1", "A")]))
    yield refused(code, "the child's risk", _flagged(["harmful"], ["vulnerable"]))
    yield refused(code, "the child's vulnerability", _flagged(["vulnerable"], ["harmful"]))
    yield refused(code, "the second pair, the same flag twice", _flagged(["gang"], ["gang"]))
    yield refused(code, "five years older", _lives_with(17, 12))
    yield refused(code, "five years younger", _lives_with(12, 17))
    yield allowed(code, "four years older", _lives_with(16, 12))
    yield allowed(code, "two with the same risk", _flagged(["harmful"], ["harmful"]))
    yield allowed(
        code, "had better not", both({}, lived_in, relationships=[relationship("A", "R2", "avoid")])
    )
    yield allowed(code, "no gap in the policy", _lives_with(8, 17) | {"policy": policy()})
    code = "solo_occupied"
    fire, quiet = {"flags": ["fire_setting"]}, {"residents": [resident("R1", flags=["quiet"])]}
    yield refused(code, "solo by field", both({"solo": True}, quiet, policy=ARSON))
    yield refused(code, "solo by flag", both(fire, quiet, policy=ARSON))
    yield refused(
        code,
        "the second resident is solo",
        both({}, {"residents": [resident("R1"), resident("R2", **fire)], "places": 3}, policy=ARSON),
    )
    yield allowed(code, "nobody lives there", both(fire | {"solo": True}, {}, policy=ARSON))
    yield allowed(code, "a flag that is not of the policy", both({"flags": ["quiet"]}, quiet, policy=ARSON))
    code = "capacity"
    yield refused(code, "no places", house(places=0), with_it="beds")
    yield refused(code, "residents hold them", house(residents=[resident()], places=1), with_it="beds")
    yield refused(code, "blocked", house(places=1, blocked_places=1), with_it="beds")
    yield allowed(code, "one left of three", house(places=3, blocked_places=1, residents=[resident()]))
    code = "staffing"
    yield refused(
        code, "an hour over", both({"staff_hours": 11}, {"spare_staff_hours": 10}), with_it="staff_hours"
    )
    yield allowed(code, "to the hour", both({"staff_hours": 10}, {"spare_staff_hours": 10}))
    yield allowed(code, "none to spare, none needed", house(spare_staff_hours=0))
    yield allowed(code, "no limit", child(staff_hours=168))


def _flagged(mine: list[str], theirs: list[str]) -> Doc:
    return both({"flags": mine}, {"residents": [resident(flags=theirs)]}, policy=CLASH)


def _lives_with(mine: int, theirs: int) -> Doc:
    return both({"age": mine}, {"residents": [resident(age=theirs)]}, policy=GAP_4)


def _what_the_panel_said() -> Iterator[RuleCase]:
    code, near_and_far = "forbidden", [home("H1"), home("H2", **east(30_000))]
    yield refused(code, "forbidden", document(forbids=[pair("A", "H1")]))
    yield refused(code, "a forbidden stay", child(current_home="H1") | {"forbids": [pair("A", "H1")]})
    yield refused(
        code, "pinned to another home", document(homes=near_and_far, pins=[pair("A", "H2")]), with_it="pins"
    )
    yield allowed(code, "another home is forbidden", document(homes=near_and_far, forbids=[pair("A", "H2")]))
    yield allowed(
        code,
        "another child is forbidden",
        document([referral("A"), referral("B", gender="male")], forbids=[pair("B", "H1")]),
    )
    yield allowed(code, "pinned here", document(homes=near_and_far, pins=[pair("A", "H1")]))


def _waivers(first: dict[str, RuleCase]) -> Iterator[RuleCase]:
    """A waiver opens its own child, rule and home, and nothing else."""
    for code in ("age", "availability", "distance", "price_cap", "judgement"):
        shut = first[code]
        other = "distance" if code == "age" else "age"
        for clause, entry in (("waived here", waiver("A", code, "H1")), ("waived", waiver("A", code))):
            yield replace(shut, clause=f"{shut.clause}, {clause}", broken=False, document=_with(shut, entry))
        for clause, entry in (
            ("waived elsewhere", waiver("A", code, "H2")),
            ("waived for B", waiver("B", code)),
            ("another rule waived", waiver("A", other)),
        ):
            doc = _with(shut, entry)
            doc["referrals"].append(referral("B", gender="male"))
            doc["homes"][0]["genders"] = ["female"]
            doc["homes"].append(home("H2", genders=[]))
            yield replace(shut, clause=f"{shut.clause}, {clause}", document=doc)


def _with(shut: RuleCase, entry: Doc) -> Doc:
    doc = copy.deepcopy(shut.document)
    doc["waivers"] = [entry]
    return doc


def _stays(first: dict[str, RuleCase]) -> Iterator[RuleCase]:
    """A child who lives there already may stay: only three rules bind a stay."""
    for code, shut in first.items():
        # A home without a bed for the review who lives there is no valid case.
        if code in ("registration", "regulated_under_16", "forbidden", "capacity"):
            continue
        doc = copy.deepcopy(shut.document)
        doc["referrals"][0]["current_home"] = "H1"
        doc["homes"][0]["places"] = 3
        yield RuleCase(code, f"{shut.clause}, but the child lives there", False, doc, AT_H1)


def _pair_cases() -> tuple[RuleCase, ...]:
    parts = (
        _what_the_home_is,
        _what_the_child_needs,
        _where_and_when,
        _price_and_offer,
        _who_lives_there,
        _what_the_panel_said,
    )
    cases = [case for part in parts for case in part()]
    first = {case.rule: case for case in reversed(cases) if case.broken}
    return (*cases, *_waivers(first), *_stays(first))


PAIR_CASES = _pair_cases()
