"""What is written of every act: who, what, to which thing, in codes and ids alone."""

from __future__ import annotations

from typing import Any

from matcher.service.actor import Actor
from matcher.store import audit
from matcher.store.work import Work


def recorded(work: Work, actor: Actor, action: str, subject: tuple[str, int | None], **payload: Any) -> int:
    """One row of the record, the last thing written in a transaction; returns its number."""
    return audit.append(work, actor.kind, actor.id, action, subject, payload)
