"""An act of deciding at the door: done once, or refused and the refusal written down."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from fastapi import Request
from starlette.responses import Response

from api.effects import Reply, effect
from matcher.errors import Conflict
from matcher.service import decisions
from matcher.service.actor import Actor
from matcher.store.work import Store, Work


async def act_or_record(
    request: Request, store: Store, actor: Actor, subject: tuple[str, int], act: Callable[[Work], Reply]
) -> Response:
    """Do this act once for its Idempotency-Key. Raises what it raises.

    Where today's data do not allow it (409), that somebody tried is recorded in a transaction of its own:
    the act's own is undone whole.
    """
    try:
        return await effect(request, store, actor, act)
    except Conflict as refused:
        error = refused

        def record(work: Work) -> int:
            return decisions.record_refusal(work, actor, subject, error)

        await to_thread.run_sync(store.write, actor.council_id, record)
        raise
