"""The impact matrix restated: every risk, rule and strength worked out again from the case and the table.

The table is the answer's own: it is a policy, which the case cannot contradict.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from pydantic import ValidationError

from matcher.domain.case import Case
from matcher.domain.home import Home, Resident
from matcher.domain.impact_table import ImpactTable
from matcher.domain.referral import Referral
from matcher.verify.breach import Breach, named
from matcher.verify.figures import same_set, stated
from matcher.verify.meetings import Meetings
from matcher.verify.shut import Shut
from matcher.verify.three_ways import ThreeWays

Doc = dict[str, Any]
Child = Referral | Resident


def impact_breaches(shut: Shut, case: Case, answer: Doc) -> Iterator[Breach]:
    """Everything that the case and the answer's own table contradict, but for the allocation.

    Children are read as the case gives them: what is not known of a child is said of none.
    """
    try:
        table = ImpactTable.model_validate_json(json.dumps(answer["table"]))
    except ValidationError as error:
        yield Breach("table", f"the table has {error.error_count()} faults: no risk follows from it")
        return
    ledger = shut.ledger
    known: tuple[tuple[str, Iterable[str]], ...] = (("referral", ledger.referrals), ("home", ledger.homes))
    unknown = [name for name, ids in known if answer[name] is not None and answer[name] not in ids]
    yield from (Breach(name, f"{named(answer[name])} is not in the case") for name in unknown)
    if not unknown:
        yield from _homes(shut, case, Meetings(ledger, table), answer)


def _homes(shut: Shut, case: Case, meetings: Meetings, answer: Doc) -> Iterator[Breach]:
    asked = _asked(answer)
    told = Counter(entry["home"] for entry in answer["homes"])
    yield from (Breach("homes.home", f"{named(h)} is listed {n} times") for h, n in told.items() if n > 1)
    yield from same_set("homes.home", "the homes asked about", told, asked)
    for entry in answer["homes"]:
        if entry["home"] in asked and told[entry["home"]] == 1:
            home = shut.ledger.homes[entry["home"]]
            yield from _home(shut, case, meetings, answer["allocation"], home, asked[home.id], entry)


def _asked(answer: Doc) -> dict[str, set[str]]:
    """The children asked about, by home."""
    child, home = answer["referral"], answer["home"]
    if child is not None and home is not None:
        return {home: {child}}
    asked: dict[str, set[str]] = defaultdict(set)
    for one, where in (answer["allocation"] or {}).items():
        if where is not None and child in (None, one) and home in (None, where):
            asked[where].add(one)
    return asked


def _home(
    shut: Shut,
    case: Case,
    meetings: Meetings,
    allocation: dict[str, str | None] | None,
    home: Home,
    asked: set[str],
    entry: Doc,
) -> Iterator[Breach]:
    there = _there(case, allocation, home, asked)
    counted = {row.flag for row in meetings.table.strengths}
    right = {
        one.id: (_how(one, home, asked, allocation), _flags_known(one), counted & set(one.flags))
        for one in there.values()
    }
    yield from same_set("homes.children", home.id, (one["id"] for one in entry["children"]), right)
    for one in entry["children"]:
        if one["id"] in right:
            how, known, flags = right[one["id"]]
            yield from stated(one, {"how": how, "flags_known": known}, "homes.children.", one["id"])
            yield from same_set("homes.children.strengths", one["id"], one["strengths"], flags)
    yield from _assessed(shut, case, home, asked, entry["assessed"])
    pairs = [pair for pair in combinations(sorted(there), 2) if asked & set(pair)]
    yield from _meetings(meetings, home, {pair: (there[pair[0]], there[pair[1]]) for pair in pairs}, entry)


def _there(
    case: Case, allocation: dict[str, str | None] | None, home: Home, asked: set[str]
) -> dict[str, Child]:
    there: dict[str, Child] = {resident.id: resident for resident in home.residents}
    for child in case.referrals:
        where = child.current_home if allocation is None else allocation.get(child.id)
        if where == home.id or child.id in asked:
            there[child.id] = child
    return there


def _how(child: Child, home: Home, asked: set[str], allocation: object) -> str:
    if isinstance(child, Resident):
        return "resident"
    if child.current_home != home.id:
        return "joins"
    return "stays" if allocation is not None or child.id in asked else "under_review"


def _flags_known(child: Child) -> bool:
    return isinstance(child, Resident) or "flags" not in child.unknown


def _assessed(shut: Shut, case: Case, home: Home, asked: set[str], told: list[Doc]) -> Iterator[Breach]:
    given = {child.id: child for child in case.referrals}
    yield from same_set("homes.assessed", home.id, (one["referral"] for one in told), asked)
    for one in told:
        if one["referral"] in asked:
            child = given[one["referral"]]
            what = f"{child.id} at {home.id}"
            always, sometimes = _shut_by(shut, case, child, home)
            maybe = one.get("may_be_shut_by", ())
            yield from same_set("homes.assessed.shut_by", what, one["shut_by"], always)
            yield from same_set("homes.assessed.may_be_shut_by", what, maybe, sometimes)
            strengths = _strengths(child, home)
            yield from same_set("homes.assessed.strengths", what, one["strengths"], strengths)


def _shut_by(shut: Shut, case: Case, child: Referral, home: Home) -> tuple[set[str], set[str]]:
    """The rules that shut the home whatever is not known, and those that do for some answers."""
    ways, bit = ThreeWays(shut, case, child), 1 << shut.number[home.id]
    always = {rule for rule, homes in ways.always.items() if homes & bit}
    return always, {rule for rule, homes in ways.hanging.items() if homes & bit}


def _strengths(child: Referral, home: Home) -> set[str]:
    found = {"stays"} if child.current_home == home.id else set()
    if child.origin.area == home.location.area:
        found.add("in_area")
    spare = home.spare_staff_hours
    if "stays" not in found and spare is not None and 0 < child.staff_hours <= spare:
        found.add("staff_to_spare")
    return found


def _meetings(
    meetings: Meetings, home: Home, right: dict[tuple[str, str], tuple[Child, Child]], entry: Doc
) -> Iterator[Breach]:
    told = [tuple(sorted(meeting["children"])) for meeting in entry["meetings"]]
    if sorted(told) != sorted(right):
        yield Breach("homes.meetings", f"{home.id}: not each two children who would meet are told once")
        return
    for pair, meeting in zip(told, entry["meetings"], strict=True):
        a, b = right[pair[0], pair[1]]
        yield from meetings.breaches(a, b, home, meeting)
