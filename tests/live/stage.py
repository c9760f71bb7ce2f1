"""A council in a database, a server process in front of it, and people who are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from matcher.domain.case import Case
from matcher.domain.deciding import Deciding
from matcher.service import runs, sessions
from matcher.service.actor import Actor
from matcher.service.days import london_day
from matcher.service.seeding import moved_to
from matcher.store.engine import connect
from matcher.store.invariants import breaches
from matcher.store.proposals import StoredProposal, proposals_of
from matcher.store.rows import every
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.work import Store
from tests.api.server import Server, launched
from tests.service.seeded import Seeded, settled

ALONE = Deciding(second_person_above_weekly_pence=10**9)
"""No second person is needed, whatever the price."""
STARTED_S = 180.0
ANSWERED_S = 120.0
CROWD = 80
"""Requests at once that the server lets in: a race is lost at the bed, and not at the door."""


@dataclass
class Council:
    """One council, whose plan has been made, and the proposals of each child."""

    store: Store
    seeded: Seeded
    run_id: int
    _options: dict[str, tuple[StoredProposal, ...]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The council's id."""
        return self.seeded.council_id

    def proposal(self, child: str, home: str) -> StoredProposal:
        """What the plan says of this child in this home."""
        if child not in self._options:
            with self.store.read(self.id) as work:
                referral = self.seeded.referrals[child]
                self._options[child] = tuple(proposals_of(work, self.run_id, referral))
        home_id = self.seeded.homes[home]
        return next(one for one in self._options[child] if one.home_id == home_id)

    def decision(self, child: str, home: str) -> dict[str, Any]:
        """The body that takes this home for this child from today on."""
        shown = self.proposal(child, home)
        as_proposed = shown.proposed and not shown.document["pinned"]
        why = {"kind": "accept"} if as_proposed else {"kind": "override", "reason": "nearer to her brother"}
        choice = {"proposal_id": shown.id, "shown_hash": shown.hash}
        return {**why, "choices": [choice], "starts": london_day(self.store.clock()).isoformat()}

    def signed_in(self, actor: Actor | None = None) -> dict[str, str]:
        """The headers of a session of this person; of an officer where nobody is named."""
        user_id = (actor or self.seeded.officer).id
        assert user_id is not None
        session = self.store.write(self.id, lambda work: sessions.begin(work, user_id, "password"))
        return {"Cookie": f"placement-session={session.token}", "X-CSRF-Token": session.form_token}

    def breaches(self) -> list[str]:
        """Every invariant that does not hold in this council."""
        with self.store.read(self.id) as work:
            return [str(breach) for breach in breaches(work)]

    def placed(self) -> int:
        """How many placements the council has."""
        with self.store.read(self.id) as work:
            return len(every(work, PLACEMENTS))


@dataclass
class Stage:
    """A database and the server in front of it."""

    store: Store
    server: Server
    url: str
    settings: dict[str, object]

    def council(self, case: Case, code: str) -> Council:
        """A new council with this case as if it were today, planned."""
        seeded = settled(self.store, moved_to(case, london_day(self.store.clock())), code, ALONE)
        run_id = runs.solved(self.store, seeded.officer, "plan", {})
        return Council(self.store, seeded, run_id)

    def client(self, headers: dict[str, str]) -> httpx.Client:
        """Somebody at the server's address with a connection of their own."""
        return httpx.Client(base_url=self.server.url, headers=headers, timeout=ANSWERED_S)

    def restart(self) -> None:
        """Another server process on the same database; the one before is gone."""
        self.server = _answering(self.url, self.settings)


@contextmanager
def staged(url: str, **settings: object) -> Iterator[Stage]:
    """A server on this migrated database, with the clock that everybody has."""
    chosen: dict[str, object] = {"max_requests": CROWD, **settings}
    engine = connect(url)
    stage = Stage(Store(engine, lambda: datetime.now(UTC)), _answering(url, chosen), url, chosen)
    try:
        yield stage
    finally:
        stage.server.stop()
        engine.dispose()


def _answering(url: str, settings: dict[str, object]) -> Server:
    """A server process that has loaded all it needs: on a busy machine that alone may take a minute."""
    server = launched(database_url=url, **settings)
    server.client.get("/livez", timeout=STARTED_S)
    return server
