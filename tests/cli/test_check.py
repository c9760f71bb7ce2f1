"""`placements db check`: silent about what is right, 1 and the rows' ids for what must never be."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import update

from matcher.store.engine import connect
from matcher.store.invariants import INVARIANTS
from matcher.store.rows import every
from matcher.store.tables.money import BUDGETS
from matcher.store.work import Store
from tests.builders import budget, case, home, referral
from tests.cli.run import run
from tests.conftest import NOON
from tests.service.seeded import settled


def spoilt(url: str) -> int:
    """Two councils, of one of which a budget counts what nobody decided; the budget's id."""
    store = Store(connect(url), lambda: NOON)
    given = case([referral("A")], [home("H1")], budgets=[budget(500_000)])
    right, wrong = (settled(store, given, code, None).council_id for code in ("right", "wrong"))
    theirs = update(BUDGETS).where(BUDGETS.c.council_id == wrong)
    store.write(wrong, lambda work: work.connection.execute(theirs.values(committed_centipence=5)))
    with store.read(wrong) as work:
        (row,) = every(work, BUDGETS)
    store.engine.dispose()
    assert right != wrong
    return int(row.id)


def test_a_council_where_all_is_right_and_one_where_it_is_not(database: str) -> None:
    budget_id = spoilt(database)

    told = run("db", "check", "--database", database)
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        f"right: {', '.join(INVARIANTS)} hold",
        f"wrong: I3: committed differs from the sum of its commitments ({budget_id})",
    ]


def test_only_the_council_asked_for_is_checked(database: str) -> None:
    spoilt(database)

    told = run("db", "check", "--database", database, "--council", "right", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {"checked": list(INVARIANTS), "breaches": {"right": []}}


def test_without_a_database_it_says_how_to_make_one(tmp_path: Path) -> None:
    told = run("db", "check", "--database", f"sqlite:///{tmp_path / 'none.db'}")

    assert told.exit_code == 2
    assert "placements db upgrade" in told.stderr
