"""Short ways to ask, hold, decide and look, for tests of decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from matcher.domain.case import Case
from matcher.domain.commands.decisions import Approve, Choice, Close, Decide, HoldBed
from matcher.domain.deciding import Deciding
from matcher.service import decisions, runs
from matcher.service.actor import Actor
from matcher.service.days import london_day
from matcher.service.seeding import moved_to
from matcher.store.decisions import Decision
from matcher.store.holds import Hold
from matcher.store.invariants import breaches
from matcher.store.proposals import StoredProposal, proposals_of
from matcher.store.rows import every, get
from matcher.store.tables.children import REFERRALS
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.tables.money import BUDGETS
from matcher.store.tables.record import AUDIT
from matcher.store.work import Store
from tests.conftest import NOON
from tests.service.seeded import Seeded, settled, small

TODAY = london_day(NOON)
ALONE = Deciding(second_person_above_weekly_pence=10**9)
"""No second person is needed, whatever the price."""
BOTH = Deciding(second_person_above_weekly_pence=0)
"""A second person is needed, whatever the price."""


@dataclass(frozen=True)
class Desk:
    """A council whose plan has been made, and what can be done in it."""

    store: Store
    council: Seeded
    run_id: int

    def later(self, minutes: int = 0, days: int = 0) -> Desk:
        """The same council at a later moment."""
        moment = self.store.clock() + timedelta(minutes=minutes, days=days)
        return replace(self, store=Store(self.store.engine, lambda: moment))

    def planned(self) -> Desk:
        """The same council with a new plan, made now."""
        return replace(self, run_id=plan(self.store, self.council))

    def options(self, child: str) -> Sequence[StoredProposal]:
        """All that a child was shown; the first has no home where the plan leaves the child waiting."""
        with self.store.read(self.council.council_id) as work:
            return proposals_of(work, self.run_id, self.council.referrals[child])

    def proposal(self, child: str, home: str | None = None) -> StoredProposal:
        """The option of this child at this home; no home: at the one that the plan proposes."""
        if home is None:
            return next(one for one in self.options(child) if one.proposed)
        return next(one for one in self.options(child) if one.home_id == self.council.homes[home])

    def choice(self, child: str, home: str | None = None) -> Choice:
        """The same, as it is chosen."""
        shown = self.proposal(child, home)
        return Choice(proposal_id=shown.id, shown_hash=shown.hash)

    def decide(
        self, kind: str, *choices: Choice, actor: Actor | None = None, **more: Any
    ) -> tuple[Decision, ...]:
        """One act of deciding, from today on where nothing else is said."""
        starts = {} if kind == "decline" else {"starts": TODAY}
        command = Decide.model_validate({"kind": kind, "choices": choices, **starts, **more})
        made: tuple[Decision, ...] = self.act(actor or self.council.officer, decisions.decide, command)
        return made

    def accept(self, child: str, **more: Any) -> Decision:
        """Accept what the plan proposes for a child."""
        return self.decide("accept", self.choice(child), **more)[0]

    def override(self, child: str, home: str, **more: Any) -> Decision:
        """Choose another home for a child."""
        return self.decide("override", self.choice(child, home), **{"reason": "nearer to school"} | more)[0]

    def hold(self, child: str, home: str, actor: Actor | None = None, starts: date | None = None) -> Hold:
        """Hold a bed."""
        ids = (self.council.referrals[child], self.council.homes[home])
        command = HoldBed(referral_id=ids[0], home_id=ids[1], starts=starts)
        held: Hold = self.act(actor or self.council.officer, decisions.hold, command)
        return held

    def approve(self, decision: Decision, actor: Actor | None = None, reason: str | None = None) -> Decision:
        """A second person agrees to one decision."""
        command = Approve(shown_hashes=(decision.shown_hash,), over_budget_reason=reason)
        return self.close(decisions.approve, decision, command, actor or self.council.panel)[0]

    def refuse(self, decision: Decision, actor: Actor | None = None) -> Decision:
        """A second person says no."""
        command = Close(reason="too far from school")
        return self.close(decisions.refuse, decision, command, actor or self.council.panel)[0]

    def withdraw(self, decision: Decision, actor: Actor | None = None) -> Decision:
        """An officer takes it back."""
        command = Close(reason="the child goes home")
        return self.close(decisions.withdraw, decision, command, actor or self.council.officer)[0]

    def close(self, act: Any, decision: Decision, command: Any, actor: Actor) -> tuple[Decision, ...]:
        """Any act that ends a decision."""
        write = partial(act, actor=actor, decision_id=decision.id, command=command)
        done: tuple[Decision, ...] = self.store.write(self.council.council_id, write)
        return done

    def act(self, actor: Actor, act: Any, command: Any) -> Any:
        """Any act of one actor with one command."""
        return self.store.write(self.council.council_id, partial(act, actor=actor, command=command))

    def change(self, act: Any) -> Any:
        """Anything else, in a transaction of its own."""
        return self.store.write(self.council.council_id, act)

    def lives(self) -> dict[str, tuple[str, date, date | None]]:
        """Where each child has a placement, by reference: home, from, to; the last one begun."""
        children = {key: name for name, key in self.council.children.items()}
        homes = {key: name for name, key in self.council.homes.items()}
        with self.store.read(self.council.council_id) as work:
            rows = sorted(every(work, PLACEMENTS), key=lambda row: row.starts)
        return {children[row.child_id]: (homes[row.home_id], row.starts, row.ends) for row in rows}

    def state_of(self, child: str) -> str:
        """The state of a child's referral."""
        with self.store.read(self.council.council_id) as work:
            return str(get(work, REFERRALS, self.council.referrals[child]).state)

    def committed(self) -> dict[str, int]:
        """Hundredths of a penny by fund."""
        with self.store.read(self.council.council_id) as work:
            return {row.fund: row.committed_centipence for row in every(work, BUDGETS)}

    def actions(self) -> list[str]:
        """What the record tells since the plan was made."""
        told = self._recorded()
        return told[told.index("run_done") + 1 :]

    def actions_of(self, *wanted: str) -> list[str]:
        """Each row of the record that tells of one of these."""
        return [action for action in self._recorded() if action in wanted]

    def _recorded(self) -> list[str]:
        with self.store.read(self.council.council_id) as work:
            rows = work.connection.execute(
                select(AUDIT.c.action).where(AUDIT.c.council_id == work.council_id).order_by(AUDIT.c.sequence)
            )
            return [row.action for row in rows]

    def breaches(self) -> list[str]:
        """Every invariant that does not hold."""
        with self.store.read(self.council.council_id) as work:
            return [str(breach) for breach in breaches(work)]


def plan(store: Store, council: Seeded) -> int:
    """A new run of the plan."""
    return runs.solved(store, council.officer, "plan", {})


def desk(store: Store, case: Case | None = None, deciding: Deciding = ALONE) -> Desk:
    """A council with this case, as if it were today, and a plan; the tiny one where none is given."""
    if case is None:
        council = small(store, deciding=deciding)
    else:
        council = settled(store, moved_to(case, TODAY), "other", deciding)
    return Desk(store, council, plan(store, council))
