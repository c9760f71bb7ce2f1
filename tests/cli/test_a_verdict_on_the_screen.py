"""What `verify` prints for people: fields in words, money in pounds, and `--json` as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.cli.show.verdict import breach_words, show_verdict
from matcher.domain.reference import Verdict, Wrong
from tests.builders import document
from tests.cli.run import run, written
from tests.cli.screens import seen
from tests.verify.answers import right_answer, seven_children
from tests.verify.paths import Path as Place
from tests.verify.paths import changed

SAID = "the answer says {}, the case says {}"

WORDS = [
    (
        "tier2",
        f"the allocation: {SAID.format(303106, 303107)}",
        "tier 2, the price of the plan: the allocation: the answer says £3,031.06, the case says £3,031.07",
    ),
    (
        "tier1",
        f"the allocation: {SAID.format(1100, 110)}",
        "tier 1, the weight of children without a home: the allocation: "
        "the answer says 1,100, the case says 110",
    ),
    (
        "placements.lines",
        f"A at H1, line weekly_price: {SAID.format(-1, 300000)}",
        "placements, lines: A at H1, line weekly price: the answer says -£0.01, the case says £3,000",
    ),
    (
        "placements.distance_m",
        f"A at H1: {SAID.format(5001, 5000)}",
        "placements, distance: A at H1: the answer says 5,001 m, the case says 5,000 m",
    ),
    (
        "funds.spent_centipence",
        f"fund la: {SAID.format(28732501, 28732500)}",
        "funds, spent: fund la: the answer says £2,873.2501, the case says £2,873.25",
    ),
    (
        "funds.limit_pence",
        f"fund la: {SAID.format('none', 500000)}",
        "funds, limit: fund la: the answer says none, the case says £5,000",
    ),
    (
        "shared_lines",
        "split_siblings: 60000 pence for A, B of group G1 in H1, H2 is missing",
        "shared lines: siblings in different homes: £600 for A, B of group G1 in H1, H2 is missing",
    ),
    (
        "proof.tier2.bound",
        "a bound of 2000 is above the value, 1000",
        "proof, tier 2, the price of the plan, bound: a bound of £20 is above the value, £10",
    ),
    (
        "proof.tier1.bound",
        "a bound of 2000 is above the value, 1000",
        "proof, tier 1, the weight of children without a home, bound: "
        "a bound of 2,000 is above the value, 1,000",
    ),
    (
        "options.regret",
        f"A at H1, tier2 of those who pay: {SAID.format(5, 700)}",
        "options, regret: A at H1, tier 2 of those who pay: the answer says £0.05, the case says £7",
    ),
    (
        "options.regret",
        f"A at H1, tier1 of those who pay: {SAID.format(5, 700)}",
        "options, regret: A at H1, tier 1 of those who pay: the answer says 5, the case says 700",
    ),
    ("solo_occupied", "H1 has 1 resident", "solo_occupied: H1 has 1 resident"),
]


@pytest.mark.parametrize(("code", "message", "words"), WORDS, ids=[f"{w[0]} {w[1][:20]}" for w in WORDS])
def test_a_breach_in_words(code: str, message: str, words: str) -> None:
    assert breach_words(Wrong(code=code, message=message)) == words


WRONG: list[tuple[Place, int]] = [
    (("tier1",), 1),
    (("tier2",), 1),
    (("placements", 0, "weekly_price_pence"), 1),
    (("placements", 0, "total_pence"), 1),
    (("placements", 0, "distance_m"), 1),
    (("placements", 0, "lines", 0, "pence"), 1),
    (("shared_lines", 0, "pence"), 1),
    (("separations", 0, "weight"), 1),
    (("unplaced", 0, "near_misses"), 1),
    (("funds", 0, "spent_centipence"), 1),
    (("funds", 1, "limit_pence"), 1),
    (("totals", "incremental_pence"), 1),
    (("totals", "distance_m"), 1),
    (("proof", "tier2", "gap"), 1),
]


@pytest.mark.parametrize(("place", "value"), WRONG, ids=[".".join(map(str, place)) for place, _ in WRONG])
def test_no_line_on_the_screen_has_a_raw_field_name_or_pence(
    place: Place, value: int, tmp_path: Path
) -> None:
    case = written(tmp_path, json.loads(seven_children().model_dump_json(by_alias=True)))
    answer = written(tmp_path, changed(right_answer(), place, value), "answer.json")

    ended = run("verify", case, answer)

    assert ended.exit_code == 1
    assert ended.stdout.strip()
    assert not [mark for mark in ("_", "pence", "tier1", "tier2") if mark in ended.stdout]


def test_json_keeps_the_codes_and_the_figures_as_they_are(tmp_path: Path) -> None:
    case = written(tmp_path, document())
    answer = written(tmp_path, {"allocation": {"A": "H1"}, "tier2": 1}, "answer.json")

    breaches = json.loads(run("verify", case, answer, "--json").stdout)["breaches"]

    told = "the allocation: the answer says 1, the case says 303107"
    assert breaches == [{"code": "tier2", "message": told}]


def test_a_right_answer_is_said_to_be_right() -> None:
    assert seen(show_verdict, Verdict(right=True, breaches=())) == (
        "Right: every rule is kept and every figure agrees."
    )
