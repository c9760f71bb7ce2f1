"""The frontier and the refusals asked at both doors, in words and as a picture."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher import library
from matcher.cli.show.frontier import show_frontier
from matcher.domain.frontier import OpenRange, Spot
from tests.api.client import app_with, code_of, fault_paths, post
from tests.builders import Doc, document, home, pair, policy, referral
from tests.cli.run import run, written
from tests.cli.screens import seen
from tests.frontier.trades import homes, trade

TRADE: Doc = document([referral("A")], homes(), policy=policy(pence_per_mile=0))


def test_the_command_prints_every_plan_with_what_a_mile_nearer_costs(tmp_path: Path) -> None:
    result = run("frontier", written(tmp_path, TRADE))

    assert result.exit_code == 0
    assert "3 plans, from £1,000 a week and 12.4 miles to £3,000 a week and 0.6 miles." in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if line[:1] in "●○" and "£" in line]
    assert rows == [
        ["●", "£1,000", "12.4", "1"],
        ["○", "£2,900", "6.2", "1", "£1,900", "£306"],
        ["●", "£3,000", "0.6", "1", "£100", "£18"],
    ]
    assert "proposes, £1,000 a week and 12.4 miles, is one" in result.stdout


def test_the_command_and_the_address_give_the_same_document(tmp_path: Path) -> None:
    printed = json.loads(run("frontier", written(tmp_path, TRADE), "--json").stdout)
    answered = post(app_with(), "/v1/frontier", {"case": TRADE}).json()

    assert [point["incremental_pence"] for point in printed["points"]] == [100_000, 290_000, 300_000]
    assert {**printed, "run": None} == {**answered, "run": None}


def test_the_picture_is_named_described_and_the_same_every_time(tmp_path: Path) -> None:
    file = tmp_path / "frontier.svg"
    assert run("frontier", written(tmp_path, TRADE), "--svg", str(file)).exit_code == 0

    drawn = file.read_text("utf-8")
    assert drawn == library.frontier_chart(library.frontier(trade()))
    assert "<title>What it costs to place children nearer home</title>" in drawn
    assert "<desc>3 plans that no other beats in both cost and distance. The cheapest: £1,000 a week" in drawn
    assert 'role="img"' in drawn
    for told in (
        "Best at some price a mile",
        "A trade no price reaches",
        "The proposed plan",
        "Cost (£ a week)",
    ):
        assert told in drawn


def test_a_part_is_drawn_with_what_is_open_shaded_and_said() -> None:
    whole = library.frontier(trade())
    ends = [Spot(incremental_pence=p.incremental_pence, distance_m=p.distance_m) for p in whole.points]
    points = tuple(
        point.model_copy(update={"supported": None}) for point in (whole.points[0], whole.points[2])
    )
    part = whole.model_copy(
        update={
            "status": "best_found",
            "points": points,
            "open": (OpenRange(cheaper=ends[0], nearer=ends[2]),),
        }
    )

    drawn, told = library.frontier_chart(part), " ".join(seen(show_frontier, part).split())

    assert "Time ended first: more plans may lie in the shaded part." in drawn
    assert "#eeeeee" in drawn
    assert "#eeeeee" not in library.frontier_chart(whole)
    assert "Not searched: between £1,000 a week and 12.4 miles and £3,000 a week and 0.6" in told
    assert "Time ended first: those shown are right, and others are missing." in told


CHAIN: Doc = document(
    [referral("A", urgency="urgent"), referral("B")],
    [home(f"H{n}", weekly_price_pence=n * 100_000, places=1) for n in (1, 2)],
)


def test_refusals_tell_whom_to_ask_next_who_goes_elsewhere_and_where_it_ends(tmp_path: Path) -> None:
    told = run("alternatives", written(tmp_path, CHAIN), "--referral", "A", "--refusals", "5").stdout

    assert "A is proposed for H1 Home H1." in told
    assert "PLAN 2, if H1 Home H1 says no" in told
    assert "A goes to H2 Home H2: the same price." in told
    assert "PLAN 3, if H1 Home H1 and H2 Home H2 say no" in told
    assert "A goes to no home: leaves A without a home" in " ".join(told.split())
    assert "From here on the best plan leaves A without a home." in told


def test_both_doors_give_the_same_refusals(tmp_path: Path) -> None:
    words = ("alternatives", written(tmp_path, CHAIN), "--referral", "A", "--refusals", "5", "--json")
    printed = json.loads(run(*words).stdout)
    answered = post(app_with(), "/v1/refusals", {"case": CHAIN, "referral": "A", "refusals": 5}).json()

    assert [plan["home"] for plan in printed["plans"]] == ["H1", "H2", None]
    assert printed["complete"] is True
    assert [(p["home"], p["refused"], p["regret"]) for p in printed["plans"]] == [
        (p["home"], p["refused"], p["regret"]) for p in answered["plans"]
    ]


def test_a_child_the_case_does_not_hold_is_refused_by_its_option(tmp_path: Path) -> None:
    result = run("alternatives", written(tmp_path, CHAIN), "--referral", "Z", "--refusals", "1")
    assert result.exit_code != 0
    assert "--referral Z: no referral of the case has this id" in result.stderr
    assert code_of(post(app_with(), "/v1/refusals", {"case": CHAIN, "referral": "Z"}))[0] == 404


@pytest.mark.parametrize("words", [("--referral", "A"), ("--refusals", "2")])
def test_a_child_and_a_number_of_refusals_go_together(words: tuple[str, str], tmp_path: Path) -> None:
    result = run("alternatives", written(tmp_path, CHAIN), *words)
    assert (result.exit_code, "go together" in result.stderr) == (2, True)


def test_a_pinned_child_is_refused_with_the_pin_and_the_way_out() -> None:
    pinned = CHAIN | {"pins": [pair("A", "H1")]}
    answer = post(app_with(), "/v1/refusals", {"case": pinned, "referral": "A"})

    assert fault_paths(answer) == ["$.pins[0]"]
    assert "take the pin out" in answer.text


def test_a_child_whose_sibling_is_pinned_is_refused_once_the_home_says_no() -> None:
    together = [{"id": "G", "members": ["A", "B"], "rule": "together"}]
    roomy = document(
        CHAIN["referrals"], [home("H1"), home("H2")], sibling_groups=together, pins=[pair("B", "H1")]
    )
    answer = post(app_with(), "/v1/refusals", {"case": roomy, "referral": "A"})

    assert fault_paths(answer) == ["$.pins"]
    assert "once H1 has said no to A, B cannot be kept at H1" in answer.text


def test_more_plans_than_the_server_gives_are_refused() -> None:
    asked = {"case": CHAIN, "referral": "A", "refusals": 2}
    assert fault_paths(post(app_with(max_alternatives=2), "/v1/refusals", asked)) == ["$.refusals"]
    assert post(app_with(max_alternatives=3), "/v1/refusals", asked).status_code == 200
