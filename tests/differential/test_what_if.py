"""A scenario's plan is the plan of the changed case, solved by itself and written by another hand."""

from __future__ import annotations

import copy
import json
from typing import Any

from benchmarks.draw import Draw
from benchmarks.tiny import case_of, tiny
from matcher import library
from matcher.errors import BadCase, MatcherError, PinsClash

CASES = 100
Doc = dict[str, Any]


def drawn(draw: Draw, document: Doc) -> tuple[Doc, Doc]:
    """A change, and the document with it made on the raw JSON."""
    made = copy.deepcopy(document)
    child, home = draw.choice(made["referrals"]), draw.choice(made["homes"])
    kind = draw.choice(["set_home", "set_policy", "forbid", "set_referral", "budget", "as_of", "close"])
    if kind == "set_home":
        home["weekly_price_pence"] += 12_345
        return {"kind": kind, "home_id": home["id"], "weekly_price_pence": home["weekly_price_pence"]}, made
    if kind == "set_policy":
        made["policy"]["out_of_area_pence"] = 77_777
        return {"kind": kind, "out_of_area_pence": 77_777}, made
    if kind == "forbid":
        pair = {"referral": child["id"], "home": home["id"]}
        made["forbids"].append(pair)
        return {"kind": kind, **pair}, made
    if kind == "set_referral":
        child["max_miles"], child["supplement_pence"] = 21.5, 4_321
        return {"kind": kind, "referral_id": child["id"], "max_miles": 21.5, "supplement_pence": 4_321}, made
    if kind == "budget":
        fund = child["funding"][0]["fund"]
        made["budgets"] = [one for one in made["budgets"] if one["fund"] != fund]
        made["budgets"].append({"fund": fund, "weekly_limit_pence": 123_456})
        return {"kind": "set_budget", "fund": fund, "weekly_limit_pence": 123_456}, made
    if kind == "as_of":
        made["as_of"] = "2026-09-09"
        return {"kind": "set_as_of", "as_of": "2026-09-09"}, made
    return {"kind": "close_home", "home_id": home["id"]}, closed(made, home)


def closed(made: Doc, home: Doc) -> Doc:
    left = {resident["id"] for resident in home["residents"]}
    made["homes"].remove(home)
    for child in made["referrals"]:
        child["current_home"] = None if child["current_home"] == home["id"] else child["current_home"]
    made["relationships"] = [one for one in made["relationships"] if not {one["a"], one["b"]} & left]
    for name in ("offers", "forbids", "waivers"):
        made[name] = [one for one in made[name] if one["home"] != home["id"]]
    return made


def plain(document: Doc) -> tuple[int, int, dict[str, str | None]] | None:
    """The plan of a document by itself; None where it has none."""
    try:
        plan = library.allocate(library.check_pins(case_of(document)))
    except (BadCase, PinsClash):
        return None
    return plan.tier1, plan.tier2, plan.allocation


def test_a_scenario_has_the_plan_of_the_changed_case_and_moves_are_what_differs() -> None:
    compared = 0
    for seed in range(CASES):
        document = tiny(seed)
        change, made = drawn(Draw(f"scenario-{seed}"), document)
        scenario = library.load_scenario(json.dumps({"name": "x", "changes": [change]}).encode())
        before, after = plain(document), plain(made)
        try:
            answer = library.what_if(case_of(document), [scenario])
        except MatcherError:
            pinned = change["kind"] == "close_home" and any(
                pin["home"] == change["home_id"] for pin in document["pins"]
            )
            same = (
                change["kind"] == "forbid"
                and document["forbids"] == made["forbids"][:-1]
                and (made["forbids"][-1] in document["forbids"])
            )
            assert before is None or after is None or pinned or same, (seed, change)
            continue
        found = answer.scenarios[0]
        assert before is not None
        assert (answer.base.tier1, answer.base.tier2, answer.base.allocation) == before, seed
        assert (found.tier1, found.tier2, found.allocation) == after, (seed, change)
        differs = {
            c
            for c in before[2].keys() | found.allocation.keys()
            if before[2].get(c) != found.allocation.get(c)
        }
        assert {move.referral for move in found.changes} == differs
        compared += 1
    assert compared > CASES * 0.6
