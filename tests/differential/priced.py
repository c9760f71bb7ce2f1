"""Prices of rules and break-even prices by brute force: the raw document changed, every plan tried again.

Written from the specification and imports nothing of what it tests but the answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from matcher import library
from matcher.domain.break_even import BreakEven, Retainer
from matcher.domain.price_of_rules import PriceOfRules
from matcher.domain.priced import Priced
from matcher.domain.without import rules_of
from matcher.errors import BadCase, PinsClash
from tests.differential.brute import Enumerated, enumerate_case
from tests.differential.draws import OPEN_HOME, drawn, read
from tests.differential.plain import Doc, Plan, World, incremental, metres
from tests.differential.plain import discounts as discounts_of

MOST_PENCE = 10**9
MOST_PLANS = 5_000
PANEL = ("age", "availability", "distance", "price_cap", "judgement")
LISTS = {"pin": "pins", "forbid": "forbids"}


def doc_without(doc: Doc, kind: str, of: tuple[str, ...]) -> Doc:
    """The document without one rule."""
    policy = doc["policy"]
    if kind in LISTS:
        kept = [pair for pair in doc[LISTS[kind]] if (pair["referral"], pair["home"]) != of]
        return doc | {LISTS[kind]: kept}
    if kind in ("together", "prefer_together", "apart"):
        groups = [g | {"rule": "none"} if g["id"] == of[0] else g for g in doc["sibling_groups"]]
        return doc | {"sibling_groups": groups}
    if kind == "must_not_share":
        links = [x for x in doc["relationships"] if x["kind"] != kind or {x["a"], x["b"]} != set(of)]
        return doc | {"relationships": links}
    if kind == "incompatible_flags":
        pairs = [pair for pair in policy[kind] if tuple(pair) != of]
        return doc | {"policy": policy | {kind: pairs}}
    if kind == "age_gap":
        return doc | {"policy": policy | {"max_age_gap_years": None}}
    if kind == "admissions":
        homes = [h | {"admissions_limit": None} if h["id"] == of[0] else h for h in doc["homes"]]
        return doc | {"homes": homes}
    if kind == "budget":
        return doc | {"budgets": [budget for budget in doc["budgets"] if budget["fund"] != of[0]]}
    return _for_children(doc, kind, of) if kind in (*PANEL, "staffing") else _unpriced(doc, kind)


def _for_children(doc: Doc, kind: str, of: tuple[str, ...]) -> Doc:
    whom = of or tuple(child["id"] for child in doc["referrals"])
    if kind == "staffing":
        free = [c | {"staff_hours": 0} if c["id"] in whom else c for c in doc["referrals"]]
        return doc | {"referrals": free}
    waivers = [{"referral": child, "rule": kind, "home": None} for child in whom]
    return doc | {"waivers": doc["waivers"] + waivers}


def _unpriced(doc: Doc, kind: str) -> Doc:
    nothing = dict.fromkeys(doc["policy"][kind], 0) if kind == "provision_pence" else 0
    return doc | {"policy": doc["policy"] | {kind: nothing}}


def rule_faults(seed: int, most: int) -> list[str]:
    """What brute force says otherwise of some rules of a small case; `most`: how many are asked about."""
    doc = drawn(seed)
    case = read(doc)
    names = [rule.name for rule in rules_of(case)]
    asked = random.Random(seed).sample(names, min(most, len(names)))
    try:
        answer = library.price_of_rules(case, asked)
    except PinsClash:
        return [] if enumerate_case(doc).best is None else [f"seed {seed}: the pins do not clash"]
    return [f"seed {seed}: {fault}" for fault in _rule_faults(doc, answer)]


def _rule_faults(doc: Doc, answer: PriceOfRules) -> Iterator[str]:
    if answer.status != "optimal" or answer.open:
        yield "not everything is proved"
    base = {child: home for child, home in answer.allocation.items() if home}
    for price in answer.prices:
        truth = enumerate_case(doc_without(doc, price.rule.kind, price.rule.of))
        if price.sums is None:
            yield from [] if truth.best is None else [f"{price.rule.name}: there is a plan without it"]
            continue
        plan = base | {change.referral: change.to for change in price.changes}
        placed = {child: home for child, home in plan.items() if home}
        told = (price.sums.tier1, price.sums.tier2)
        if told != truth.best or (told, placed) not in truth.plans:
            yield f"{price.rule.name}: {told} is not {truth.best}"
        changed = doc_without(doc, price.rule.kind, price.rule.of)
        if price.sums.model_dump() != {"tier1": told[0], "tier2": told[1]} | real_figures(changed, placed):
            yield f"{price.rule.name}: its figures are others"
    for skipped in answer.skipped:
        truth = enumerate_case(doc_without(doc, skipped.rule.kind, skipped.rule.of))
        if base not in best_plans(truth):
            yield f"{skipped.rule.name}: without it another plan is best ({skipped.proof})"


def best_plans(truth: Enumerated) -> list[Plan]:
    """All that are as good as the best."""
    return [plan for value, plan in truth.plans if value == truth.best]


def real_figures(doc: Doc, plan: Plan) -> dict[str, int]:
    """What is not a price of the policy."""
    world = World(doc)
    pairs = [(world.children[child], world.homes[home]) for child, home in plan.items()]
    spent = sum(incremental(world, child, home) for child, home in pairs)
    return {
        "placed": len(plan),
        "in_area": sum(child["origin"]["area"] == home["location"]["area"] for child, home in pairs),
        "incremental_pence": spent - sum(discounts_of(world, plan).values()),
        "distance_m": sum(metres(child["origin"], home["location"]) for child, home in pairs),
    }


def doc_at(doc: Doc, priced: Priced, value: int) -> Doc:
    """The document at another price."""
    if priced.kind == "home":
        homes = [h | {"weekly_price_pence": value} if h["id"] == priced.home else h for h in doc["homes"]]
        return doc | {"homes": homes}
    if priced.kind == "offer":
        pair: Doc = {"referral": priced.referral, "home": priced.home}
        old = next((o for o in doc["offers"] if o | pair == o), pair | {"status": "offered"})
        others = [offer for offer in doc["offers"] if offer | pair != offer]
        return doc | {"offers": [*others, old | {"weekly_price_pence": value}]}
    among = homes_priced(doc, priced)
    homes = [_dearer(home, value) if home["id"] in among else home for home in doc["homes"]]
    offers = [_dearer(offer, value) if offer["home"] in among else offer for offer in doc["offers"]]
    return doc | {"homes": homes, "offers": offers}


def _dearer(priced: Doc, percent: int) -> Doc:
    pence = priced["weekly_price_pence"]
    return priced if pence is None else priced | {"weekly_price_pence": (pence * (100 + percent) + 50) // 100}


def homes_priced(doc: Doc, priced: Priced) -> set[str]:
    """The homes whose price it is."""
    wanted = {"id": priced.home, "provider": priced.provider, "provision": priced.provision}
    keys = {key: value for key, value in wanted.items() if value is not None}
    return {home["id"] for home in doc["homes"] if home | keys == home}


def used_at(doc: Doc, priced: Priced, value: int) -> bool:
    """Whether one of the best plans uses it at this price."""
    among = homes_priced(doc, priced)
    plans = best_plans(enumerate_case(doc_at(doc, priced, value)))
    if priced.kind == "offer":
        return any(plan.get(priced.referral or "") == priced.home for plan in plans)
    return any(among & set(plan.values()) for plan in plans)


def asked_of(doc: Doc, draw: random.Random) -> Priced:
    """One of the things of a case that have a price; as often as not one that a best plan uses."""
    truth = enumerate_case(doc)
    home, child = draw.choice(doc["homes"]), draw.choice(doc["referrals"])["id"]
    if truth.plans and truth.plans[0][1] and draw.random() < 0.7:
        child, used = draw.choice(sorted(truth.plans[0][1].items()))
        home = next(known for known in doc["homes"] if known["id"] == used)
    kinds: list[dict[str, Any]] = [
        {"kind": "home", "home": home["id"]},
        {"kind": "offer", "home": home["id"], "referral": child},
        {"kind": "uplift", "home": home["id"]},
        {"kind": "uplift", "provider": home["provider"]},
        {"kind": "uplift", "provision": home["provision"]},
    ]
    return Priced(**draw.choice(kinds))


def with_room(seed: int) -> Doc:
    """A small case, and where brute force can bear it an open home more, so that there is another plan."""
    doc = drawn(seed)
    if seed % 2 and (len(doc["homes"]) + 2) ** len(doc["referrals"]) <= MOST_PLANS:
        more = doc["homes"][0] | OPEN_HOME | {"id": "HX", "name": "Tiny House HX", "residents": []}
        more |= {
            "places": 3,
            "admissions_limit": None,
            "spare_staff_hours": None,
            "weekly_price_pence": 500_000,
        }
        doc |= {"homes": [*doc["homes"], more]}
    return doc


def break_even_faults(seed: int, more: int = 3) -> list[str]:
    """What brute force says otherwise of a highest price; `more`: prices tried on each side of it."""
    doc, draw = with_room(seed), random.Random(seed)
    priced = asked_of(doc, draw)
    try:
        answer = library.break_even(read(doc), priced)
    except PinsClash:
        return [] if enumerate_case(doc).best is None else [f"seed {seed}: the pins do not clash"]
    return [f"seed {seed}, {priced}: {fault}" for fault in _price_faults(doc, priced, answer, draw, more)]


def _price_faults(
    doc: Doc, priced: Priced, answer: BreakEven, draw: random.Random, more: int
) -> Iterator[str]:
    least = -100 if priced.kind == "uplift" else 0
    most = _most(doc, priced)
    highest = least - 1 if answer.highest is None else answer.highest
    if (answer.status == "optimal") != answer.settled:
        yield "what is proved is not said to be"
    if highest >= least and not used_at(doc, priced, highest):
        yield f"not used at {highest}"
    if highest < most and used_at(doc, priced, highest + 1):
        yield f"used at {highest + 1}"
    if not answer.settled:
        return
    for end in (highest + 100, most):
        above = [draw.randint(highest + 1, min(end, most)) for _ in range(more if highest < most else 0)]
        yield from (f"used at {value}" for value in above if used_at(doc, priced, value))
    below = [draw.randint(least, highest) for _ in range(more if highest >= least else 0)]
    yield from (f"not used at {value}" for value in below if not used_at(doc, priced, value))


def _most(doc: Doc, priced: Priced) -> int:
    """The most that a document can state, found by trying."""
    if priced.kind != "uplift":
        return MOST_PENCE
    among = homes_priced(doc, priced)
    entries = [h for h in doc["homes"] if h["id"] in among] + [o for o in doc["offers"] if o["home"] in among]
    low, high = -100, 1_000_001
    while high - low > 1:
        middle = (low + high) // 2
        fits = all((_dearer(entry, middle)["weekly_price_pence"] or 0) <= MOST_PENCE for entry in entries)
        low, high = (middle, high) if fits else (low, middle)
    return low


def retainer_faults(seed: int) -> list[str]:
    """What brute force says otherwise of what holding a home's beds is worth."""
    doc, draw = drawn(seed), random.Random(seed)
    home, days = draw.choice(doc["homes"])["id"], draw.randint(1, 40)
    until = date.fromisoformat(doc["as_of"]) + timedelta(days)
    later = [
        known | {"available_from": max(known["available_from"], until.isoformat())}
        if known["id"] == home
        else known
        for known in doc["homes"]
    ]
    with_it, without_it = enumerate_case(doc), enumerate_case(doc | {"homes": later})
    try:
        answer = library.retainer(read(doc), home, until)
    except PinsClash:
        return [] if None in (with_it.best, without_it.best) else [f"seed {seed}: the pins do not clash"]
    except BadCase:
        pinned = [pin["referral"] for pin in doc["pins"] if pin["home"] == home]
        return [] if pinned else [f"seed {seed}: no pin is to {home}"]
    return [f"seed {seed}: {fault}" for fault in _worth_faults(with_it, without_it, answer)]


def _worth_faults(with_it: Enumerated, without_it: Enumerated, answer: Retainer) -> Iterator[str]:
    told = [(sums.tier1, sums.tier2) for sums in (answer.held, answer.not_held)]
    if told != [with_it.best, without_it.best]:
        yield f"{told} is not {with_it.best}, {without_it.best}"
    elif told[0][0] == told[1][0] and answer.weekly_pence != told[1][1] - told[0][1]:
        yield f"{answer.weekly_pence} a week is not what lies between {told}"
