"""Short ways for tests of the service: do one act in a transaction, and count what the record then holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.service.actor import Actor
from matcher.service.cases import Today, todays
from matcher.service.days import london_day
from matcher.store.rows import every
from matcher.store.tables.record import AUDIT, AUDIT_PAYLOADS
from matcher.store.work import Store, Work
from tests.conftest import NOON

Result = TypeVar("Result")
TODAY = london_day(NOON)


def day(offset: int) -> date:
    """So many days from the day of stored tests."""
    return TODAY + timedelta(days=offset)


def do(store: Store, actor: Actor, act: Callable[..., Result], *arguments: Any) -> Result:
    """`act(work, actor, …)` in a transaction of its own, in the actor's council."""
    return store.write(actor.council_id, lambda work: act(work, actor, *arguments))


def rows(store: Store, actor: Actor, act: Callable[[Work], Result]) -> Result:
    """Change rows directly, where what changes them is another's."""
    return store.write(actor.council_id, act)


def recorded(store: Store, actor: Actor) -> list[tuple[str, str, dict[str, Any]]]:
    """Every row of the record: what, of which kind of thing, and what it tells."""
    with store.read(actor.council_id) as work:
        payloads = {row.sequence: json.loads(row.payload) for row in every(work, AUDIT_PAYLOADS)}
        return [(row.action, row.subject_kind, payloads[row.sequence]) for row in every(work, AUDIT)]


def last_recorded(store: Store, actor: Actor) -> tuple[str, str, dict[str, Any]]:
    """The newest row of the record."""
    return recorded(store, actor)[-1]


def now(store: Store, actor: Actor, on: date = TODAY) -> Today:
    """The case of a day, with its notes."""
    with store.read(actor.council_id) as work:
        return todays(work, on)


def home_in(case: Case, reference: str) -> Home:
    """A home of the case."""
    return next(home for home in case.homes if home.id == reference)


def referral_in(case: Case, reference: str) -> Referral:
    """A referral of the case."""
    return next(child for child in case.referrals if child.id == reference)
