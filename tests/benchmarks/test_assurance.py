"""The assurance tells what broke, what was not done, and with what it was run; and it never says more."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.assurance import generated, live, record, suites
from benchmarks.assurance.parts import Found, Part, carried_out
from benchmarks.assurance.report import written

BEGAN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def part(found: Found | None) -> Part:
    """A part whose goal is two rounds."""

    def run(rounds: int) -> Found:
        if found is None:
            raise RuntimeError("no server")
        return found

    return Part("a race", "rounds", {"ci": 2, "claim": 2}, run)


def page_of(folder: Path, found: Found | None) -> tuple[bool, str]:
    line = carried_out(part(found), "ci")
    return line.kept, written([line], "ci", BEGAN, folder).read_text(encoding="utf-8")


def test_a_promise_that_was_kept_all_the_way(tmp_path: Path) -> None:
    kept, page = page_of(tmp_path, Found(2, figures={"requests": 100}))

    assert kept
    assert "| a race | 2 rounds | 2 | 0 | 0 | requests 100 |" in page
    assert "**Broken promises: 0.**" in page
    told = json.loads((tmp_path / "2026-11-22-service.json").read_text(encoding="utf-8"))
    assert [(one["name"], one["kept"]) for one in told["parts"]] == [("a race", True)]
    assert {"commit", "versions", "machine", "size", "began"} <= told.keys()


def test_a_promise_that_broke_is_named(tmp_path: Path) -> None:
    kept, page = page_of(tmp_path, Found(2, ("round 1: two placements of one bed",)))

    assert not kept
    assert "- a race: round 1: two placements of one bed" in page


def test_half_of_the_goal_is_not_the_goal(tmp_path: Path) -> None:
    kept, page = page_of(tmp_path, Found(1))

    assert not kept
    assert "Not all of the goal was done: a race." in page


def test_a_part_that_dies_has_proved_nothing(tmp_path: Path) -> None:
    kept, page = page_of(tmp_path, None)

    assert not kept
    assert "- a race: it ended with RuntimeError: no server" in page


def test_the_claims_of_the_service_are_all_among_the_parts() -> None:
    parts = (*live.parts(), *record.parts(), *generated.parts(), *suites.parts())
    goals = {one.name: one.goals["claim"] for one in parts}
    assert goals["generated requests, sqlite"] == goals["generated requests, postgresql"] == 5_000
    assert goals["last bed, 50 at once, postgresql"] == goals["last bed, 50 at once, sqlite"] == 200
    assert goals["one fund, 50 at once, postgresql"] == 200
    assert goals["one key, 50 at once, postgresql"] == 50
    assert goals["kill -9 of the API and of PostgreSQL"] == 25
    assert goals["record altered, sqlite"] + goals["record altered, postgresql"] == 10_000
