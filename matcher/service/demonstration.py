"""The invented people of a demonstration: how they are told from real ones."""

from __future__ import annotations

from matcher.store import councils, people
from matcher.store.work import EVERY_COUNCIL, Store

EMAIL_ENDING = "@demonstration.invalid"
"""No real address ends so: the name is reserved for what does not exist (RFC 2606)."""


def has_demonstration(store: Store) -> bool:
    """Whether any council has an active person of the demonstration, whose password everybody knows."""
    with store.read(EVERY_COUNCIL) as work:
        ids = councils.every_id(work)
    return any(_in(store, council_id) for council_id in ids)


def _in(store: Store, council_id: int) -> bool:
    with store.read(council_id) as work:
        return people.emails_ending(work, EMAIL_ENDING)
