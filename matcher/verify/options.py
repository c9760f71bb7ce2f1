"""Ranked options held against the case: who may go where, at what price, in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from matcher.verify.breach import Breach, misstated, named
from matcher.verify.figures import stated
from matcher.verify.pricing import Placed
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Doc = dict[str, Any]
_RANKED_BY = frozenset({"rank", "regret"})


def option_breaches(shut: Shut, account: Account, answer: Doc) -> Iterator[Breach]:
    """Every option of the table that the case, its allocation or its own order contradicts."""
    by_child: dict[str, list[Doc]] = defaultdict(list)
    for option in answer["options"]:
        by_child[option["referral"]].append(option)
    for child_id, options in by_child.items():
        if child_id not in account.ledger.referrals:
            yield Breach("options.referral", f"{named(child_id)} is not in the case")
            continue
        yield from _of_child(shut, account, child_id, options, answer)


def _of_child(
    shut: Shut, account: Account, child_id: str, options: list[Doc], answer: Doc
) -> Iterator[Breach]:
    """Which homes are listed, then each of them, then their ranks."""
    child = account.ledger.referrals[child_id]
    eligible = shut.eligible(child)
    listed: dict[str, Doc] = {}
    faults = []
    for option in options:
        home_id = option["home"]
        if home_id not in eligible or home_id in listed:
            why = "is listed twice" if home_id in listed else "is not open to this child"
            faults.append(Breach("options.home", f"{child_id}: {named(home_id)} {why}"))
        listed[home_id] = option
    first = answer.get("first")
    missing = sorted(eligible - listed.keys()) if first is None else []
    if first is not None and len(listed) != min(max(first, 0), len(eligible)):
        told = (
            f"{child_id}: {len(listed)} homes are listed of {len(eligible)}, and the first {first} asked for"
        )
        faults.append(Breach("options.first", told))
    faults += [Breach("options.home", f"{child_id}: {home_id} is open and not listed") for home_id in missing]
    yield from faults
    figures = {home_id: account.pricing.at(child_id, home_id) for home_id in listed if home_id in eligible}
    for home_id, placed in figures.items():
        yield from option_breach(account, placed, listed[home_id], answer)
    if not faults and all(option.keys() >= _RANKED_BY for option in options):
        yield from _ranks(figures, options)


def option_breach(account: Account, placed: Placed, option: Doc, answer: Doc) -> Iterator[Breach]:
    """What one option says of itself and of those who pay, against the case and the allocation."""
    child_id, home_id = placed.child.id, placed.home.id
    what = f"{child_id} at {home_id}"
    proposed = account.home_of.get(child_id) == home_id
    right = {
        "weekly_price_pence": placed.price_pence,
        "own_pence": placed.total_pence,
        "distance_m": placed.distance_m,
        "in_area": placed.in_area,
        "stays": placed.stays,
        "proposed": proposed,
    }
    yield from stated(option, right, "options.", what)
    if "regret" in option:
        yield from _regret(option["regret"], what, proposed, answer.get("status") == "optimal")
    if answer.get("status") == "optimal" and not option.get("exact", True):
        yield Breach("options.exact", f"{what}: a table that is optimal holds exact regrets alone")
    yield from _who_pays(account, option, what)


def _regret(regret: Doc | None, what: str, proposed: bool, optimal: bool) -> Iterator[Breach]:
    costs = None if regret is None else (regret["tier1"], regret["tier2"])
    if proposed and costs != (0, 0):
        yield Breach("options.regret", f"{what}: the plan proposes it, so it costs nobody anything")
    elif optimal and costs is not None and costs < (0, 0):
        yield Breach("options.regret", f"{what}: it would better an optimum")


def _who_pays(account: Account, option: Doc, what: str) -> Iterator[Breach]:
    for payer in option.get("who_pays", ()):
        child_id = payer["referral"]
        if child_id not in account.ledger.referrals:
            yield Breach("options.who_pays", f"{what}: {named(child_id)} is not in the case")
            continue
        now = account.home_of.get(child_id)
        if payer.get("proposed", now) != now:
            yield misstated("options.who_pays", f"{what}: {child_id} now", payer["proposed"], now)
        instead = payer.get("instead")
        if instead is not None and instead not in account.ledger.homes:
            yield Breach("options.who_pays", f"{what}: {named(instead)} is not in the case")
        elif "instead" in payer and instead == now:
            yield Breach("options.who_pays", f"{what}: nothing changes for {child_id}")


def _ranks(figures: dict[str, Placed], options: list[Doc]) -> Iterator[Breach]:
    """Rank 1 comes first in the order of all options."""
    ordered = sorted(options, key=lambda option: order(option, figures[option["home"]]))
    for rank, option in enumerate(ordered, start=1):
        what = f"{option['referral']} at {option['home']}"
        yield from stated(option, {"rank": rank}, "options.", what)


def order(option: Doc, placed: Placed) -> tuple[bool, int, int, int, int, str]:
    """Where an option stands in its list: the least regret first (none last), own price, metres, home id."""
    regret = option["regret"]
    tiers = (0, 0) if regret is None else (regret["tier1"], regret["tier2"])
    return (regret is None, *tiers, placed.total_pence, placed.distance_m, placed.home.id)
