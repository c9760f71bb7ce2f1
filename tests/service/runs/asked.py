"""What the tests of runs share: a run of the small council, and time that passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from matcher.service import results, runs
from matcher.service.actor import Actor
from matcher.store.proposals import StoredProposal
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.service.seeded import Seeded

Found = TypeVar("Found")


def asked(store: Store, council: Seeded, question: str = "plan", **parameters: Any) -> int:
    """A run that the officer asks, solved; its id."""
    return runs.solved(store, council.officer, question, parameters)


def seen(store: Store, actor: Actor, look: Callable[..., Found], *what: Any) -> Found:
    """What a service function that only reads says."""
    with store.read(actor.council_id) as work:
        return look(work, actor, *what)


def shown(store: Store, council: Seeded, run_id: int) -> Sequence[StoredProposal]:
    """All proposals of a run."""
    return seen(store, council.officer, results.proposals_of, run_id)


def proposed(store: Store, council: Seeded, run_id: int, referral: str) -> StoredProposal:
    """What the run's plan has for a child."""
    found = [one for one in shown(store, council, run_id) if one.document["referral"] == referral]
    [planned] = [one for one in found if one.proposed]
    return planned


def later(store: Store, **passed: float) -> Store:
    """The same database, its clock so much further than NOON."""
    return replace(store, clock=lambda: NOON + timedelta(**passed))


def written(store: Store, council: Seeded, act: Callable[[Work], Found]) -> Found:
    """An act in the council's own transaction."""
    return store.write(council.council_id, act)
