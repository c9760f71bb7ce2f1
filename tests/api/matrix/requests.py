"""A right request for each operation, made of ids: our own council's, another's, or nobody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcher.domain.commands.homes import FACTS_EXAMPLE, HOME_EXAMPLE
from matcher.domain.commands.policies import POLICY_EXAMPLE
from tests.api.matrix.world import Ids
from tests.builders import referral
from tests.service.acting import day

TODAY = day(0).isoformat()
_PLACE = {"easting": 430_000, "northing": 280_000, "area": "E08000026"}
_HOME = HOME_EXAMPLE | {"id": "H-9", "location": _PLACE}


def _referral(reference: str) -> dict[str, Any]:
    return referral(reference, needed_by=day(10).isoformat(), birth_date=day(-4_500).isoformat())


def _pair(ids: Ids) -> dict[str, Any]:
    return {"referral_id": ids["referral_id"], "home_id": ids["home_id"]}


BODIES: dict[str, Callable[[Ids], dict[str, Any]]] = {
    "addReferral": lambda ids: {"child": "C-9", "referral": _referral("R-9")},
    "changeReferral": lambda ids: {"referral": _referral("C")},
    "withdrawReferral": lambda ids: {"reason": "returned_home"},
    "addHome": lambda ids: {"home": _HOME, "address": "17 Invented Street", "contract_starts": TODAY},
    "changeHome": lambda ids: FACTS_EXAMPLE,
    "revealAddress": lambda ids: {"reason": "visit", "referral_id": ids["referral_id"]},
    "correctAddress": lambda ids: {"address": "17 Invented Street", "location": _PLACE},
    "openBeds": lambda ids: {"labels": ["annexe"]},
    "blockBed": lambda ids: {"reason": "repairs"},
    "addContract": lambda ids: {"weekly_price_pence": 500_000, "starts": day(100).isoformat()},
    "recordOffer": lambda ids: {"status": "offered", **_pair(ids), "home_id": ids["second_home_id"]},
    "changeOffer": lambda ids: {"status": "offered", "weekly_price_pence": 400_000},
    "addBudget": lambda ids: {"fund": "education", "weekly_limit_pence": 700_000},
    "setLimit": lambda ids: {"weekly_limit_pence": 800_000},
    "proposePolicy": lambda ids: {"policy": POLICY_EXAMPLE, "in_force_from": TODAY, "reason": "agreed today"},
    "importPlacement": lambda ids: {
        "child": {"id": "C-88", "birth_date": day(-5_000).isoformat(), "gender": "female", "flags": []},
        "home_id": ids["home_id"],
        "bed_id": ids["bed_id"],
        "starts": TODAY,
        "weekly_price_pence": 400_000,
    },
    "endPlacement": lambda ids: {"ends": day(1).isoformat(), "reason": "moved"},
    "setSiblingGroup": lambda ids: {
        "reference": "S-1",
        "rule": "together",
        "child_ids": [ids["child_a"], ids["child_b"]],
    },
    "relate": lambda ids: {"kind": "avoid", "child_ids": [ids["child_a"], ids["child_b"]]},
    "setPair": lambda ids: {"kind": "forbid", "reason": "known to the family", **_pair(ids)},
    "waive": lambda ids: {"rule": "age", "reason": "she is nearly twelve", **_pair(ids)},
    "exportCase": lambda ids: {"reason": "checking_an_answer"},
    "askRun": lambda ids: {"question": "why_not", "parameters": {"referral": "C"}},
    "addScenario": lambda ids: {
        "scenario": {"name": "H3 closes", "changes": [{"kind": "close_home", "home_id": "H3"}]}
    },
    "changeScenario": lambda ids: {"shared": False},
    "hold": lambda ids: _pair(ids),
    "decide": lambda ids: {
        "kind": "accept",
        "choices": [{"proposal_id": ids["proposal_id"], "shown_hash": ids["proposal_hash"]}],
        "starts": TODAY,
    },
    "approveDecision": lambda ids: {"shown_hashes": [ids["decision_hash"]]},
    "refuseDecision": lambda ids: {"reason": "too far from school"},
    "withdrawDecision": lambda ids: {"reason": "the child goes home"},
    "recordRejection": lambda ids: {"reason": "no waking night staff", **_pair(ids)},
    "addUser": lambda ids: {"email": "new@example.invalid", "name": "New", "roles": ["officer"]},
    "giveRoles": lambda ids: {"roles": ["panel"]},
    "setActive": lambda ids: {"active": False},
    "setPassword": lambda ids: {"password": "four words are enough"},
    "makeKey": lambda ids: {"name": "portal", "scopes": ["read_homes"]},
    "changePassword": lambda ids: {"old": "four words are enough", "new": "four other words here"},
}
BODY_IDS: dict[str, str] = {
    "recordOffer": "referral and home",
    "importPlacement": "home and bed",
    "setSiblingGroup": "children",
    "relate": "children",
    "setPair": "referral and home",
    "waive": "referral and home",
    "hold": "referral and home",
    "decide": "proposal",
    "recordRejection": "referral and home",
}
"""Whose bodies name things of a council; the others' ids, if any, stand in the address."""
