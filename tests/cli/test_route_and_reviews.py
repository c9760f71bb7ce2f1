"""`placements route` and `placements reviews` on the screen, as JSON, and when asked wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matcher.cli.show.reviews import chain_words
from matcher.library import load_case, reviews
from tests.builders import OTHER_AREA, document, home, pair, place, policy, referral
from tests.cli.run import run, written


def moving(folder: Path) -> str:
    """A leaves H1, in her area, for H2, outside it; N waits and takes her bed."""
    homes = [
        home("H1", places=1, weekly_price_pence=900_000),
        home("H2", places=1, location=place(433_000, 284_000, OTHER_AREA)),
    ]
    children = [referral("A", current_home="H1"), referral("N", urgency="urgent")]
    made = document(children, homes, policy=policy(move_pence=0), forbids=[pair("N", "H2")])
    return written(folder, made)


def test_the_route_of_a_pair_says_who_approves_and_by_when(tmp_path: Path) -> None:
    found = run("route", moving(tmp_path), "--referral", "A", "--home", "H2")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert "A at H2 Home H2, from 1 May 2026" in lines
    assert "  Outside the area, adjoining. Approval: nominated officer." in lines
    assert [line for line in lines if line.startswith("Fri 1 May 2026   A nominated officer approves")]
    assert max(len(line.rstrip()) for line in lines) <= 80


def test_the_drafts_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    asked = ("route", moving(tmp_path), "--referral", "A", "--home", "H2")
    assert "DRAFT, not sent" not in run(*asked).stdout
    assert run(*asked, "--drafts").stdout.count("DRAFT, not sent") == 7


def test_the_route_of_a_plan_that_match_printed_is_told_without_solving_again(tmp_path: Path) -> None:
    case = moving(tmp_path)
    plan = written(tmp_path, json.loads(run("match", case, "--json").stdout), "plan.json")
    found = json.loads(run("route", case, plan, "--json").stdout)
    assert found["status"] is None
    assert [(r["referral"], r["home"], r["approval"]) for r in found["routes"]] == [
        ("A", "H2", "nominated_officer"),
        ("N", "H1", "none"),
    ]
    route = written(tmp_path, found, "route.json")
    assert run("verify", case, route).exit_code == 0


def test_a_home_without_a_child_and_an_unknown_id_are_refused(tmp_path: Path) -> None:
    case = moving(tmp_path)
    for words, said in (
        (("--home", "H1"), "give --referral too"),
        (("--referral", "Z"), "--referral Z: no referral of the case has this id"),
        (("--referral", "A", "--home", "Z"), "--home Z: no home of the case has this id"),
    ):
        ended = run("route", case, *words)
        assert ended.exit_code == 2
        assert said in " ".join(ended.output.split())


def test_the_plan_on_the_screen_says_who_approves(tmp_path: Path) -> None:
    shown = " ".join(run("match", moving(tmp_path)).stdout.split())
    assert "moves from H1; out of area; approval: nominated officer (adjoining)" in shown


def test_the_reviews_are_told_as_a_chain_in_words(tmp_path: Path) -> None:
    shown = " ".join(run("reviews", moving(tmp_path)).stdout.split())
    assert "1 review: 1 move, 0 stays Proved: nothing better exists under these rules." in shown
    # A's fee falls from £9,000 to £3,000, and N is newly paid £9,000 at H1.
    assert "CHAIN 1: 1 move, £3,000 a week more, as far from home" in shown
    words = (
        "A moves from H1 Home H1 to H2 Home H2 out of the area, which frees H1 for N, who waits for a home."
    )
    assert words in shown


def test_a_cap_of_no_moves_says_what_it_costs(tmp_path: Path) -> None:
    shown = " ".join(run("reviews", moving(tmp_path), "--max-moves", "0").stdout.split())
    assert (
        "1 review: 0 moves, 1 stay Proved: nothing better exists under these rules with so few moves."
        in shown
    )
    assert "Against the 1 move of the best plan: leaves N without a home;" in shown


def test_a_cap_that_the_best_plan_keeps_says_so(tmp_path: Path) -> None:
    shown = " ".join(run("reviews", moving(tmp_path), "--max-moves", "1").stdout.split())
    assert "At most 1 move allowed; it costs nothing: the best plan of all keeps it." in shown


def test_a_cycle_and_a_bed_left_free_have_their_own_words(tmp_path: Path) -> None:
    children = [referral("A", current_home="H1"), referral("B", current_home="H2")]
    pins = [pair("A", "H2"), pair("B", "H1")]

    def words(places: int) -> str:
        made = document(children, [home("H1", places=places), home("H2", places=1)], pins=pins)
        case = load_case(written(tmp_path, made))
        [chain] = reviews(case).chains
        return chain_words({h.id: h for h in case.homes}, chain)

    assert words(1).endswith("which frees H2 for A: they move at the same time.") or words(1).endswith(
        "which frees H1 for A: they move at the same time."
    )
    assert words(2).endswith("which leaves a bed free at H1 Home H1.")


def test_a_plan_is_shown_without_the_map_and_says_that_the_approval_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = moving(tmp_path)
    monkeypatch.setenv("PLACEMENT_DATA_DIR", str(tmp_path))
    shown = run("match", case)
    assert shown.exit_code == 0
    assert "approval: not known without the reference data" in " ".join(shown.stdout.split())
