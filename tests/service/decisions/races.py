"""Many who decide at the same moment: threads behind one barrier, each with a proposal of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import text

from matcher.domain.case import Case
from matcher.domain.commands.decisions import Choice
from matcher.domain.deciding import Deciding
from matcher.errors import Conflict, MatcherError
from matcher.service import decisions, runs
from matcher.service.binding import bound_hash, fresh_salt
from matcher.service.seeding import moved_to
from matcher.store import proposals as kept_proposals
from matcher.store import runs as kept
from matcher.store.engine import is_sqlite
from matcher.store.proposals import NewProposal
from matcher.store.work import Store, Work
from tests.builders import budget, case, home, referral
from tests.service.decisions.acts import ALONE, TODAY, Desk
from tests.service.seeded import settled

RACERS = 50


def crowded(store: Store, homes: int) -> Desk:
    """As many children as racers and rounds need, and homes of one bed each, all shown to every child."""
    children = [referral(f"C{number:03}") for number in range(RACERS + homes)]
    rooms = [home(f"H{number:03}", places=1) for number in range(homes)]
    return shown_everything(store, case(children, rooms))


def poor(store: Store) -> Desk:
    """A bed at 300 pence a week for each racer, and a fund of 1 000."""
    children = [referral(f"C{number:03}") for number in range(RACERS)]
    rooms = [home(f"H{number:03}", places=1, weekly_price_pence=300) for number in range(RACERS)]
    return shown_everything(store, case(children, rooms, budgets=[budget(1_000)]), own_home_only=True)


def shown_everything(
    store: Store, given: Case, own_home_only: bool = False, deciding: Deciding = ALONE
) -> Desk:
    """A council whose run proposes each child to each home: what is raced for needs no best plan."""
    council = settled(store, moved_to(given, TODAY), "race", deciding)
    begun = store.write(council.council_id, lambda work: runs.begin(work, council.officer, "plan", {}))

    def finish(work: Work) -> None:
        kept.end_done(work, begun.run_id, b"{}")
        options = []
        for c, (child, referral_id) in enumerate(sorted(council.referrals.items())):
            for h, (room, home_id) in enumerate(sorted(council.homes.items())):
                if c == h or not own_home_only:
                    document = _document(child, room, h + 1)
                    shown = NewProposal(referral_id, home_id, h + 1, True, document, fresh_salt(), "")
                    options.append(replace(shown, hash=bound_hash(begun.run, shown)))
        kept_proposals.add_proposals(work, begun.run_id, options)

    store.write(council.council_id, finish)
    return Desk(store, council, begun.run_id)


def _document(child: str, room: str, rank: int) -> dict[str, Any]:
    regret = {"tier1": 0, "tier2": 0}
    return {"referral": child, "home": room, "rank": rank, "pinned": False, "regret": regret}


def choices(here: Desk, pairs: Sequence[tuple[str, str]]) -> list[Choice]:
    """What each racer has on the screen before the start."""
    return [here.choice(child, room) for child, room in pairs]


def race(here: Desk, raced: Sequence[Choice]) -> Counter[str]:
    """All accept at once; how often each outcome came: won, or the code of what was raised."""
    barrier, outcomes = Barrier(len(raced)), list[str]()

    def one(choice: Choice) -> None:
        barrier.wait()
        outcomes.append(_outcome(here, lambda: here.decide("accept", choice), choice))

    threads = [Thread(target=one, args=(choice,)) for choice in raced]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def _outcome(here: Desk, act: Callable[[], object], choice: Choice) -> str:
    """As the door does it: a refusal is written down in a work of its own."""
    try:
        act()
    except Conflict as refused:
        told, subject = refused, ("proposal", choice.proposal_id)
        here.change(lambda work: decisions.record_refusal(work, here.council.officer, subject, told))
        return refused.code
    except MatcherError as error:
        return error.code
    return "won"


def deadlocks(store: Store) -> int:
    """How many deadlocks the server has broken in this database; SQLite knows none."""
    if is_sqlite(store.engine):
        return 0
    asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    with store.engine.connect() as connection:
        return int(connection.execute(asked).scalar_one())
