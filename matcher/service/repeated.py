"""The keys of repeated requests, when their time is over."""

from __future__ import annotations

from contextlib import suppress

from matcher.errors import StoreFailed
from matcher.store import councils, idempotency
from matcher.store.work import EVERY_COUNCIL, Store


def forget_old_keys(store: Store) -> int:
    """Forget them in every council, as far as the database lets; how many there were.

    An old key that is still there is taken for a new one all the same.
    """
    forgotten = 0
    with suppress(StoreFailed):
        with store.read(EVERY_COUNCIL) as work:
            ids = councils.every_id(work)
        for council_id in ids:
            forgotten += store.write(council_id, idempotency.prune)
    return forgotten
