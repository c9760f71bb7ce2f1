"""Small cases that use every feature densely, for tests by brute force.

Everything in them is invented. The sizes keep (homes + 1) ** referrals at 20 000 or less, so
that every allocation can be tried. Many figures sit exactly on a boundary, and equal prices
and weights are common, so that ties are. Some cases admit no allocation at all (pins that
clash, a pin that a budget forbids): a test has to expect that too.
"""

from __future__ import annotations

import json
from datetime import timedelta

from benchmarks.draw import Document, Draw
from benchmarks.tiny_parts import AS_OF, FUNDS, PRICES_PENCE, home_of, referral_of
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.rules.book import Exclusion, exclusions
from matcher.rules.facts import Facts

PANEL_RULES = ("age", "availability", "distance", "price_cap", "judgement")
INCOMPATIBLE = (("harmful_sexual_behaviour", "vulnerable_to_sexual_harm"), ("exploitation", "exploitation"))
MOST_HOMES = {2: 6, 3: 6, 4: 6, 5: 6, 6: 4}


def tiny(seed: int) -> Document:
    """A valid case document of 2 to 6 referrals and 2 to 6 homes; the same for the same seed."""
    draw = Draw(f"tiny-{seed}")
    count = draw.randint(2, 6)
    homes = [home_of(draw, f"H{i}") for i in range(draw.randint(2, MOST_HOMES[count]))]
    referrals = [referral_of(draw, f"C{i}", homes) for i in range(count)]
    _give_reviews_beds(referrals, homes)
    children = [r["id"] for r in referrals]
    case: Document = {
        "schema": "placement-case/1",
        "as_of": AS_OF.isoformat(),
        "policy": _policy(draw),
        "referrals": referrals,
        "homes": homes,
        "sibling_groups": _groups(draw, referrals),
        "relationships": _relationships(draw, children, homes),
        "offers": _offers(draw, children, homes),
        "budgets": _budgets(draw, count),
        "pins": [],
        "forbids": _forbids(draw, children, homes),
        "waivers": _waivers(draw, children, homes),
    }
    for child in draw.some(children, 0, 2) if draw.chance(0.3) else []:
        _pin(draw, case, child)
    return case


def _policy(draw: Draw) -> Document:
    weights = draw.choice([(100, 10, 1), (100, 10, 1), (5, 5, 5), (3, 2, 0)])
    return {
        "unplaced_weight": dict(zip(("emergency", "urgent", "planned"), weights, strict=True)),
        "pence_per_mile": draw.choice([0, 1_000, 1_001]),
        "pence_per_school_mile": draw.choice([0, 600]),
        "out_of_area_pence": draw.choice([0, 15_000]),
        "move_pence": draw.choice([0, 40_000]),
        "avoid_pence": draw.choice([25_000, 300_000]),
        "split_siblings_pence": draw.choice([60_000, 400_000]),
        "provision_pence": {"internal": 0, "block": 2_000, "framework": 10_000, "spot": 30_000},
        "max_age_gap_years": draw.choice([None, 6, 4, 2]),
        "incompatible_flags": [list(pair) for pair in draw.some(INCOMPATIBLE, 0, 2)],
        "solo_flags": ["fire_setting"] if draw.chance(0.6) else [],
        "barred_judgements": ["inadequate"] if draw.chance(0.7) else [],
    }


def _give_reviews_beds(referrals: list[Document], homes: list[Document]) -> None:
    for home in homes:
        living = sum(referral["current_home"] == home["id"] for referral in referrals)
        beds = home["places"] - home["blocked_places"] - len(home["residents"])
        home["places"] += max(0, living - beds)


def _groups(draw: Draw, referrals: list[Document]) -> list[Document]:
    groups = []
    for i in range(draw.choice([0, 1, 1, 2, 2])):
        members = [r["id"] for r in draw.some(referrals, 2, 3)]
        reviews = any(r["current_home"] for r in referrals if r["id"] in members)
        rules = ["prefer_together", "apart"] + ([] if reviews else ["together", "together"])
        groups.append({"id": f"S{i}", "members": members, "rule": draw.choice(rules)})
    return groups


def _relationships(draw: Draw, children: list[str], homes: list[Document]) -> list[Document]:
    everyone = children + [resident["id"] for home in homes for resident in home["residents"]]
    pairs = {(draw.choice(children), draw.choice(everyone)) for _ in range(draw.randint(0, 4))}
    links = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    return [{"a": a, "b": b, "kind": draw.choice(["must_not_share", "avoid"])} for a, b in sorted(links)]


def _offers(draw: Draw, children: list[str], homes: list[Document]) -> list[Document]:
    pairs = sorted({(draw.choice(children), draw.choice(homes)["id"]) for _ in range(draw.randint(0, 5))})
    return [_offer(draw, child, home) for child, home in pairs]


def _offer(draw: Draw, child: str, home: str) -> Document:
    days = draw.choice([None, None, -1, 0, 10])
    return {
        "referral": child,
        "home": home,
        "status": draw.weighted({"offered": 5, "declined": 1}),
        "weekly_price_pence": draw.choice([None, *PRICES_PENCE]),
        "expires": None if days is None else (AS_OF + timedelta(days=days)).isoformat(),
    }


def _budgets(draw: Draw, count: int) -> list[Document]:
    funds = draw.some(FUNDS, 0, 3)
    shares = {"la": 0.6, "icb": 0.4, "education": 0.2}
    room = draw.choice([0.0, 0.2, 0.4, 0.6, 1.0])
    return [
        {"fund": fund, "weekly_limit_pence": int(count * 300_000 * shares[fund] * room)} for fund in funds
    ]


def _forbids(draw: Draw, children: list[str], homes: list[Document]) -> list[Document]:
    pairs = {(draw.choice(children), draw.choice(homes)["id"]) for _ in range(draw.choice([0, 0, 1, 2]))}
    return [{"referral": child, "home": home} for child, home in sorted(pairs)]


def _waivers(draw: Draw, children: list[str], homes: list[Document]) -> list[Document]:
    places = [None, *(home["id"] for home in homes)]
    keys = {
        (draw.choice(children), draw.choice(PANEL_RULES), draw.choice(places))
        for _ in range(draw.choice([0, 0, 1, 2]))
    }
    ordered = sorted(keys, key=lambda key: (key[0], key[1], key[2] or ""))
    return [{"referral": child, "rule": rule, "home": home} for child, rule, home in ordered]


def _pin(draw: Draw, case: Document, child: str) -> None:
    """Pin the child to a home that the rules allow, if need be with the waivers that open it."""
    facts = Facts(read_case(json.dumps(case).encode()))
    shut = {home.id: _shut(facts, child, home.id) for home in facts.case.homes}
    homes = [home for home, rules in shut.items() if all(rule.rule in PANEL_RULES for rule in rules)]
    if homes:
        home = draw.choice(homes)
        case["pins"].append({"referral": child, "home": home})
        case["waivers"] += [{"referral": child, "rule": r.rule, "home": home} for r in shut[home]]


def _shut(facts: Facts, child: str, home: str) -> tuple[Exclusion, ...]:
    return exclusions(facts, facts.referrals[child], facts.homes[home])


def case_of(document: Document) -> Case:
    """The document, read as the product reads it. Raises BadCase."""
    return read_case(json.dumps(document).encode())
