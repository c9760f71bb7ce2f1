"""The record at the command line: verified, anchored, shown, erased; and runs replayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from matcher.service import runs
from matcher.store import audit
from matcher.store.engine import connect, is_sqlite
from matcher.store.work import Store, Work
from tests.cli.run import run
from tests.conftest import NOON
from tests.people import council
from tests.service.seeded import small

LAST_YEAR = datetime.now(UTC) - timedelta(days=400)
ROWS = 5


@pytest.fixture
def here(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A database that the environment names, with five rows in the records of `north` and `south`."""
    monkeypatch.setenv("PLACEMENT_DATABASE_URL", database)
    store = Store(connect(database), lambda: LAST_YEAR)
    for code in ("north", "south"):
        council_id = council(store, code)
        for number in range(ROWS):
            store.write(council_id, partial(happened, number=number))
    yield store
    store.engine.dispose()


def happened(work: Work, number: int) -> int:
    return audit.append(work, "human", 7, "run_done", ("run", 100 + number), {"proposals": number})


def solved(store: Store, question: str, parameters: dict[str, Any]) -> int:
    at_noon = Store(store.engine, lambda: NOON)
    return runs.solved(at_noon, small(at_noon).officer, question, parameters)


def answer(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


def alter(store: Store, table: str, guard: str, statement: str) -> None:
    """Somebody who owns the database does what a trigger of it forbids."""
    with store.engine.begin() as connection:
        if is_sqlite(store.engine):
            connection.execute(text(f"DROP TRIGGER {guard}"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            connection.execute(text(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text(statement))


def test_a_whole_record_is_said_to_be_whole(here: Store) -> None:
    ended = run("audit", "verify")

    said = "north: 5 rows, each as it was written.\nsouth: 5 rows, each as it was written.\n"
    assert (ended.exit_code, ended.stdout) == (0, said)


def test_the_first_bad_row_is_named_and_the_exit_code_is_1(here: Store) -> None:
    alter(here, "audit", "never_update_audit", "UPDATE audit SET actor_id = 8 WHERE sequence IN (3, 4)")

    ended = run("audit", "verify", "--council", "south")

    assert (ended.exit_code, ended.stdout) == (1, "south: row 3 was altered.\n")
    told = answer("audit", "verify")
    assert told["whole"] is False
    bad = {"sequence": 3, "kind": "altered", "after": 0, "message": "row 3 was altered"}
    assert [one["bad"] for one in told["councils"]] == [bad, bad]


def test_the_head_that_is_printed_is_an_anchor_that_verifies(here: Store, tmp_path: Path) -> None:
    lines = run("audit", "head").stdout
    anchors = tmp_path / "heads.jsonl"
    anchors.write_text(lines, "utf-8")

    ended = run("audit", "verify", "--anchor", str(anchors))

    assert [set(json.loads(line)) for line in lines.splitlines()] == [
        {"council", "sequence", "hash", "at"}
    ] * 2
    assert ended.exit_code == 0
    assert ended.stdout.splitlines()[0] == "north: 5 rows, each as it was written, through 1 anchor."


def test_a_record_recomputed_as_a_whole_is_betrayed_by_an_anchor_alone(here: Store, tmp_path: Path) -> None:
    anchors = tmp_path / "heads.jsonl"
    head = {"council": "north", "sequence": 4, "hash": "0" * 64, "at": "2026-01-01T00:00:00+00:00"}
    anchors.write_text(json.dumps(head), "utf-8")

    assert run("audit", "verify").exit_code == 0
    ended = run("audit", "verify", "--anchor", str(anchors), "--council", "north")

    assert ended.exit_code == 1
    said = " ".join(ended.stdout.split())
    assert said.startswith("north: row 4 is not the one that was anchored: of the rows after 0 up to it,")


def test_a_council_that_was_anchored_and_is_gone_is_told(here: Store, tmp_path: Path) -> None:
    anchors = tmp_path / "heads.jsonl"
    anchors.write_text(run("audit", "head").stdout.replace("north", "gone"), "utf-8")

    ended = run("audit", "verify", "--anchor", str(anchors))

    assert ended.exit_code == 1
    assert "gone: is anchored, and no such council is in this database." in ended.stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no json", "line 2: must be a line as `placements audit head` prints it"),
        ('{"council": "north", "sequence": "4", "hash": "00"}', "line 2: must be a line as"),
        ('{"council": "north", "sequence": 5, "hash": "%s"}' % ("0" * 64), "line 2: anchors row 5 again"),
    ],
    ids=["no json", "no head", "two hashes of one row"],
)
def test_an_anchor_that_is_none_is_refused_with_its_line(
    here: Store, tmp_path: Path, line: str, told: str
) -> None:
    anchors = tmp_path / "heads.jsonl"
    anchors.write_text(run("audit", "head", "--council", "north").stdout + line, "utf-8")

    ended = run("audit", "verify", "--anchor", str(anchors))

    assert ended.exit_code == 2
    assert told in ended.stderr


def test_the_last_rows_are_shown_oldest_first(here: Store) -> None:
    told = answer("audit", "show", "--last", "2", "--council", "north")

    assert [row["sequence"] for row in told["rows"]] == [4, 5]
    assert told["rows"][1]["payload"] == {"proposals": 4}
    assert "run 104" in run("audit", "show", "--last", "2", "--council", "north").stdout


def test_where_there_are_two_councils_one_has_to_be_named(here: Store) -> None:
    ended = run("audit", "show")

    assert ended.exit_code == 2
    assert "say which council: --council with one of north, south" in " ".join(ended.stderr.split())


def test_what_is_erased_is_gone_and_the_record_still_verifies(here: Store) -> None:
    before = datetime.now(UTC).date().isoformat()

    done = answer("audit", "erase", "--before", before, "--council", "north")

    assert done == {"councils": [{"council": "north", "payloads": 5, "through": 5}]}
    shown = answer("audit", "show", "--council", "north")
    assert [row["payload"] is None for row in shown["rows"]] == [True] * 5 + [False]
    told = answer("audit", "verify", "--council", "north")
    assert (told["whole"], told["councils"][0]["payloads_erased_through"]) == (True, 5)


def test_what_is_gone_without_an_erasure_is_told(here: Store) -> None:
    with here.engine.begin() as connection:
        if not is_sqlite(here.engine):
            connection.execute(text("ALTER TABLE audit_payloads NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text("DELETE FROM audit_payloads WHERE sequence = 2"))

    ended = run("audit", "verify", "--council", "north")

    assert ended.exit_code == 1
    assert ended.stdout.startswith("north: what row 2 tells is gone")


def test_a_stored_run_is_found_in_its_council_and_replayed(here: Store) -> None:
    run_id = solved(here, "plan", {})

    ended = run("replay", str(run_id))
    told = answer("replay", str(run_id))

    assert ended.exit_code == 0
    assert ended.stdout.endswith("the same answer, and the same proposals.\n")
    assert (told["run_id"], told["question"], told["outcome"], told["places"]) == (run_id, "plan", "same", [])


def test_a_replay_that_finds_what_is_stored_altered_ends_with_1(here: Store) -> None:
    run_id = solved(here, "options", {"referral": "A"})
    alter(here, "runs", "frozen_runs", f"UPDATE runs SET answer_hash = '{'0' * 64}'")

    ended = run("replay", str(run_id))

    assert ended.exit_code == 1
    assert "what is stored was altered; nothing was solved.\n  answer\n" in ended.stdout


def test_a_run_that_is_not_there_is_refused(here: Store) -> None:
    ended = run("replay", "1")

    assert ended.exit_code == 2
    assert "there is no run with this id" in ended.stderr
