"""Every figure of a proposal held against the same figure recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from matcher.verify.breach import Breach, misstated, named
from matcher.verify.pricing import Placed
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Doc = dict[str, Any]


def figure_breaches(shut: Shut, account: Account, answer: Doc) -> Iterator[Breach]:
    """Every figure in the answer that the case contradicts; absent parts are not checked."""
    yield from stated(answer, {"tier1": account.tier1, "tier2": account.tier2}, "", "the allocation")
    yield from _placements(shut, account, answer)
    yield from _shared_lines(account, answer)
    yield from _separations(account, answer)
    yield from _unplaced(shut, account, answer)
    yield from _funds(account, answer)
    yield from stated(answer.get("totals", {}), _totals(account), "totals.", "the sum")
    yield from _unknown(account, answer)


def stated(claim: Doc, right: Mapping[str, object], place: str, what: str) -> Iterator[Breach]:
    """One breach for each field that is claimed and is not what it should be."""
    for field, value in right.items():
        if field in claim and claim[field] != value:
            yield misstated(place + field, what, claim[field], value)


def keyed(
    claims: list[Doc], key: str, place: str, wanted: Collection[str], allowed: Collection[str]
) -> tuple[list[Breach], list[Doc]]:
    """The faults in who is listed, and the entries that stand for exactly one of those allowed."""
    listed = Counter(claim[key] for claim in claims)
    code = f"{place}.{key}"
    found = [Breach(code, f"{named(k)} is listed {n} times") for k, n in listed.items() if n > 1]
    found += [Breach(code, f"{named(k)} does not belong here") for k in listed if k not in allowed]
    found += [Breach(code, f"{k} is not listed") for k in wanted if k not in listed]
    return found, [claim for claim in claims if listed[claim[key]] == 1 and claim[key] in allowed]


def _unknown(account: Account, answer: Doc) -> Iterator[Breach]:
    """Of whom something is not known, and what."""
    if "unknown" not in answer:
        return
    right = {child.id: child.unknown for child in account.ledger.case.referrals if child.unknown}
    wrong, claims = keyed(answer["unknown"], "referral", "unknown", right, right)
    yield from wrong
    for claim in claims:
        child_id = claim["referral"]
        yield from same_set("unknown.fields", child_id, claim.get("fields", right[child_id]), right[child_id])


def _placements(shut: Shut, account: Account, answer: Doc) -> Iterator[Breach]:
    if "placements" not in answer:
        return
    found, claims = keyed(answer["placements"], "referral", "placements", account.placed, account.placed)
    yield from found
    for claim in claims:
        yield from _placement(shut, account.placed[claim["referral"]], claim)


def _placement(shut: Shut, placed: Placed, claim: Doc) -> Iterator[Breach]:
    what = f"{placed.child.id} at {placed.home.id}"
    right = {
        "home": placed.home.id,
        "stays": placed.stays,
        "weekly_price_pence": placed.price_pence,
        "distance_m": placed.distance_m,
        "school_distance_m": placed.school_distance_m,
        "in_area": placed.in_area,
        "total_pence": placed.total_pence,
    }
    yield from stated(claim, right, "placements.", what)
    if "lines" in claim:
        yield from _lines(placed, claim["lines"], what)
    if "warnings" in claim:
        _, warned = shut.at(placed.child, placed.home)
        yield from same_set("placements.warnings", what, (w["rule"] for w in claim["warnings"]), warned)


def _lines(placed: Placed, lines: list[Doc], what: str) -> Iterator[Breach]:
    seen = [line["code"] for line in lines]
    if len(seen) != len(set(seen)):
        yield Breach("placements.lines", f"{what}: the same line twice")
        return
    claimed = {line["code"]: line["pence"] for line in lines}
    for code in sorted(claimed.keys() | placed.lines.keys()):
        says, right = claimed.get(code, 0), placed.lines.get(code, 0)
        if says != right:
            yield misstated("placements.lines", f"{what}, line {code}", says, right)


def same_set(code: str, what: str, claimed: Iterable[str], right: Collection[str]) -> Iterator[Breach]:
    """One breach for each item that is missing, is told twice, or is not so."""
    counted = Counter(claimed)
    for item in sorted(counted.keys() | set(right)):
        if counted[item] != int(item in right):
            yield Breach(code, f"{what}: {named(item)} {'is missing' if item in right else 'is not so'}")


def _shared_lines(account: Account, answer: Doc) -> Iterator[Breach]:
    if "shared_lines" not in answer:
        return
    claimed = Counter(
        (c["code"], c.get("group"), frozenset(c["referrals"]), frozenset(c["homes"]), c["pence"])
        for c in answer["shared_lines"]
        if c["pence"]
    )
    right = Counter((s.code, s.group, s.referrals, s.homes, s.pence) for s in account.shared if s.pence)
    for code, group, referrals, homes, pence in right - claimed:
        who = ", ".join(sorted(referrals)) + (f" of group {group}" if group else "")
        yield Breach(
            "shared_lines", f"{code}: {pence} pence for {who} in {', '.join(sorted(homes))} is missing"
        )
    for code, *_, pence in claimed - right:
        yield Breach("shared_lines", f"{code}: a line of {pence} pence is not so")


def _separations(account: Account, answer: Doc) -> Iterator[Breach]:
    if "separations" not in answer:
        return
    claimed = Counter(
        (frozenset(claim["referrals"]), claim["home"], claim["weight"]) for claim in answer["separations"]
    )
    right = Counter((pair.referrals, pair.home, pair.weight) for pair in account.kept)
    for referrals, home, weight in right - claimed:
        if weight:
            who = " and ".join(sorted(referrals))
            yield Breach("separations", f"{who} in {home}, weight {weight}, is missing")
    for _, home, weight in claimed - right:
        yield Breach("separations", f"a separation in {named(home)}, weight {weight}, is not so")


def _unplaced(shut: Shut, account: Account, answer: Doc) -> Iterator[Breach]:
    if "unplaced" not in answer:
        return
    ledger = account.ledger
    left = {child.id for child in ledger.case.referrals if child.id not in account.home_of}
    found, claims = keyed(answer["unplaced"], "referral", "unplaced", left, left)
    yield from found
    for claim in claims:
        child = ledger.referrals[claim["referral"]]
        eligible, near, shut_by = shut.counts(child)
        right = {"weight": ledger.weight(child), "eligible_homes": eligible, "near_misses": near}
        yield from stated(claim, right, "unplaced.", child.id)
        claimed = claim.get("shut_by", shut_by)
        for rule in sorted(claimed.keys() | shut_by.keys()):
            says, homes = claimed.get(rule, 0), shut_by.get(rule, 0)
            if says != homes:
                yield misstated("unplaced.shut_by", f"{child.id}, rule {named(rule)}", says, homes)


def _funds(account: Account, answer: Doc) -> Iterator[Breach]:
    if "funds" not in answer:
        return
    limits, spent = account.ledger.limits, account.spent
    wanted = limits.keys() | {fund for fund, amount in spent.items() if amount}
    paying = {share.fund for child in account.ledger.case.referrals for share in child.funding}
    found, claims = keyed(answer["funds"], "fund", "funds", sorted(wanted), wanted | paying)
    yield from found
    for claim in claims:
        fund = claim["fund"]
        right = {"spent_centipence": spent.get(fund, 0), "limit_pence": limits.get(fund)}
        yield from stated(claim, right, "funds.", f"fund {fund}")


def _totals(account: Account) -> dict[str, int]:
    placed = account.placed.values()
    return {
        "placed": len(placed),
        "unplaced": len(account.ledger.case.referrals) - len(placed),
        "incremental_pence": sum(one.incremental_pence for one in placed),
        "distance_m": sum(one.distance_m for one in placed),
        "in_area": sum(one.in_area for one in placed),
    }
