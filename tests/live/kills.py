"""kill -9 at random moments while people decide, then: nothing acknowledged is lost, nothing is half there.

One seed is one schedule: which requests are under way when what is killed. Afterwards every request that
got no answer is sent again under its own key, until there is one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Event, Lock
from typing import Any, Literal

import httpx

from matcher.store.invariants import Acknowledged, lost
from tests.live.postgres import OwnPostgres
from tests.live.races import a_home_each, code_of
from tests.live.stage import Council, Stage

CHILDREN = 30
CLIENTS = 4
ANSWERED_S = 60.0
_PAUSE_S = 0.1
What = Literal["api", "database"]


@dataclass(frozen=True)
class Fault:
    """Kill this so long after the n-th request was sent."""

    what: What
    after_requests: int
    delay_s: float


def schedule(seed: int, with_database: bool) -> tuple[Fault, ...]:
    """One to three faults, the same for the same seed; the first of every second is the database's."""
    draw = Random(seed)
    moments = sorted(draw.sample(range(2, CHILDREN - 4), draw.randint(1, 3)))
    first: What = "database" if with_database and seed % 2 else "api"
    kinds: list[What] = ["api", "database"] if with_database else ["api"]
    whats = [first, *(draw.choice(kinds) for _ in moments[1:])]
    return tuple(Fault(what, at, draw.uniform(0, 0.12)) for what, at in zip(whats, moments, strict=True))


@dataclass
class Told:
    """What the clients know: answers by key, and the keys that nobody answered."""

    answers: dict[str, httpx.Response] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)

    def acknowledged(self) -> Iterator[Acknowledged]:
        """Every write that somebody was told of."""
        for key, answer in self.answers.items():
            if answer.is_success:
                yield Acknowledged(key, answer.status_code, answer.content)


@dataclass(frozen=True)
class Outcome:
    """What one schedule came to. `wrong`: any sentence here is a broken promise."""

    seed: int
    faults: tuple[Fault, ...]
    acknowledged_before: int
    sent_again: int
    placed: int
    wrong: tuple[str, ...]


def suffered(stage: Stage, seed: int, postgres: OwnPostgres | None = None) -> Outcome:
    """Decide for every child while this seed's faults happen, send again what was lost, then look."""
    faults = schedule(seed, postgres is not None)
    council = stage.council(a_home_each(CHILDREN), f"kill-{seed}")
    hammer = _Hammer(stage, council, postgres, faults)
    hammer.run()
    before = list(hammer.told.acknowledged())
    with council.store.read(council.id) as work:
        gone = [f"acknowledged and gone: {key}" for key in lost(work, before)]
    again = list(hammer.told.unanswered)
    hammer.send_again()
    with council.store.read(council.id) as work:
        gone += [f"answered and not kept: {key}" for key in lost(work, hammer.told.acknowledged())]
    wrong = (*gone, *hammer.wrong, *_refused(hammer.told), *council.breaches())
    if council.placed() != CHILDREN:
        wrong = (*wrong, f"{council.placed()} placements of {CHILDREN} children")
    return Outcome(seed, faults, len(before), len(again), council.placed(), wrong)


def _refused(told: Told) -> list[str]:
    """Each child has its own home: in the end every decision is made."""
    refused = [(key, answer) for key, answer in told.answers.items() if answer.status_code != 201]
    return [f"{key} was answered {answer.status_code} {code_of(answer)}" for key, answer in refused]


class _Hammer:
    """Clients that send one decision after another, and what is killed under them."""

    def __init__(
        self, stage: Stage, council: Council, postgres: OwnPostgres | None, faults: tuple[Fault, ...]
    ) -> None:
        self.stage, self.postgres, self.faults = stage, postgres, list(faults)
        self.told, self.wrong = Told(), list[str]()
        self.headers = council.signed_in()
        self.bodies = {f"key-{n}": council.decision(f"R-{n}", f"H-{n}") for n in range(CHILDREN)}
        self._waiting, self._sent = list(self.bodies), count(1)
        self._lock, self._up = Lock(), Event()
        self._up.set()

    def run(self) -> None:
        with ThreadPoolExecutor(CLIENTS) as pool:
            for done in [pool.submit(self._client) for _ in range(CLIENTS)]:
                done.result()

    def send_again(self) -> None:
        """Everything that nobody answered, until somebody does."""
        deadline = time.monotonic() + ANSWERED_S
        for key in self.told.unanswered:
            answer = self._send(key)
            while answer is None and time.monotonic() < deadline:
                time.sleep(_PAUSE_S)
                answer = self._send(key)
            if answer is None:
                self.wrong.append(f"{key} was never answered")
            else:
                self.told.answers[key] = answer
        self.told.unanswered.clear()

    def _client(self) -> None:
        while (key := self._next()) is not None:
            fault = self._due(next(self._sent))
            if fault is None:
                self._ask(key)
                continue
            with ThreadPoolExecutor(1) as pool:
                asked = pool.submit(self._ask, key)
                self._happen(fault)
                asked.result()

    def _next(self) -> str | None:
        self._up.wait(ANSWERED_S)
        with self._lock:
            return self._waiting.pop(0) if self._waiting else None

    def _due(self, request: int) -> Fault | None:
        with self._lock:
            if self.faults and self.faults[0].after_requests <= request:
                return self.faults.pop(0)
        return None

    def _ask(self, key: str) -> None:
        answer = self._send(key)
        with self._lock:
            if answer is None:
                self.told.unanswered.append(key)
            else:
                self.told.answers[key] = answer

    def _send(self, key: str) -> httpx.Response | None:
        """The answer, or None where it is not known whether anything happened."""
        try:
            with self.stage.client(self.headers) as client:
                named = {"Idempotency-Key": key}
                answer = client.post("/v1/decisions", json=self.bodies[key], headers=named)
        except httpx.TransportError:
            return None
        if answer.status_code == 503 or code_of(answer) == "idempotency_key_running":
            return None
        return answer

    def _happen(self, fault: Fault) -> None:
        time.sleep(fault.delay_s)
        self._up.clear()
        if fault.what == "api":
            self.stage.server.kill()
            self.stage.restart()
        else:
            self._kill_database()
        self._up.set()

    def _kill_database(self) -> None:
        assert self.postgres is not None
        self.postgres.kill()
        probes = {path: self._probe(path) for path in ("/livez", "/readyz")}
        if probes != {"/livez": 200, "/readyz": 503}:
            self.wrong.append(f"without its database the server answered {probes}")
        self.postgres.restart()
        deadline = time.monotonic() + ANSWERED_S
        while self._probe("/readyz") != 200:
            if time.monotonic() > deadline:
                self.wrong.append("the server did not come back with its database")
                return
            time.sleep(_PAUSE_S)

    def _probe(self, path: str) -> Any:
        with self.stage.client({}) as client:
            return client.get(path).status_code
