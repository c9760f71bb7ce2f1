"""The clock writes whole lines, and the report says what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import charts, report
from benchmarks.gate import ratios as gate_ratios
from benchmarks.generate import generate
from benchmarks.machine import setting
from benchmarks.measures import allocate, in_parts, overhead, sampled
from benchmarks.readings import Readings, disagreements, mean_ratio, ratios, read, seconds
from benchmarks.run import fastest, main, numbers, rung_of
from benchmarks.stopwatch import Measured, Stopwatch
from benchmarks.targets import Row, at_least, at_most, exponent, rows
from benchmarks.tiny import case_of
from matcher import library

Line = dict[str, Any]
PARTS = ["load", "pack", "solve", "figures", "encode", "verify"]


def line(what: str = "overhead", method: str = "engine", **more: Any) -> Line:
    """A measurement that says as little as a report needs."""
    plain: Line = {
        "size": "county",
        "seed": 1,
        "regime": "slack",
        "density": "sparse",
        "what": what,
        "method": method,
        "seconds": 1.0,
        "parts": {"load": 0.1, "pack": 0.1, "solve": 0.4, "verify": 0.1},
        "status": "optimal",
        "tier1": 5,
        "tier2": 700,
        "verified": True,
        "options": 1_000,
        "share_outside_solver": 0.25,
        "load": 0.5,
        "date": "2026-11-22T00:00:00+00:00",
        **setting(),
    }
    return plain | more


def test_a_line_holds_everything_that_says_what_was_measured(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    asked = ["desk", "--seeds", "1", "--regimes", "slack", "--what", "allocate,overhead", "--repeat", "2"]
    main([*asked, "--peers", "first_come", "--out", str(out)])
    lines = [json.loads(text) for text in out.read_text().splitlines()]
    whole, parts, peer = lines
    assert [(n["what"], n["method"]) for n in lines] == [
        ("allocate", "engine"),
        ("overhead", "engine"),
        ("allocate", "first_come"),
    ]
    assert (whole["status"], whole["gap1"], whole["gap2"], whole["verified"]) == ("optimal", 0, 0, True)
    assert len(whole["repeats"]) == 2
    assert list(parts["parts"]) == PARTS
    assert whole["fingerprint"] == rung_of("desk", 1, "slack", "sparse").fingerprint
    assert {"versions", "machine", "revision", "load", "date", "limit_s"} <= whole.keys() & peer.keys()


def test_the_parts_lead_to_the_same_plan_as_the_library() -> None:
    case = case_of(generate("desk", 3))
    found = in_parts(case, 30.0, Stopwatch())
    whole = library.allocate(case)
    assert found.plan.model_dump(exclude={"run"}) == whole.model_dump(exclude={"run"})
    assert found.breaches == ()


def test_an_engine_without_an_answer_is_a_measurement_too() -> None:
    measured = allocate(json.dumps(generate("desk", 1)).encode(), 0.0, 1)
    assert measured.said["verified"] is False
    assert measured.said["status"] == "OutOfTime"


def test_the_share_outside_the_solver_is_everything_but_solve() -> None:
    measured = overhead(json.dumps(generate("desk", 1)).encode(), 30.0, 1)
    parts = measured.runs[0].parts
    share = 1 - parts["solve"] / sum(parts.values())
    assert measured.said["share_outside_solver"] == pytest.approx(share, abs=1e-4)


def test_a_measurement_counts_its_median() -> None:
    runs = []
    for value in (3.0, 1.0, 2.0):
        runs.append(Stopwatch())
        runs[-1].parts = {"solve": value}
    found = Measured(tuple(runs)).line()
    assert (found["seconds"], found["parts"], found["repeats"]) == (2.0, {"solve": 2.0}, [3.0, 1.0, 2.0])


@pytest.mark.parametrize(("text", "seeds"), [("1-5", [1, 2, 3, 4, 5]), ("1,3", [1, 3]), ("2-3,5", [2, 3, 5])])
def test_seeds_are_read_as_people_write_them(text: str, seeds: list[int]) -> None:
    assert numbers(text) == seeds


def test_an_unknown_question_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["desk", "--what", "allocate,luck"])
    assert "luck: choose from allocate, overhead" in capsys.readouterr().err


def test_all_children_are_asked_for_until_they_are_too_many() -> None:
    case = case_of(generate("desk", 1))
    assert sampled(case) == sorted(child.id for child in case.referrals)
    assert len(sampled(case, most=10)) == 20
    assert sampled(case, most=10) == sampled(case, most=10)


def test_the_newest_line_of_a_case_counts() -> None:
    old, new = line(seconds=9.0), line(seconds=2.0, date="2026-11-23T00:00:00+00:00")
    assert seconds(Readings([new, old]).of("county", "slack", "overhead")) == 2.0


def test_a_ratio_compares_the_same_case_from_arrays_to_allocation() -> None:
    peer = [line("allocate", "highs", parts={"pack": 0.1, "solve": 1.9}), line("allocate", "highs", seed=2)]
    assert ratios(peer, [line()]) == [pytest.approx(4.0)]
    assert mean_ratio([2.0, 8.0]) == pytest.approx(4.0)
    assert mean_ratio([]) is None


def test_two_proved_optima_that_differ_are_told() -> None:
    same, other = line(method="highs"), line(method="scip", tier2=701)
    assert disagreements(Readings([line(), same])) == (1, [])
    assert disagreements(Readings([line(), same, other])) == (2, ["county-slack-1"])
    assert disagreements(Readings([line(), line(method="scip", tier2=701, status="best_found")])) == (0, [])


def test_targets_are_met_missed_or_not_measured() -> None:
    assert at_most("table", 0.3, 0.3) == Row("table ≤ 0.3 s", "0.3 s", True)
    assert at_most("table", 0.31, 0.3).met is False
    assert at_most("table", None, 0.3) == Row("table ≤ 0.3 s", "not measured", None)
    assert at_least("ratio", 3.9, 4).met is False
    assert at_least("ratio", 4.0, 4).met is True
    assert all(row.met is None for row in rows(Readings([])))


def test_never_slower_than_highs_on_any_seed_is_part_of_its_target() -> None:
    def met(slow_s: float) -> bool | None:
        peers = [
            line("allocate", "highs", parts={"pack": 0, "solve": 50}),
            line("allocate", "highs", seed=2, parts={"pack": 0, "solve": slow_s}),
        ]
        found = rows(Readings([line(), line(seed=2), *peers]))
        return next(
            row.met for row in found if row.target.startswith("county, slack: allocation against highs")
        )

    assert met(0.5) is True
    assert met(0.4) is False


def target(found: Readings, name: str) -> Row:
    return next(row for row in rows(found) if row.target.startswith(name))


def test_a_target_with_an_open_answer_is_not_met_and_says_so() -> None:
    name = "county, slack: complete regret table ≤"
    done = [line("options", seed=seed, settled=1_000) for seed in range(1, 6)]
    assert target(Readings(done), name) == Row(f"{name} 4 s", "1 s", True)
    late = line("options", seed=5, settled=999)
    assert target(Readings([*done[:4], late]), name) == Row(f"{name} 4 s", "1 s; open on 1 of 5 seeds", False)
    unproved = line("options", seed=5, settled=1_000, status="feasible")
    assert target(Readings([*done[:4], unproved]), name).met is False


def test_a_target_says_from_how_few_seeds_it_is() -> None:
    found = Readings([line("allocate", size="desk", seconds=0.04)])
    assert target(found, "desk, slack: allocation") == Row(
        "desk, slack: allocation end to end ≤ 0.05 s", "0.04 s; 1 of 5 seeds", True
    )


def test_a_ratio_to_a_plan_that_the_engine_has_not_proved_is_not_met() -> None:
    peer = line("allocate", "highs", parts={"pack": 0.0, "solve": 9.0})
    assert target(Readings([line(), peer]), "county, slack: allocation against highs").met is True
    unproved = Readings([line(status="feasible"), peer])
    assert target(unproved, "county, slack: allocation against highs").met is False


def test_memory_is_the_larger_process_in_megabytes_with_both_told() -> None:
    table = line("memory_options", peak_mib=190.0, parent_mib=60.0, child_mib=190.0)
    plan = line("memory", peak_mib=150.0, parent_mib=60.0, child_mib=150.0)
    assert target(Readings([plan, table]), "county: most memory") == Row(
        "county: most memory of a process ≤ 200 MB", "199 MB; both together 262 MB", True
    )


def test_dense_cases_have_a_section_of_their_own_and_no_part_in_the_targets() -> None:
    dense = Readings([line("allocate", density="dense", seconds=0.3)], "dense")
    text = report.page(Readings([line()]), dense)
    assert "| county | – | 0.3 s | 1 of 1 | not measured | not measured |" in text
    assert report.page(Readings([line()]), Readings([], "dense")).count("Dense option sets") == 0


def test_the_fastest_peer_is_one_that_proved_its_plan() -> None:
    plans = [
        line("allocate", "highs", parts={"pack": 0.1, "solve": 2.0}),
        line("allocate", "cpsat", parts={"pack": 0.1, "solve": 1.0}),
        line("allocate", "first_come", parts={"pack": 0.1, "solve": 0.0}, status="best_found"),
    ]
    assert fastest(plans) == ["cpsat"]
    assert fastest(plans[2:]) == []


def test_growth_is_the_slope_in_logarithms() -> None:
    found = [
        line(size=size, options=options, parts={"pack": 0.0, "solve": options**1.25 / 1e4})
        for size, options in (("desk", 250), ("county", 2_300), ("region", 18_000))
    ]
    assert exponent(Readings(found), "slack") == pytest.approx(1.25)
    assert exponent(Readings(found[:2]), "slack") is None


def test_the_page_is_what_the_command_writes_from_the_committed_results() -> None:
    readings, dense = read(), read(density="dense")
    assert report.PAGE.read_text(encoding="utf-8") == report.page(readings, dense)
    folder = report.PAGE.with_name("performance")
    drawn = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.svg")}
    assert drawn == report.pictures(readings)


def test_a_chart_is_well_formed_and_escapes_its_names() -> None:
    bars = [charts.Bar("a<b", "slack", 0.2), charts.Bar("late", "binding", 60.0, unfinished=True)]
    drawn = ElementTree.fromstring(charts.bars("A & B", bars))
    told = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"A & B", "a<b, slack", "60 s →"} <= set(told)


def test_bars_are_as_long_as_their_logarithms() -> None:
    scale = charts.Scale([0.1, 10.0], 0.0, 200.0)
    assert [scale.at(value) for value in (0.1, 1.0, 10.0)] == [0.0, 100.0, 200.0]


@pytest.fixture(scope="module")
def gate() -> list[Any]:
    return gate_ratios()


def test_no_ratio_of_the_gate_has_fallen_through_its_floor(gate: list[Any]) -> None:
    assert [ratio for ratio in gate if not ratio.holds] == []
