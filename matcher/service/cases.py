"""Today's case: everything that the engine needs, put together from the rows of one council on one day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matcher.domain.case import Case
from matcher.domain.deciding import Deciding
from matcher.errors import Conflict
from matcher.service.assembly import Assembly, Note
from matcher.service.days import today
from matcher.service.gathered import gathered
from matcher.store import policies
from matcher.store.policies import StoredPolicy
from matcher.store.work import Work


@dataclass(frozen=True)
class Today:
    """A case, whose policy it is under, what its references are in the store, and what to know of it."""

    case: Case
    policy_id: int
    referral_ids: Mapping[str, int]
    home_ids: Mapping[str, int]
    notes: tuple[Note, ...]


def case_of(work: Work, as_of: date) -> Case:
    """The case of this day: open referrals, homes with their residents, offers, budgets' headroom, policy.

    Raises Conflict (no_policy) where no policy is in force on it.
    """
    return todays(work, as_of).case


def todays(work: Work, as_of: date) -> Today:
    """The same, with ids and notes: what was left out or changed to make a case of it, and birthdays."""
    policy = policy_in_force(work, as_of)
    assembly = Assembly(gathered(work, as_of), as_of)
    document = {
        "schema": "placement-case/1",
        "as_of": as_of.isoformat(),
        "policy": policy.document,
        **assembly.document(),
    }
    case = Case.model_validate_json(json.dumps(document, ensure_ascii=False))
    return Today(case, policy.id, assembly.referral_ids, assembly.home_ids, assembly.notes)


def deciding_of(work: Work) -> Deciding:
    """When a second person is needed today, and how long a hold lasts. Raises Conflict (no_policy)."""
    return Deciding.model_validate_json(json.dumps(policy_in_force(work, today(work)).deciding))


def policy_in_force(work: Work, day: date) -> StoredPolicy:
    """Raises Conflict (no_policy): before the first one no plan can be made."""
    found = policies.in_force(work, day)
    if found is None:
        raise Conflict("no_policy", f"no policy is in force on {day.isoformat()}: have one approved")
    return found
