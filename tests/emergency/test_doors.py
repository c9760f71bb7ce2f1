"""The same answer by command and over HTTP, quick, and the screen of a Friday evening."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.draw import Draw
from benchmarks.make_demo import text_of
from benchmarks.make_emergency import EMERGENCY, emergency
from matcher import library
from matcher.cli.show.emergency import show_emergency
from matcher.domain.absent import UNKNOWN_FIELDS
from tests.api.client import app_with, code_of, post
from tests.builders import document, home, place, policy, referral, resident, sent
from tests.cli.run import run, written
from tests.cli.screens import seen
from tests.differential.draws import read
from tests.emergency.asked import half_known
from tests.readme import ROOT, shown

PAGE = ROOT / "docs" / "questions" / "emergency.md"
HOMES = [home("H1", name="Alder House", genders=["female"], weekly_price_pence=100_000), home("H2")]
DOC = document([half_known("gender", "school")], HOMES)


def test_the_screen_tells_two_homes_to_ring_and_then_the_question() -> None:
    case = read(DOC)

    assert seen(show_emergency, case, library.emergency(case, "A")).splitlines()[:18] == [
        "A: 12 years, general, planned, needed by 1 May 2026",
        "Not known: gender and school.",
        "",
        "RING FIRST",
        "  1. H2 Home H2 (Invented Homes): sure",
        "     £3,000 a week, 3.1 miles",
        "  2. H1 Alder House (Invented Homes): possible",
        "     £1,000 a week, 3.1 miles",
        "     if the gender is female",
        "",
        "ASK NEXT: gender",
        "  1 home hangs on it; the answer is expected to change 1.3 of the first 3",
        "  places.",
        "If it is     How likely   Sure     Possible",
        "───────────────────────────────────────────",
        "female              33%   H1, H2   none",
        "male                33%   H2       none",
        "non binary          33%   H2       none",
    ]


def test_a_child_with_every_home_shut_is_told_so() -> None:
    case = read(document([half_known("gender")], [home(registered=False)]))

    assert "NO HOME TO RING" in seen(show_emergency, case, library.emergency(case, "A"))


@pytest.mark.parametrize("field", UNKNOWN_FIELDS)
def test_whatever_is_not_known_has_words_on_the_screen(field: Any) -> None:
    flags = policy(solo_flags=["fire"], incompatible_flags=[["harms", "harmed"]])
    hard = home(
        "H2",
        residents=[resident(flags=["harmed"])],
        genders=["female"],
        needs_met=["general"],
        step_free=False,
        spare_staff_hours=3,
        available_from="2026-04-20",
        location=place(440_000, 280_000),
    )
    child = half_known(field, max_weekly_pence=10**6) if field == "supplement_pence" else half_known(field)
    case = read(document([child], [home(needs_met=["autism", "general"]), hard], policy=flags))

    text = seen(show_emergency, case, library.emergency(case, "A"), whole=True)

    assert f"Not known: {field.replace('_', ' ')}." in text


def test_the_command_prints_the_librarys_answer(tmp_path: Path) -> None:
    done = run("emergency", written(tmp_path, DOC), "--referral", "A", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == json.loads(
        library.emergency(read(DOC), "A").model_dump_json(by_alias=True)
    )


def test_the_command_refuses_a_child_that_the_case_does_not_hold(tmp_path: Path) -> None:
    assert run("emergency", written(tmp_path, DOC), "--referral", "Z").exit_code == 2


def test_the_same_answer_comes_over_http() -> None:
    answer = post(app_with(), "/v1/emergency", {"case": DOC, "referral": "A"})

    assert answer.status_code == 200
    assert answer.json() == sent(library.emergency(read(DOC), "A"))


def test_over_http_an_unknown_child_is_not_found() -> None:
    answer = post(app_with(), "/v1/emergency", {"case": DOC, "referral": "Z"})

    assert code_of(answer) == (404, "not_found")


def test_the_committed_demonstration_is_what_its_command_writes() -> None:
    assert EMERGENCY.read_bytes() == text_of(emergency()).encode()


@contextmanager
def untraced() -> Iterator[None]:
    """Without the measuring of coverage, which doubles what is measured here."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def test_thirty_referrals_and_three_hundred_homes_take_less_than_a_second() -> None:
    draw = Draw("emergency")
    needs, flags = [f"need-{n}" for n in range(8)], [f"flag-{n}" for n in range(8)]
    where = [place(400_000 + 997 * n % 90_000, 250_000 + 1_009 * n % 90_000) for n in range(330)]
    homes = [
        home(
            f"H{n}",
            location=where[n],
            needs_met=draw.some(needs, 2, 6),
            genders=draw.some(["female", "male", "non_binary"], 1, 3),
            residents=[resident(f"R{n}", flags=draw.some(flags, 0, 2))] if n % 2 else [],
        )
        for n in range(300)
    ]
    children = [
        referral(f"C{n}", origin=where[300 + n], need=draw.choice(needs), flags=draw.some(flags, 0, 2))
        for n in range(29)
    ]
    pairs = policy(incompatible_flags=[flags[:2], flags[2:4]], solo_flags=flags[4:5])
    case = read(document([half_known(*UNKNOWN_FIELDS), *children], homes, policy=pairs))

    with untraced():
        start = time.process_time()
        answer = library.emergency(case, "A")
        seconds = time.process_time() - start

    assert len(answer.possible) > 100
    assert seconds < 1, seconds


def test_the_page_shows_what_its_command_prints() -> None:
    printed = run("emergency", str(EMERGENCY), "--referral", "R-30").stdout
    told = "\n".join(text.rstrip() for text in printed.splitlines())

    assert shown(PAGE.read_text(encoding="utf-8"), "emergency") == f"{told}\n"
