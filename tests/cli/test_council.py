"""A council is founded from a case document, once, and then has its first administrator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.domain.case import Case
from tests.builders import case, home, referral, sent
from tests.cli.run import run

DEMO = str(Path(__file__).parents[2] / "data" / "demo" / "case.json")
FOUND = ("--code", "anywhere", "--name", "Anywhere")


def test_a_council_begins_with_its_case_and_a_record_that_is_whole(database: str) -> None:
    made = run("council", "found", DEMO, *FOUND, "--database", database, "--json")
    person = ("people", "add", "a@example.org", "--name", "A", "--role", "administrator")
    added = run(*person, "--council", "anywhere", "--database", database)
    whole = run("audit", "verify", "--council", "anywhere", "--database", database)

    assert json.loads(made.stdout) == {"council": "anywhere", "referrals": 29, "homes": 80}
    assert (added.exit_code, whole.exit_code) == (0, 0)
    assert whole.stdout == "anywhere: 2 rows, each as it was written.\n"


def test_a_code_is_founded_once_and_nothing_is_written_twice(database: str) -> None:
    run("council", "found", DEMO, *FOUND, "--database", database)
    again = run("council", "found", DEMO, *FOUND, "--database", database)
    record = run("audit", "verify", "--database", database)

    assert again.exit_code == 2
    assert "there is a council anywhere already" in " ".join(again.stderr.split())
    assert record.stdout == "anywhere: 1 row, each as it was written.\n"


def test_a_policy_alone_founds_a_council_without_data(database: str, tmp_path: Path) -> None:
    made = run("council", "found", written(tmp_path, case([], [])), *FOUND, "--database", database)
    assert made.exit_code == 0
    assert made.stdout.startswith("Council `anywhere` is founded: 0 referrals, 0 homes.\n")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--code", "Any Where", "--name", "Anywhere"), "--code: small letters, digits, - and _"),
        (("--code", "anywhere", "--name", ""), "--name: 1 to 200 characters"),
    ],
)
def test_a_wrong_code_or_name_is_refused(database: str, given: tuple[str, ...], said: str) -> None:
    refused = run("council", "found", DEMO, *given, "--database", database)
    assert refused.exit_code == 2
    assert said in " ".join(refused.stderr.split())


def test_a_case_of_tomorrow_is_refused_for_its_policy_would_not_be_in_force(
    database: str, tmp_path: Path
) -> None:
    later = case([referral(needed_by="2999-01-02")], [home()], as_of="2999-01-01")
    refused = run("council", "found", written(tmp_path, later), *FOUND, "--database", database)
    assert refused.exit_code == 2
    assert "its as_of is later than today" in " ".join(refused.stderr.split())


def written(folder: Path, given: Case) -> str:
    path = folder / "case.json"
    path.write_text(json.dumps(sent(given)), encoding="utf-8")
    return str(path)
