"""For every kind of change: a case that it makes, and changes that are refused, each at its field.

Written from the specification's table, not from the code. All data is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.builders import (
    Doc,
    budget,
    document,
    group,
    home,
    offer,
    pair,
    policy,
    referral,
    relationship,
    resident,
    waiver,
)

Made = Callable[[Doc], object]


def before() -> Doc:
    """Three children, one of them under review in H2, two homes, and one of everything that is said."""
    return document(
        [
            referral("A"),
            referral("B", school={"easting": 1, "northing": 2, "area": "E08000026"}),
            referral("C", current_home="H2"),
        ],
        [home("H1", provision="spot"), home("H2", residents=[resident("R1")], provider="Lantern")],
        sibling_groups=[group("A", "B")],
        relationships=[relationship("B", "R1", "avoid")],
        offers=[offer("A", "H2", weekly_price_pence=100_005), offer("B", "H1", weekly_price_pence=7)],
        budgets=[budget(900_000)],
        pins=[pair("B", "H1")],
        forbids=[pair("A", "H2")],
        waivers=[waiver("A", "age", "H2")],
    )


def with_home(number: int, **fields: Any) -> Made:
    return lambda doc: doc["homes"][number].update(fields)


def closed(doc: Doc) -> None:
    doc["homes"].pop(1)
    doc["referrals"][2]["current_home"] = None
    doc.update(relationships=[], offers=[doc["offers"][1]], forbids=[], waivers=[])


def withdrawn(doc: Doc) -> None:
    doc["referrals"].pop(0)
    doc.update(sibling_groups=[], offers=[doc["offers"][1]], forbids=[], waivers=[])


def uplifted(doc: Doc) -> None:
    doc["homes"][0].update(weekly_price_pence=330_300)
    doc["offers"][1].update(weekly_price_pence=8)


MADE: list[tuple[Doc, Made]] = [
    ({"kind": "open_home", "home": home("H3")}, lambda doc: doc["homes"].append(home("H3"))),
    ({"kind": "close_home", "home_id": "H2"}, closed),
    ({"kind": "set_home", "home_id": "H1", "places": 3}, with_home(0, places=3)),
    ({"kind": "set_home", "home_id": "H1", "admissions_limit": 0}, with_home(0, admissions_limit=0)),
    ({"kind": "uplift", "percent": 10.1, "provision": "spot"}, uplifted),
    ({"kind": "uplift", "percent": 10.1, "home_id": "H1"}, uplifted),
    (
        {"kind": "uplift", "percent": -50, "provider": "Lantern"},
        lambda doc: (
            doc["homes"][1].update(weekly_price_pence=150_000),
            doc["offers"][0].update(weekly_price_pence=50_003),
        )[-1],
    ),
    (
        {"kind": "set_budget", "fund": "la", "weekly_limit_pence": 5},
        lambda doc: doc.update(budgets=[budget(5)]),
    ),
    ({"kind": "set_budget", "fund": "la", "weekly_limit_pence": None}, lambda doc: doc.update(budgets=[])),
    ({"kind": "set_policy", "move_pence": 1}, lambda doc: doc.update(policy=policy(move_pence=1))),
    ({"kind": "pin", "referral": "A", "home": "H1"}, lambda doc: doc["pins"].append(pair("A", "H1"))),
    ({"kind": "unpin", "referral": "B", "home": "H1"}, lambda doc: doc.update(pins=[])),
    ({"kind": "forbid", "referral": "B", "home": "H2"}, lambda doc: doc["forbids"].append(pair("B", "H2"))),
    ({"kind": "unforbid", "referral": "A", "home": "H2"}, lambda doc: doc.update(forbids=[])),
    (
        {"kind": "waive", "referral": "B", "rule": "distance"},
        lambda doc: doc["waivers"].append(waiver("B", "distance")),
    ),
    (
        {"kind": "waive", "waiver": {"referral": "B", "rule": "distance", "home": None}},
        lambda doc: doc["waivers"].append(waiver("B", "distance")),
    ),
    (
        {"kind": "set_referral", "referral_id": "B", "max_miles": 3.5, "school": None},
        lambda doc: doc["referrals"][1].update(max_miles=3.5, school=None),
    ),
    (
        {"kind": "relate", "a": "R1", "b": "B", "relationship": "must_not_share"},
        lambda doc: doc.update(relationships=[relationship("R1", "B")]),
    ),
    (
        {"kind": "relate", "a": "R1", "b": "B", "relationship": None},
        lambda doc: doc.update(relationships=[]),
    ),
    (
        {"kind": "set_group", "id": "G1", "members": ["A", "C"], "rule": "apart"},
        lambda doc: doc.update(sibling_groups=[group("A", "C", rule="apart")]),
    ),
    (
        {"kind": "set_group", "id": "G2", "members": ["B", "C"], "rule": "apart"},
        lambda doc: doc["sibling_groups"].append(group("B", "C", id="G2", rule="apart")),
    ),
    ({"kind": "set_group", "id": "G1", "rule": None}, lambda doc: doc.update(sibling_groups=[])),
    (
        {"kind": "add_referral", "referral": referral("D")},
        lambda doc: doc["referrals"].append(referral("D")),
    ),
    ({"kind": "withdraw_referral", "referral_id": "A"}, withdrawn),
    (
        {"kind": "set_offer", "referral": "A", "home": "H2", "status": "declined"},
        lambda doc: doc["offers"].__setitem__(0, offer("A", "H2", "declined")),
    ),
    (
        {"kind": "set_offer", "offer": offer("A", "H1")},
        lambda doc: doc["offers"].append(offer("A", "H1")),
    ),
    ({"kind": "set_as_of", "as_of": "2026-04-02"}, lambda doc: doc.update(as_of="2026-04-02")),
]


NOBODY = "no referral has this id when this change is applied: correct it, or add the referral before"
NO_HOME = "no home has this id when this change is applied: correct it, or add the home before"
SAME = "changes nothing, because the case is so already: take it out"
REFUSED: list[tuple[Doc, str, str]] = [
    (
        {"kind": "open_home", "home": home("H1")},
        ".home.id",
        "a home of the case has this id: give another, or use set_home",
    ),
    ({"kind": "open_home", "home": home("H3", weekly_price_pence=-1)}, ".home.weekly_price_pence", ""),
    ({"kind": "close_home", "home_id": "H9"}, ".home_id", NO_HOME),
    (
        {"kind": "close_home", "home_id": "H1"},
        ".home_id",
        "a child is pinned to this home: unpin it before the home closes",
    ),
    ({"kind": "set_home", "home_id": "H9", "places": 1}, ".home_id", NO_HOME),
    ({"kind": "set_home", "home_id": "H1", "places": 2}, "", SAME),
    ({"kind": "set_home", "home_id": "H1"}, "", "names no field to change: give one, or take the change out"),
    ({"kind": "set_home", "home_id": "H1", "weekly_price_pence": -1}, ".weekly_price_pence", ""),
    ({"kind": "set_home", "home_id": "H1", "weekly_price_pence": None}, ".weekly_price_pence", ""),
    (
        {"kind": "set_home", "home_id": "H2", "places": 1},
        "",
        "makes the case wrong at $.homes[1].places: fewer usable places than residents and reviews living "
        "here: correct places, blocked_places, residents or current_home",
    ),
    ({"kind": "uplift", "percent": 0, "provision": "spot"}, "", SAME),
    ({"kind": "uplift", "percent": 1, "home_id": "H9"}, ".home_id", NO_HOME),
    (
        {"kind": "uplift", "percent": 1, "provider": "Nobody"},
        ".provider",
        "no home has this provider when this change is applied: correct it",
    ),
    ({"kind": "uplift", "percent": -101, "provision": "spot"}, ".percent", ""),
    ({"kind": "uplift", "percent": 1.0001, "provision": "spot"}, ".percent", ""),
    (
        {"kind": "uplift", "percent": 1, "provision": "spot", "home_id": "H1"},
        "",
        "give exactly one of provider, provision and home_id",
    ),
    ({"kind": "set_budget", "fund": "la", "weekly_limit_pence": 900_000}, "", SAME),
    (
        {"kind": "set_budget", "fund": "lq", "weekly_limit_pence": 1},
        ".fund",
        "no child is paid for by this fund, and no budget names it: correct it",
    ),
    ({"kind": "set_policy", "move_pence": 40_000}, "", SAME),
    ({"kind": "set_policy", "move_pence": -1}, ".move_pence", ""),
    ({"kind": "pin", "referral": "Z", "home": "H1"}, ".referral", NOBODY),
    ({"kind": "pin", "referral": "B", "home": "H1"}, "", SAME),
    (
        {"kind": "pin", "referral": "B", "home": "H2"},
        ".home",
        "B is pinned to H1: unpin it there first",
    ),
    ({"kind": "unpin", "referral": "A", "home": "H1"}, "", SAME),
    ({"kind": "forbid", "referral": "A", "home": "H2"}, "", SAME),
    ({"kind": "unforbid", "referral": "A", "home": "H9"}, ".home", NO_HOME),
    (
        {"kind": "waive", "referral": "A", "rule": "need"},
        ".rule",
        "is not a rule that a case may waive; these are: age, availability, distance, price_cap, judgement",
    ),
    ({"kind": "waive", "referral": "A", "rule": "age", "home": "H2"}, "", SAME),
    ({"kind": "set_referral", "referral_id": "Z", "solo": True}, ".referral_id", NOBODY),
    ({"kind": "set_referral", "referral_id": "A", "solo": None}, ".solo", ""),
    (
        {"kind": "set_referral", "referral_id": "A", "funding": [{"fund": "la", "percent": 99}]},
        "",
        "makes the case wrong at $.referrals[0].funding: the percentages must sum to 100",
    ),
    (
        {"kind": "relate", "a": "A", "b": "Z", "relationship": "avoid"},
        ".b",
        "no referral or resident has this id when this change is applied: correct it",
    ),
    ({"kind": "relate", "a": "R1", "b": "B", "relationship": "avoid"}, "", SAME),
    ({"kind": "set_group", "id": "G9", "rule": None}, ".id", ""),
    ({"kind": "set_group", "id": "G9", "rule": "apart"}, ".members", ""),
    ({"kind": "set_group", "id": "G9", "members": ["A", "Z"], "rule": "apart"}, ".members[1]", NOBODY),
    ({"kind": "add_referral", "referral": referral("A")}, ".referral.id", ""),
    ({"kind": "withdraw_referral", "referral_id": "Z"}, ".referral_id", NOBODY),
    ({"kind": "set_offer", "referral": "A", "home": "H9", "status": "offered"}, ".home", NO_HOME),
    (
        {"kind": "set_offer", "referral": "A", "home": "H1", "status": "offered", "weekly_price_pence": -1},
        ".weekly_price_pence",
        "",
    ),
    ({"kind": "set_as_of", "as_of": "2026-04-01"}, "", SAME),
]
