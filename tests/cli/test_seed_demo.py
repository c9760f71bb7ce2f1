"""`placements db seed-demo`: once, with a password that is shown once, on both databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.service.cases import case_of
from matcher.service.days import london_day
from matcher.service.passwords import check
from matcher.store import councils, people
from matcher.store.engine import connect
from matcher.store.work import EVERY_COUNCIL, Store
from tests.cli.run import run

OFFICER = "officer@demonstration.invalid"
OURS = "a-password-of-our-own"


def test_the_council_is_there_once_with_todays_case_and_people_who_can_sign_in(database: str) -> None:
    first = run("db", "seed-demo", "--database", database, "--json")
    again = run("db", "seed-demo", "--database", database, "--json")
    seeded, found = json.loads(first.stdout), json.loads(again.stdout)

    assert (seeded["seeded"], seeded["referrals"], seeded["homes"]) == (True, 29, 80)
    assert len(seeded["people"]) == 7
    assert (found["seeded"], found["password"]) == (False, None)
    assert [found[name] for name in ("referrals", "homes", "people")] == [29, 80, seeded["people"]]
    assert kept_hash_is_of(database, seeded["password"]) == (True, 29)


def kept_hash_is_of(database: str, password: str) -> tuple[bool, int]:
    """Whether the officer signs in with this; and how many children wait in today's case."""
    engine = connect(database)
    store = Store(engine, lambda: datetime.now(UTC))
    with store.read(EVERY_COUNCIL) as work:
        council = councils.by_code(work, "demo")
    assert council is not None
    with store.read(council.id) as work:
        secret = people.secret_of(work, OFFICER)
        waiting = len(case_of(work, london_day(work.now)).referrals)
    engine.dispose()
    assert secret is not None
    return check(secret.hash, password).right, waiting


def test_a_person_is_shown_the_password_and_the_second_time_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLACEMENT_DEMO_PASSWORD", OURS)
    run("db", "upgrade")
    first, again = run("db", "seed-demo"), run("db", "seed-demo")

    assert (
        f"with the password {OURS} (shown this once):\n  administrator@demonstration.invalid\n"
        in first.stdout
    )
    assert again.stdout == (
        "The invented council `demo` is here already: 29 open referrals, 80 homes, 7 people.\n"
    )


def test_a_weak_password_of_ones_own_is_refused_and_nothing_is_seeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLACEMENT_DEMO_PASSWORD", "short")
    run("db", "upgrade")
    weak = run("db", "seed-demo")
    monkeypatch.setenv("PLACEMENT_DEMO_PASSWORD", OURS)
    strong = run("db", "seed-demo", "--json")

    assert (weak.exit_code, weak.stdout) == (2, "")
    assert "PLACEMENT_DEMO_PASSWORD: " in weak.stderr
    assert json.loads(strong.stdout)["password"] == OURS


def test_a_database_that_is_not_ready_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("db", "seed-demo")
    assert refused.exit_code == 2
    assert "run `placements db upgrade`" in " ".join(refused.stderr.split())
