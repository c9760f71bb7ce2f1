"""The database at the command line: brought up, told where it stands, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.store import migrate
from tests.cli.run import run
from tests.databases import KINDS, empty_database


@pytest.mark.parametrize("kind", KINDS)
def test_up_to_this_programs_version_and_down_again(kind: str, tmp_path: Path) -> None:
    needed = migrate.newest()
    with empty_database(kind, tmp_path) as url:
        up = run("db", "upgrade", "--database", url)
        again = run("db", "upgrade", "--database", url, "--json")
        stands = run("db", "version", "--database", url, "--json")
        down = run("db", "downgrade", "base", "--yes", "--database", url)
        behind = run("db", "version", "--database", url)

    assert (up.exit_code, up.stdout) == (0, f"The database had version none and has {needed} now.\n")
    assert json.loads(again.stdout) == {"before": needed, "version": needed}
    assert (stands.exit_code, json.loads(stands.stdout)) == (0, {"version": needed, "needed": needed})
    assert (down.exit_code, down.stdout) == (0, f"The database had version {needed} and has none now.\n")
    assert behind.exit_code == 1


def test_a_downgrade_wants_to_be_meant_and_a_version_that_there_is(database: str) -> None:
    meant = run("db", "downgrade", "base", "--database", database)
    known = run("db", "downgrade", "9999", "--yes", "--database", database)

    assert (meant.exit_code, known.exit_code) == (2, 2)
    assert "say --yes" in " ".join(meant.stderr.split())
    assert "one of base, 0001" in " ".join(known.stderr.split())


def test_the_file_of_the_current_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    first = run("audit", "verify")
    run("db", "upgrade")
    then = run("audit", "verify")

    assert (tmp_path / "var" / "placements.db").is_file()
    assert "run `placements db upgrade`" in " ".join(first.stderr.split())
    assert "there is no council in this database yet" in " ".join(then.stderr.split())
    assert (first.exit_code, then.exit_code) == (2, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_of_another_version_is_refused_with_the_way_out(kind: str, tmp_path: Path) -> None:
    with empty_database(kind, tmp_path) as url:
        run("db", "upgrade", "--database", url)
        run("db", "downgrade", "0001", "--yes", "--database", url)

        ended = run("audit", "verify", "--database", url)

    assert ended.exit_code == 2
    assert "has version 0001 and this program needs version" in " ".join(ended.stderr.split())


def test_a_database_that_does_not_answer_is_told_apart_from_a_wrong_command() -> None:
    ended = run("db", "version", "--database", "postgresql://nobody:secret@127.0.0.1:1/none")

    assert (ended.exit_code, ended.stderr) == (6, "the database does not answer: try again shortly\n")


def test_what_is_no_url_is_refused_and_its_password_not_repeated() -> None:
    ended = run("db", "version", "--database", "mysql://somebody:secret@host/db")

    assert ended.exit_code == 2
    assert "secret" not in ended.output
