"""Any sequence of acts does to the database what it does to a page of plain Python, and no invariant breaks.

CI size; `walked` is run longer by the soak.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from matcher.domain.commands.decisions import Rejected
from matcher.domain.deciding import Deciding
from matcher.errors import Conflict
from matcher.service import decisions
from matcher.service.actor import Actor
from matcher.store import beds
from matcher.store.engine import connect
from matcher.store.work import Store
from tests.builders import budget, case, home, referral
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database
from tests.service.decisions.model import BEDS, CHILDREN, LIMIT_PENCE, PRICES, Model
from tests.service.decisions.races import shown_everything

children, rooms = st.sampled_from(CHILDREN), st.sampled_from(sorted(PRICES))
officers = st.sampled_from(("officer", "second_officer"))


class Deciders(RuleBasedStateMachine):
    """Two officers, a panel, and homes that say no, over a few hours."""

    kind: str
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        url = self.open.enter_context(fresh_database(self.kind, self.folder))
        engine = connect(url)
        self.open.callback(engine.dispose)
        homes = [home(name, places=BEDS[name], weekly_price_pence=PRICES[name]) for name in sorted(BEDS)]
        given = case([referral(name) for name in CHILDREN], homes, budgets=[budget(LIMIT_PENCE)])
        self.here = shown_everything(Store(engine, lambda: NOON), given, deciding=Deciding())
        self.model = Model(self._beds())

    def teardown(self) -> None:
        self.open.close()

    def _beds(self) -> dict[int, str]:
        with self.here.store.read(self.here.council.council_id) as work:
            found = beds.every_bed(work)
        names = {key: name for name, key in self.here.council.homes.items()}
        return {bed.id: names[bed.home_id] for bed in found}

    def _actor(self, who: str) -> Actor:
        actor: Actor = getattr(self.here.council, who)
        return actor

    def _same(self, expected: str, act: Callable[[], object]) -> None:
        outcome = "done"
        try:
            act()
        except Conflict as refused:
            outcome = refused.code
        assert outcome == expected

    @rule(who=officers, child=children, room=rooms)
    def hold(self, who: str, child: str, room: str) -> None:
        expected = self.model.hold(who, child, room)
        self._same(expected, lambda: self.here.hold(child, room, actor=self._actor(who)))

    @precondition(lambda self: len(self.model.placed) + len(self.model.awaiting) < len(CHILDREN))
    @rule(who=officers, data=st.data(), room=rooms)
    def accept_for_one_who_waits(self, who: str, data: st.DataObject, room: str) -> None:
        waiting = sorted(set(CHILDREN) - self.model.placed.keys() - self.model.awaiting.keys())
        self.accept(who, data.draw(st.sampled_from(waiting)), room)

    @rule(who=officers, child=children, room=rooms)
    def accept(self, who: str, child: str, room: str) -> None:
        expected = self.model.accept(who, child, room)
        choice = self.here.choice(child, room)
        self._same(expected, lambda: self.here.decide("accept", choice, actor=self._actor(who)))

    @rule(child=children, room=rooms)
    def decline(self, child: str, room: str) -> None:
        expected = self.model.decline(child, room)
        choice = self.here.choice(child, room)
        self._same(expected, lambda: self.here.decide("decline", choice, reason="the child said no"))

    @precondition(lambda self: self.model.awaiting)
    @rule(data=st.data(), end=st.sampled_from(("approve", "refuse", "withdraw")))
    def end(self, data: st.DataObject, end: str) -> None:
        child = data.draw(st.sampled_from(sorted(self.model.awaiting)))
        with self.here.store.read(self.here.council.council_id) as work:
            listed = decisions.page_of_decisions(
                work,
                self.here.council.officer,
                None,
                10,
                referral_id=self.here.council.referrals[child],
                state="awaiting",
            )
        expected = self.model.approve(child) if end == "approve" else self.model.close(child)
        self._same(expected, lambda: getattr(self.here, end)(listed[0]))

    @precondition(lambda self: len(self.model.said_no) < 2)
    @rule(child=children, room=rooms)
    def reject(self, child: str, room: str) -> None:
        ids = (self.here.council.referrals[child], self.here.council.homes[room])
        command = Rejected(referral_id=ids[0], home_id=ids[1], reason="no night staff")
        expected = self.model.reject(child, room)
        act = partial(self.here.act, self.here.council.officer, decisions.record_rejection, command)
        self._same(expected, act)

    @rule(data=st.data())
    def block_or_open_a_bed(self, data: st.DataObject) -> None:
        # Ids are random: a bed is chosen by its place, so that a walk can be repeated.
        ordered = sorted(self.model.homes, key=lambda bed: (self.model.homes[bed], bed))
        bed = ordered[data.draw(st.integers(0, len(ordered) - 1))]
        self.model.blocked ^= {bed}
        reason = "repair" if bed in self.model.blocked else None
        self.here.change(lambda work: beds.set_blocked(work, bed, reason))

    @rule(minutes=st.sampled_from((1, 60, 119, 120)))
    def time_goes_by(self, minutes: int) -> None:
        self.model.now += minutes
        self.here = self.here.later(minutes=minutes)

    @invariant()
    def the_database_is_as_the_model(self) -> None:
        lives = {child: where for child, (where, _, _) in self.here.lives().items()}
        assert lives == {child: self.model.homes[bed] for child, bed in self.model.placed.items()}
        assert self.here.committed() == {"la": self.model.committed_pence * 100}
        with self.here.store.read(self.here.council.council_id) as work:
            kept = decisions.page_of_holds(work, self.here.council.officer, None, 100)
        assert {hold.bed_id for hold in kept} == {held.bed for held in self.model.live()}

    @invariant()
    def no_invariant_is_broken(self) -> None:
        assert self.here.breaches() == []


def walked(kind: str, folder: Path, walks: int, steps: int, derandomize: bool = False) -> None:
    """So many random walks of so many acts each; raises with the shortest walk that goes wrong."""
    held = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        derandomize=derandomize,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    there = type("There", (Deciders,), {"kind": kind, "folder": folder})
    run_state_machine_as_test(there, settings=held)


@pytest.mark.parametrize("kind", KINDS)
def test_every_walk_does_what_the_model_does(kind: str, tmp_path: Path) -> None:
    walked(kind, tmp_path, walks=6, steps=20, derandomize=True)
