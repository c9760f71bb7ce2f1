"""Progress while a question is worked on, options, alternatives, and the example of the library itself."""

from __future__ import annotations

import doctest
import time
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.generate import generate
from matcher import library
from matcher.domain.case import Case
from matcher.errors import Cancelled, NotFound, OutOfTime, PinsClash
from tests.builders import case, home, pair, referral, relationship
from tests.differential.draws import read

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def desk() -> Case:
    return read(generate("desk", 2))


def test_the_example_of_the_library_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert doctest.testmod(library) == doctest.TestResults(failed=0, attempted=5)


def listening() -> tuple[library.Settings, list[library.Progress]]:
    found: list[library.Progress] = []
    return library.Settings(progress=found.append), found


def test_options_count_up_to_the_last_of_them(desk: Case) -> None:
    how, seen = listening()

    table = library.options(desk, None, how)

    counted = [(report.done, report.total) for report in seen if report.stage == "options"]
    assert counted == sorted(counted)
    assert len({total for _, total in counted}) == 1
    done, total = counted[-1]
    assert done is not None
    assert done == total
    assert 0 < done <= len(table.options)


def test_progress_says_how_far_the_proof_is(desk: Case) -> None:
    how, seen = listening()

    proposal = library.allocate(desk, how)

    assert seen
    assert all(report.seconds >= 0 for report in seen)
    assert [report.seconds for report in seen] == sorted(report.seconds for report in seen)
    bounds = [report.bound for report in seen if report.bound is not None]
    assert bounds == sorted(bounds)
    assert max(bounds) <= proposal.tier1


def test_bounds_rise_and_incumbents_fall_within_a_stage(desk: Case) -> None:
    how, seen = listening()

    library.alternatives(desk, 1, 1, how)

    stages = [report.stage for report in seen]
    assert set(stages) <= {"bound", "tier 1", "tier 2", "tier 3", "options"}
    assert {"tier 1", "tier 2"} & set(stages)
    for stage in set(stages) - {"options"}:
        bounds = [r.bound for r in seen if r.stage == stage and r.bound is not None]
        met = [r.incumbent for r in seen if r.stage == stage and r.incumbent is not None]
        assert bounds == sorted(bounds)
        assert met == sorted(met, reverse=True)


def test_options_of_one_child_are_its_rows_of_the_whole_table(desk: Case) -> None:
    def figures(options: object) -> list[tuple[object, ...]]:
        return [(o.referral, o.home, o.rank, o.regret, o.exact, o.proposed) for o in options]  # type: ignore[attr-defined]

    whole = library.options(desk)

    for child in ("R-01", "R-07"):
        alone = library.options(desk, [child])
        rows = tuple(option for option in whole.options if option.referral == child)

        assert figures(alone.options) == figures(rows)
        assert (alone.allocation, alone.tier1, alone.tier2) == (whole.allocation, whole.tier1, whole.tier2)
        assert rows


def test_an_unknown_child_is_not_found(desk: Case) -> None:
    with pytest.raises(NotFound, match=r"referrals\[1\]"):
        library.options(desk, ["R-01", "R-99"])


@pytest.mark.parametrize("differ", [1, 3])
def test_alternatives_are_far_enough_apart_and_never_better_than_those_before(
    desk: Case, differ: int
) -> None:
    found = library.alternatives(desk, 4, differ)

    plans = [proposal.allocation for proposal in found.proposals]
    worth = [(proposal.tier1, proposal.tier2) for proposal in found.proposals]
    assert (found.status, len(plans)) == ("optimal", 4)
    assert plans[0] == library.allocate(desk).allocation
    assert worth == sorted(worth)
    for one, other in combinations(plans, 2):
        assert sum(one[child] != other[child] for child in one) >= differ


def test_no_time_is_out_of_time_through_the_library_too(desk: Case) -> None:
    for ask in (library.allocate, library.options, library.alternatives):
        with pytest.raises(OutOfTime):
            ask(desk, settings=library.Settings(limit_s=0.0))


def test_a_cancelled_question_ends_at_once(desk: Case) -> None:
    how = library.Settings(limit_s=300.0, progress=lambda report: how.cancel.set())

    began = time.monotonic()
    with pytest.raises(Cancelled):
        library.alternatives(desk, 100_000, 1, how)

    assert time.monotonic() - began < 20


def test_pins_that_clash_are_named_and_no_other_pin_is() -> None:
    """A and B must not share H1; C's pin to H2 and D's to H1 are innocent."""
    clashing = case(
        [referral(name) for name in "ABCD"],
        [home("H1", places=4), home("H2")],
        relationships=[relationship("A", "B")],
        pins=[pair("A", "H1"), pair("B", "H1"), pair("C", "H2"), pair("D", "H1")],
    )

    with pytest.raises(PinsClash) as caught:
        library.allocate(clashing)

    assert caught.value.pins == (("A", "H1"), ("B", "H1"))


def test_three_pins_for_two_beds_clash_and_all_three_are_needed() -> None:
    crowded = case(
        [referral(name) for name in "ABC"],
        [home("H1"), home("H2")],
        pins=[pair(name, "H1") for name in "ABC"],
    )

    for ask in (library.allocate, library.options, library.alternatives):
        with pytest.raises(PinsClash) as caught:
            ask(crowded)
        assert caught.value.pins == (("A", "H1"), ("B", "H1"), ("C", "H1"))
