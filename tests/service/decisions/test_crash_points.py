"""Die before each statement of an act, at COMMIT and after it: either nothing of it is there, or all of it.

After each death every invariant holds, and a retry with the same key gets the one true result (case F2).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from matcher.domain.commands.decisions import Approve, Decide
from matcher.service import decisions
from matcher.store.tables import METADATA
from matcher.store.work import Store
from tests.builders import budget, case, group, home, referral
from tests.service.decisions.acts import ALONE, BOTH, TODAY, Desk, desk
from tests.service.decisions.crashes import AFTER_COMMIT, AT_COMMIT, Keep, died_at, statements

GIVEN = case([referral("A")], [home("H1", places=1, spare_staff_hours=9)], budgets=[budget(300_000)])
SIBLINGS = case(
    [referral("A"), referral("B")],
    [home("H1")],
    sibling_groups=[group("A", "B", rule="together")],
    budgets=[budget(600_000)],
)


RETRIED_EVERY = 7
"""A retry is tried after so many deaths, and undone; in between nothing at all has changed."""
Begun = tuple[Desk, Keep]


def deciding(here: Desk, command: Decide) -> Begun:
    """An officer's act, not done yet."""
    officer = here.council.officer
    return here, Keep(officer, partial(decisions.decide, actor=officer, command=command))


def accepting(store: Store) -> Begun:
    """The proposal of one child, which is final at once."""
    here = desk(store, GIVEN, ALONE)
    command = Decide(kind="accept", choices=(here.choice("A"),), starts=TODAY)
    return deciding(here, command)


def asking(store: Store) -> Begun:
    """The same, which awaits a second person with its bed held."""
    here = desk(store, GIVEN, BOTH)
    command = Decide(kind="accept", choices=(here.choice("A"),), starts=TODAY)
    return deciding(here, command)


def together(store: Store) -> Begun:
    """Two siblings in one act."""
    here = desk(store, SIBLINGS, ALONE)
    both = (here.choice("A"), here.choice("B"))
    command = Decide(kind="accept", choices=both, starts=TODAY)
    return deciding(here, command)


def declining(store: Store) -> Begun:
    """No to a proposal."""
    here = desk(store, GIVEN, ALONE)
    command = Decide(kind="decline", choices=(here.choice("A"),), reason="the child said no")
    return deciding(here, command)


def approving(store: Store) -> Begun:
    """The second person's yes."""
    here = desk(store, GIVEN, BOTH)
    decision = here.accept("A")
    command = Approve(shown_hashes=(decision.shown_hash,))
    act = partial(decisions.approve, actor=here.council.panel, decision_id=decision.id, command=command)
    return here, Keep(here.council.panel, act)


def everything(here: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the council in every table."""
    with here.store.read(here.council.council_id) as work:
        return {
            name: sorted((tuple(row) for row in work.connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }


@pytest.mark.parametrize("begun", [accepting, asking, together, declining, approving])
def test_an_act_that_dies_anywhere_is_whole_or_not_at_all(
    store: Store, database: str, begun: Callable[[Store], Begun]
) -> None:
    here, keep = begun(store)
    council_id = here.council.council_id
    before = everything(here)
    assert here.breaches() == []
    last = statements(store, council_id, keep)
    for place in (*range(1, last + 1), AT_COMMIT):
        assert died_at(database, store, council_id, keep, place)
        assert everything(here) == before, f"a death at statement {place} of {last} left something behind"
        if place % RETRIED_EVERY == 0 or place in (last, AT_COMMIT):
            assert keep.tried(store, council_id)

    assert died_at(database, store, council_id, keep, AFTER_COMMIT)
    after = everything(here)
    assert after["audit"] != before["audit"]
    answers = {store.write(council_id, keep.once) for _ in range(2)}
    assert [known for _, known in answers] == [True]
    assert everything(here) == after
    assert here.breaches() == []
