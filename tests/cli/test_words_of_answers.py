"""Words that claim what was proved, name whom they are about, and give the way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.cli.show.against import money_words, weight_words
from matcher.cli.show.frontier import show_frontier
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Range
from tests.api.client import app_with, code_of, fault_paths, post
from tests.builders import case, document, group, home, pair, referral, relationship, sent
from tests.cli.run import run, written
from tests.cli.screens import seen
from tests.frontier.trades import trade

CASE = document([referral("A"), referral("B")], [home("H1"), home("H2", weekly_price_pence=310_000)])


def asked(folder: Path, *words: str, doc: dict[str, Any] = CASE) -> tuple[int, str]:
    ended = run(words[0], written(folder, doc), *words[1:])
    return ended.exit_code, " ".join(ended.output.split())


@pytest.mark.parametrize(
    ("fees", "priced", "words"),
    [
        (0, 0, "the same price"),
        (0, 500, "the same fees, £5 a week more as the policy prices it"),
        (-31_000, 500, "£310 a week less in fees, £5 a week more as the policy prices it"),
        (31_000, 0, "£310 a week more in fees, the same as the policy prices it"),
    ],
)
def test_fees_are_told_apart_from_what_the_policy_prices(fees: int, priced: int, words: str) -> None:
    assert money_words(fees, priced) == words


def test_a_pair_that_stays_together_is_named_and_not_told_as_a_child_without_a_home() -> None:
    children = [referral("A", current_home="H1"), referral("B", current_home="H1")]
    given = case(children, [home("H1"), home("H2")], relationships=[relationship("A", "B")])
    apart, together = {"A": "H2", "B": "H1"}, {"A": "H1", "B": "H1"}
    assert weight_words(given, apart, together, 1) == "A and B, who must not share, both stay at H1"
    assert weight_words(given, together, apart, -1) == "weight of children without a home down by 1"
    assert weight_words(given, apart, {"A": None, "B": "H1"}, 1) == "leaves A without a home"


def test_what_costs_nothing_is_named_on_demand(tmp_path: Path) -> None:
    forbidden = CASE | {"forbids": [pair("A", "H2")]}
    brief = asked(tmp_path, "price-of-rules", "--rule", "forbid", doc=forbidden)[1]
    whole = asked(tmp_path, "price-of-rules", "--rule", "forbid", "--all", doc=forbidden)[1]
    assert ("forbid A H2" in brief, "forbid A H2" in whole) == (False, True)
    assert "--all names each." in brief
    assert "Weight: how much more it weighs" in brief


def test_a_child_whom_no_plan_places_has_no_home_to_refuse(tmp_path: Path) -> None:
    barred = document([referral("A")], [home("H1", genders=["male"])])
    told = asked(tmp_path, "alternatives", "--referral", "A", "--refusals", "2", doc=barred)[1]
    assert "Each plan below" not in told
    assert "`placements relax CASE --referral A`" in told


SWEEP = ("sweep", "--parameter")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SWEEP, "budget", "--from", "1", "--to", "2"), "budget must say whose: give --fund"),
        (
            (*SWEEP, "pence_per_mile", "--fund", "la", "--from", "1", "--to", "2"),
            "pence_per_mile does not go by --fund: leave it out",
        ),
        ((*SWEEP, "pence_per_mile", "--from", "9", "--to", "2"), "--to: must be more than --from"),
        (("price-of-rules", "--rule", "bogus"), "--rule: is no kind of rule. The kinds are: pin, forbid"),
        (("price-of-rules", "--rule", "pin"), "--rule: there are none: the case has no rule of the kind pin"),
        (
            ("price-of-rules", "--rule", "distance Z"),
            "--rule: the case has no such distance rule. Give distance",
        ),
    ],
)
def test_an_option_given_wrongly_is_told_with_the_way_out(words: Any, said: str, tmp_path: Path) -> None:
    limited = CASE | {"referrals": [referral("A", max_miles=30), referral("B")]}
    code, told = asked(tmp_path, *words, doc=limited)
    assert (code, said in told) == (2, True), told


def test_pins_that_clash_in_a_scenario_name_its_file_and_the_sibling(tmp_path: Path) -> None:
    doc = document(
        [referral("A"), referral("B")],
        [home("H1", places=1), home("H2")],
        sibling_groups=[group("A", "B", rule="together")],
    )
    change = {"name": "S", "changes": [{"kind": "pin", "referral": "A", "home": "H1"}]}
    file = written(tmp_path, change, "scenario.json")
    code, told = asked(tmp_path, "what-if", file, doc=doc)
    assert (code, f"{file}: $.changes[0]: after this change" in told.replace("\n", "")) == (2, True)
    assert "A must be placed together with B (group G1)" in told


def test_what_is_no_scenario_is_told_how_one_looks(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("[]", "utf-8")
    assert 'a scenario is an object like {"name":' in asked(tmp_path, "what-if", str(file))[1]


def test_a_question_without_scenarios_is_refused() -> None:
    answer = post(app_with(), "/v1/what-if", {"case": CASE, "scenarios": []})
    assert (code_of(answer)[0], fault_paths(answer)) == (422, ["$.scenarios"])


@pytest.mark.parametrize(
    ("turns", "searched"),
    [
        ({"turns": "pence_per_mile"}, "between points whose plans differ"),
        ({"turns": "max_miles"}, "everywhere"),
    ],
)
def test_a_sweep_says_where_it_looked(turns: dict[str, str], searched: str, tmp_path: Path) -> None:
    given, parameter = case(CASE["referrals"], CASE["homes"]), Parameter.model_validate(turns)
    found = library.sweep(given, parameter, Range(start=20, stop=22, points=3))
    assert (found.searched, found.complete) == (searched, True)
    wrong = sent(found) | {
        "searched": "everywhere" if searched != "everywhere" else "between points whose plans differ"
    }
    assert "searched" in {breach.code for breach in library.verify(given, wrong)}
    words = ("--from", "20", "--to", "22", "--points", "3")
    told = asked(tmp_path, *SWEEP, turns["turns"], *words)[1]
    assert ("Not looked for: changes that come and go" in told) is (searched != "everywhere")


def test_a_frontier_without_a_point_is_told_in_words_and_by_its_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = library.frontier(trade())
    nothing = whole.model_copy(update={"status": "best_found", "points": ()})
    told = seen(show_frontier, nothing)
    assert "£ a week    Miles" not in told
    assert "this says nothing about which plans there are" in told
    monkeypatch.setattr("matcher.library.frontier", lambda *asked, **more: nothing)
    assert asked(tmp_path, "frontier")[0] == 3
    assert code_of(post(app_with(), "/v1/frontier", {"case": CASE})) == (503, "out_of_time")
    assert json.loads(run("frontier", written(tmp_path, CASE), "--json").stdout)["points"] == []
