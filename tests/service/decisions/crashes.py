"""A process that dies at the n-th statement of an act: what a kill -9 does, at a chosen place."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from matcher.service.actor import Actor
from matcher.store import idempotency
from matcher.store.decisions import Decision
from matcher.store.engine import connect
from matcher.store.idempotency import Keyed
from matcher.store.work import Store, Work

DIED, OUTLIVED = 9, 7
AT_COMMIT, AFTER_COMMIT = -1, -2

Act = Callable[[Work], tuple[Decision, ...]]


class StillAtWork(Exception):
    """The server has not noticed yet that the process that died held this key."""


class Undone(Exception):
    """Raised to undo a retry that was only tried."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class Keep:
    """An act under one key, as the door does it: the answer is kept in the act's own transaction."""

    actor: Actor
    act: Act
    key: str = "the one key"

    def once(self, work: Work) -> tuple[bytes, bool]:
        """The answer, and whether it was kept from before."""
        keyed = Keyed(f"human:{self.actor.id}", self.key, "POST /v1/decisions", "0" * 64)
        if not idempotency.take_turn(work, keyed):
            raise StillAtWork
        before = idempotency.kept(work, keyed)
        if before is not None:
            return before.body, True
        answer = " ".join(f"{one.id}:{one.state}" for one in self.act(work)).encode()
        idempotency.keep(work, keyed, 201, {}, answer)
        return answer, False

    def tried(self, store: Store, council_id: int) -> bytes:
        """What a retry would be answered now; nothing of it stays."""

        def undone(work: Work) -> None:
            raise Undone(self.once(work)[0])

        while True:
            try:
                store.write(council_id, undone)
            except StillAtWork:
                continue
            except Undone as told:
                return told.answer


def statements(store: Store, council_id: int, keep: Keep) -> int:
    """How many statements the act takes, its key's own among them."""
    counted = count(1)
    told = [0]

    def note(*ignored: Any) -> None:
        told[0] = next(counted)

    with _listening(store.engine, "before_cursor_execute", note):
        keep.tried(store, council_id)
    return told[0]


def died_at(url: str, store: Store, council_id: int, keep: Keep, place: int) -> bool:
    """Do the act in a process of its own that dies before this statement, at COMMIT or after it."""
    # A connection must not be carried into another process.
    store.engine.dispose()
    child = os.fork()
    if child == 0:
        _die(url, Store(connect(url), store.clock), council_id, keep, place)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (DIED, OUTLIVED), f"the process ended with {code}"
    return code == DIED


def _die(url: str, store: Store, council_id: int, keep: Keep, place: int) -> None:
    counted = count(1)

    def die_here(*ignored: Any) -> None:
        if next(counted) == place:
            os._exit(DIED)

    try:
        event.listen(store.engine, "before_cursor_execute", die_here)
        if place == AT_COMMIT:
            event.listen(store.engine, "commit", lambda connection: os._exit(DIED))
        store.write(council_id, keep.once)
        os._exit(DIED if place == AFTER_COMMIT else OUTLIVED)
    finally:
        os._exit(1)


@contextmanager
def _listening(engine: Engine, name: str, told: Callable[..., None]) -> Iterator[None]:
    event.listen(engine, name, told)
    try:
        yield
    finally:
        event.remove(engine, name, told)
