"""A council with one of everything, so that every address has something to be asked about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from matcher.domain.case import Case
from matcher.domain.commands.decisions import Choice, Decide, HoldBed
from matcher.domain.commands.homes import AddContract, BlockBed
from matcher.domain.commands.links import Waive
from matcher.domain.commands.money import AddBudget
from matcher.domain.commands.offers import RecordOffer
from matcher.domain.commands.placements import ImportPlacement
from matcher.domain.commands.policies import POLICY_EXAMPLE, ProposePolicy
from matcher.domain.commands.scenarios import AddScenario
from matcher.domain.deciding import Deciding
from matcher.service import beds, budgets, decisions, links, offers, placements, policies, runs, scenarios
from matcher.service.actor import Actor
from matcher.service.homes import get_home
from matcher.service.seeding import moved_to
from matcher.store.beds import beds_of
from matcher.store.proposals import proposals_of
from matcher.store.work import Store, Work
from tests.api.council import Council, behind_door
from tests.builders import case as built
from tests.builders import home, referral
from tests.people import hire
from tests.service.acting import TODAY, day
from tests.service.seeded import Seeded, settled

NO_ID = 2**52 - 1
"""No row has this id, nor one of the hundred below it."""
Ids = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Two councils behind one door, the ids of what is in each, and ids of nothing."""

    ours: Council
    own: Ids
    other: Ids
    unknown: Ids


def world(store: Store, case: Case | None = None) -> World:
    """Ours, another one just like it, and nothing."""
    ours = settled(store, case or three_children(), "ours", Deciding(second_person_above_weekly_pence=0))
    own = furnish(store, ours)
    theirs = settled(store, three_children(), "theirs", Deciding(second_person_above_weekly_pence=0))
    other = furnish(store, theirs)
    unknown = {name: _nothing(value, at) for at, (name, value) in enumerate(own.items())}
    return World(behind_door(store, ours), own, other, unknown)


def _nothing(value: Any, at: int) -> Any:
    return value if isinstance(value, str) else NO_ID - at


def three_children() -> Case:
    """A, B and C; three homes of three beds each, the first of one provider and the others of another."""
    homes = [
        home("H1", places=3, provider="First"),
        home("H2", places=3, provider="Second"),
        home("H3", places=3, provider="Second"),
    ]
    children = [referral("A"), referral("B"), referral("C")]
    return moved_to(built(referrals=children, homes=homes), TODAY)


def furnish(store: Store, council: Seeded) -> Ids:
    """One of everything: A awaits a second person, a bed is held for B, C is open."""
    ids: dict[str, Any] = {
        "referral_id": council.referrals["C"],
        "home_id": council.homes["H1"],
        "second_home_id": council.homes["H3"],
        "child_a": council.children["A"],
        "child_b": council.children["B"],
        "user_id": council.second_officer.id,
        "account_id": council.service.id,
    }
    store.write(council.council_id, lambda work: ids.update(_data(work, council)))
    ids["run_id"] = runs.solved(store, council.officer, "plan", {})
    store.write(council.council_id, lambda work: ids.update(_decisions(work, council, ids["run_id"])))
    proposer = hire(store, council.council_id, "proposer@example.invalid", "commissioner")
    actor = Actor(council.council_id, "human", proposer.id, frozenset({"commissioner"}))
    store.write(council.council_id, lambda work: ids.update(_draft(work, actor)))
    return ids


def _data(work: Work, council: Seeded) -> Ids:
    home_id = council.homes["H1"]
    pair = {"referral_id": council.referrals["C"], "home_id": home_id}
    declined = RecordOffer.model_validate(pair | {"status": "declined", "reason": "no waking night staff"})
    waiver = Waive.model_validate(pair | {"rule": "distance", "reason": "an aunt lives near"})
    scenario = AddScenario.model_validate_json(
        json.dumps(
            {
                "scenario": {"name": "H2 closes", "changes": [{"kind": "close_home", "home_id": "H2"}]},
                "shared": True,
            }
        )
    )
    contract = AddContract(weekly_price_pence=500_000, starts=day(400))
    sleeping = get_home(work, council.officer, home_id).taken
    taken, free, blocked = [bed for bed in beds_of(work, home_id) if bed.id not in sleeping]
    beds.block_bed(work, council.officer, home_id, blocked.id, BlockBed(reason="repairs"))
    return {
        "offer_id": offers.record_offer(work, council.officer, declined).id,
        "waiver_id": links.waive(work, council.panel, waiver),
        "scenario_id": scenarios.add_scenario(work, council.officer, scenario).id,
        "contract_id": beds.add_contract(work, council.officer, home_id, contract).id,
        "bed_id": free.id,
        "blocked_bed_id": blocked.id,
        "budget_id": _budget(work, council),
        "placement_id": placements.import_placement(work, council.officer, _lives(home_id, taken.id)).id,
    }


def _budget(work: Work, council: Seeded) -> int:
    asked = AddBudget(fund="health", weekly_limit_pence=900_000)
    return budgets.add_budget(work, council.commissioner, asked).id


def _lives(home_id: int, bed_id: int) -> ImportPlacement:
    child = {"id": "C-77", "birth_date": day(-5_000).isoformat(), "gender": "female", "flags": []}
    document = {
        "child": child,
        "home_id": home_id,
        "bed_id": bed_id,
        "starts": day(-30).isoformat(),
        "weekly_price_pence": 391_000,
    }
    return ImportPlacement.model_validate_json(json.dumps(document))


def _decisions(work: Work, council: Seeded, run_id: int) -> Ids:
    shown = {name: _proposed(work, run_id, council.referrals[name]) for name in "ABC"}
    choice = Choice(proposal_id=shown["A"].id, shown_hash=shown["A"].hash)
    accepted = decisions.decide(work, council.officer, Decide(kind="accept", choices=(choice,), starts=TODAY))
    held = decisions.hold(
        work,
        council.officer,
        HoldBed(referral_id=council.referrals["B"], home_id=council.homes["H2"]),
    )
    return {
        "decision_id": accepted[0].id,
        "decision_hash": accepted[0].shown_hash,
        "hold_id": held.id,
        "proposal_id": shown["C"].id,
        "proposal_hash": shown["C"].hash,
    }


def _proposed(work: Work, run_id: int, referral_id: int) -> Any:
    return next(one for one in proposals_of(work, run_id, referral_id) if one.proposed)


def _draft(work: Work, proposer: Actor) -> Ids:
    document = {
        "policy": POLICY_EXAMPLE,
        "in_force_from": day(30).isoformat(),
        "reason": "agreed by the steering group",
    }
    command = ProposePolicy.model_validate_json(json.dumps(document))
    return {"policy_id": policies.propose_policy(work, proposer, command).id}
