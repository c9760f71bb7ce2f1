"""The clock of the questions writes whole lines, and the page's section says what they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import questions, report
from benchmarks.answer_times import Run, line_of, measured, once, worst
from benchmarks.asking import ASKING, Reply, children_of
from benchmarks.generate import generate
from benchmarks.half_known import CHILD, SIZE, UNKNOWN, half_known
from benchmarks.question_targets import PROMISES, found, verdict
from benchmarks.readings import Readings
from benchmarks.stopwatch import Stopwatch
from benchmarks.tiny import case_of, tiny
from matcher import library
from matcher.domain.absent import UNKNOWN_FIELDS
from matcher.domain.case import Case
from matcher.errors import OutOfTime
from tests.benchmarks.test_run import line
from tests.builders import sent

Line = dict[str, Any]
SMALL = 1
"""A small case in which somebody is newly placed."""


def ask_line(*seconds: float, what: str = "relax", size: str = "desk", **more: Any) -> Line:
    """A line of answers that took so long; `each` of them proved and verified."""
    each = [answer(value) for value in seconds]
    middle = sorted(seconds)[len(seconds) // 2]
    plain = line(what, size=size, seconds=middle, processor_seconds=0.2, each=each)
    return plain | more


def answer(seconds: float, **more: Any) -> Line:
    plain = {"seconds": seconds, "status": "optimal", "verified": True, "found": {"sets": 3}}
    return plain | more


def run(seconds: float, processor_seconds: float = 0.1, status: str = "optimal", **found: int) -> Run:
    watch = Stopwatch()
    watch.parts = {"load": 0.0, "ask": seconds}
    return Run(watch, processor_seconds, status, verified=status in ("optimal", "best_found"), found=found)


def ran(tmp_path: Path, *arguments: str) -> list[Line]:
    """The lines that the command writes."""
    out = tmp_path / "questions.jsonl"
    questions.main([*arguments, "--seeds", "1", "--repeat", "1", "--out", str(out)])
    return [json.loads(text) for text in out.read_text().splitlines()]


def test_a_line_holds_everything_that_says_what_was_asked_and_what_came(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--sizes", "desk", "--regimes", "slack", "--what", "relax", "--limit", "30"]
    [found] = ran(tmp_path, *asked)
    [one] = found["each"]
    assert (found["size"], found["what"], found["method"], found["limit_s"]) == (
        "desk",
        "relax",
        "engine",
        30.0,
    )
    assert (found["status"], found["verified"], one["found"]) == ("optimal", True, {"sets": 3})
    assert list(found["parts"]) == ["load", "ask", "encode"]
    assert 0 < found["processor_seconds"] < found["seconds"] == one["seconds"]
    assert found["fingerprint"] == case_of(generate("desk", 1)).fingerprint
    assert {"versions", "machine", "revision", "load", "date"} <= found.keys()
    assert "desk-1-slack relax: 1 to ask …" in capsys.readouterr().out


def test_emergency_mode_is_asked_at_its_own_size_once_for_both_regimes(tmp_path: Path) -> None:
    lines = ran(tmp_path, "--what", "emergency")
    assert [(n["size"], n["regime"], n["what"], n["status"]) for n in lines] == [
        ("emergency", "slack", "emergency", "finished"),
        ("emergency", "slack", "emergency_all", "finished"),
    ]
    assert all(sum(n["each"][0]["found"].values()) == 300 for n in lines)


def test_the_half_known_case_has_thirty_children_of_whom_one_leaves_fields_open() -> None:
    case, again = case_of(half_known(1, UNKNOWN["emergency"])), case_of(half_known(1, UNKNOWN["emergency"]))
    assert (len(case.referrals), len(case.homes)) == (30, 300)
    assert [child.id for child in case.referrals if child.unknown] == [CHILD]
    assert case.fingerprint == again.fingerprint
    assert case_of(half_known(1, UNKNOWN_FIELDS)).referrals[-1].unknown == UNKNOWN_FIELDS
    assert SIZE.referrals + 1 == len(case.referrals)


def test_every_question_is_asked_at_some_size_and_stands_on_the_page() -> None:
    asked = {(size, what) for size, several in questions.SIZES.items() for what in several}
    assert {what for _, what in asked} == ASKING.keys() == {w for g in questions.WHAT.values() for w in g}
    assert {(promise.size, promise.what) for promise in PROMISES} == asked


COUNTED = {
    "sweep_uplift": ("points", "turns", "complete"),
    "sweep_mile": ("points", "turns", "complete"),
    "break_even": ("settled",),
    "frontier": ("points",),
    "price": ("prices", "skipped", "open"),
}


@pytest.mark.parametrize("what", COUNTED)
def test_each_question_is_put_to_the_library_and_its_answer_counted(what: str) -> None:
    case = case_of(tiny(SMALL))
    asks = ASKING[what](case, library.allocate(case))
    [reply] = [ask(case, library.Settings(limit_s=30.0)) for ask in asks]
    answer = sent(reply.answer)
    assert reply.status == answer["status"] == "optimal"
    assert reply.found == {name: counted(answer[name]) for name in COUNTED[what]}


def counted(value: Any) -> int:
    return int(value) if isinstance(value, bool) else len(value)


def test_three_of_the_children_left_without_a_home_are_asked_about_the_same_every_time() -> None:
    plan = library.allocate(case_of(tiny(SMALL)))
    left: dict[str, str | None] = {f"C{n}": None for n in range(9)}
    nine = plan.model_copy(update={"allocation": left | {"C9": "H"}})
    drawn = children_of(nine)
    assert len(set(drawn)) == 3
    assert set(drawn) <= left.keys()
    assert drawn == children_of(nine)
    assert children_of(plan.model_copy(update={"allocation": {"C0": None, "C1": "H"}})) == ["C0"]
    assert children_of(plan.model_copy(update={"allocation": {"C1": "H"}})) == []


def late(case: Case, settings: library.Settings) -> Reply:
    raise OutOfTime("too late")


def test_an_ask_without_an_answer_is_a_measurement_too_and_warms_the_next() -> None:
    warmed: list[bool] = []
    document = json.dumps(generate("desk", 1)).encode()
    found = measured(document, [late], 1.0, 2, lambda: warmed.append(True))
    assert (found["status"], found["verified"], found["each"][0]["found"]) == ("OutOfTime", False, {})
    assert warmed == [True, True]


def test_a_case_without_a_plan_to_ask_about_is_not_left_out() -> None:
    rung = questions.rung_for("desk", 1, "slack", "relax")
    [ask] = questions.asks_of(rung, "relax", 0.0)
    assert once(rung.document, ask, 0.0).status == "OutOfTime"


def test_what_takes_long_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.answer_times.LONG_S", 0.0)
    document = json.dumps(half_known(1, UNKNOWN["emergency"])).encode()
    case = library.load_case(document)
    asks = ASKING["emergency"](case, library.allocate(case))
    assert len(measured(document, asks, 1.0, 3, lambda: None)["repeats"]) == 1


def test_a_line_counts_the_median_of_its_asks_each_the_median_of_its_repeats() -> None:
    quick = [run(1.0, 0.3, sets=3), run(3.0, 0.1, sets=3), run(2.0, 0.2, sets=3)]
    found = line_of([quick, [run(9.0, sets=1)], [run(4.0, status="best_found")]])
    assert (found["seconds"], [one["seconds"] for one in found["each"]]) == (4.0, [2.0, 9.0, 4.0])
    assert (found["processor_seconds"], found["each"][0]["processor_seconds"]) == (0.1, 0.2)
    assert [one["found"] for one in found["each"]] == [{"sets": 3}, {"sets": 1}, {}]
    assert (found["status"], found["verified"], found["repeats"]) == (
        "best_found",
        True,
        [1.0, 3.0, 2.0, 9.0, 4.0],
    )


def test_one_answer_that_did_not_come_makes_a_line_not_verified() -> None:
    found = line_of([[run(1.0)], [run(1.0, status="OutOfTime")]])
    assert (found["status"], found["verified"]) == ("OutOfTime", False)
    assert worst(["optimal", "best_found", "finished"]) == "best_found"
    assert worst(["finished"]) == "finished"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "–"),
        ([ask_line(4.9, 5.0), ask_line(1.0)], "met"),
        ([ask_line(1.0, 1.0, 5.1)], "**not met** by the slowest"),
        ([ask_line(5.1), ask_line(5.2)], "**not met**"),
        ([ask_line(1.0, each=[answer(1.0, status="best_found")])], "**not met**: not every answer is whole"),
        ([ask_line(1.0, each=[answer(1.0, verified=False)])], "**not met**: not every answer is whole"),
        ([ask_line(1.0, each=[answer(1.0, status="finished")])], "met"),
    ],
)
def test_a_target_is_met_when_the_slowest_answer_keeps_it_and_all_are_whole(
    lines: list[Line], said: str
) -> None:
    assert verdict(5.0, lines) == said
    assert verdict(None, lines) == "–"


def test_the_section_tells_the_median_over_the_seeds_and_the_slowest_answer() -> None:
    lines = [ask_line(1.0, 2.0, 3.0, seed=1), ask_line(4.0, seed=2), ask_line(6.0, seed=3)]
    text = report.page(Readings(lines), Readings([], "dense"))
    assert (
        "| desk, slack: what would it take, a child | 3 | 4 s | 6 s | 0.2 s | 5 of 5 | 15 sets | ≤ 5 s "
        "| **not met** by the slowest |" in text
    )
    assert (
        "| county, slack: what would it take, a child | 0 | not measured | – | – | 0 of 0 | – | ≤ 10 s | – |"
        in text
    )


def test_the_section_names_what_an_answer_that_is_not_whole_is() -> None:
    open_ended = [
        answer(1.0, status="best_found"),
        answer(1.0, status="OutOfTime", verified=False),
        answer(1.0),
    ]
    text = report.page(Readings([ask_line(1.0, each=open_ended)]), Readings([], "dense"))
    assert "| 1 of 3 (OutOfTime, best_found) |" in text


def test_the_section_has_every_target_of_the_issue() -> None:
    promised = {(promise.what, promise.size): promise.limit_s for promise in PROMISES}
    assert promised == {
        ("relax", "desk"): 5,
        ("price", "desk"): 5,
        ("sweep_uplift", "desk"): 5,
        ("sweep_mile", "desk"): 5,
        ("frontier", "desk"): 30,
        ("break_even", "desk"): None,
        ("relax", "county"): 10,
        ("emergency", "emergency"): 1,
        ("emergency_all", "emergency"): 1,
    }


def test_what_is_found_is_added_up_over_the_answers() -> None:
    points = [answer(1.0, found={"points": 9, "turns": 2}), answer(1.0, found={"points": 1_009})]
    assert found([*points, answer(1.0, found={})]) == "1,018 points, 2 turns"
    assert found([]) == "–"


def test_an_unknown_question_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        questions.main(["--what", "relax,luck"])
    assert "luck: choose from relax, price" in capsys.readouterr().err
