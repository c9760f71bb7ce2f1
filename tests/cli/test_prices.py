"""price-of-rules and break-even as they are typed and read. All data is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import budget, document, home, pair, referral
from tests.cli.run import run, written


def case_file(folder: Path, **changes: Any) -> str:
    homes = [
        home("H1"),
        home("H2", weekly_price_pence=350_000, location={**home()["location"], "easting": 449_093}),
    ]
    return written(folder, document([referral("R1")], homes, **changes))


def test_a_rule_that_costs_something_is_told_with_who_moves(tmp_path: Path) -> None:
    name = case_file(tmp_path, pins=[pair("R1", "H2")], budgets=[budget(900_000)])
    told = run("price-of-rules", name, "--rule", "pin", "--rule", "budget").stdout

    assert "WHAT RULES COST: 1 rule; without it" in told
    [row] = [line for line in told.splitlines() if line.startswith("pin R1 H2")]
    assert row.split() == ["pin", "R1", "H2", "-£500", "-9.0", "R1", "to", "H1"]
    assert "WHAT COSTS NOTHING: 1 rule" in told


def test_the_document_of_prices_is_the_answer(tmp_path: Path) -> None:
    name = case_file(tmp_path, pins=[pair("R1", "H2")])
    answer = json.loads(run("price-of-rules", name, "--rule", "pin", "--json").stdout)
    assert (answer["schema"], answer["status"]) == ("placement-price-of-rules/1", "optimal")
    assert [price["rule"]["name"] for price in answer["prices"]] == ["pin R1 H2"]


def test_a_break_even_price_is_told_to_the_penny_with_the_plan_above_it(tmp_path: Path) -> None:
    told = run("break-even", case_file(tmp_path), "--home", "H1").stdout

    assert told.startswith("A best plan uses H1 up to £3,590.15 a week; it is £3,000 now.\n")
    assert "At £3,590.16 a week a plan without it is better." in told
    assert "THE PLAN ONE HIGHER, without H1: 1 child elsewhere" in told


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("--home", "H1", "--referral", "R1"), "A best plan uses H1 for R1 up to £3,590.15 a week"),
        (("--home", "H1", "--uplift"), "A best plan uses H1 up to +19 %."),
        (("--uplift", "--provision", "internal"), "A best plan uses internal homes at any price"),
        (("--home", "H1", "--retainer", "--until", "2027-01-01"), "Holding H1 until 1 January 2027"),
    ],
)
def test_each_kind_of_price_begins_with_its_answer(
    words: tuple[str, ...], begins: str, tmp_path: Path
) -> None:
    assert run("break-even", case_file(tmp_path), *words).stdout.startswith(begins)


def test_what_no_child_can_do_without_is_said_to_be_worth_no_sum(tmp_path: Path) -> None:
    name = written(tmp_path, document([referral("R1")], [home("H1")]))
    told = run("break-even", name, "--retainer", "--home", "H1", "--until", "2027-01-01").stdout
    assert "is not worth a sum: without it,\n1 child more would be left without a home." in told


WRONG = [
    (),
    ("--home", "H1", "--provider", "A"),
    ("--provider", "A"),
    ("--home", "H1", "--retainer"),
    ("--home", "H1", "--until", "2027-01-01"),
    ("--home", "H1", "--uplift", "--referral", "R1"),
    ("--uplift", "--provision", "gift"),
    ("--home", "H1", "--retainer", "--until", "soon"),
    ("--home", "H9"),
    ("--uplift", "--provider", "Nobody"),
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_names_no_one_thing_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    ended = run("break-even", case_file(tmp_path), *words)
    assert (ended.exit_code, ended.stdout) == (2, "")


def test_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    assert run("price-of-rules", case_file(tmp_path), "--rule", "weather").exit_code == 2
