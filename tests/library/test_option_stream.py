"""The option table as it comes: the same rows, the first ones first, and an end that says what is open."""

from __future__ import annotations

import os
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest

from benchmarks.generate import generate
from matcher import library
from matcher.answers import ask, workers
from matcher.domain.case import Case
from matcher.domain.proposal import Option, OptionTable
from matcher.domain.stream import Done, FirstOptions, Head, OptionEvent, StreamEvent
from matcher.errors import Cancelled, NotFound, OutOfTime, PinsClash, ProposalRejected, SolverCrashed
from matcher.model import process
from matcher.model.process import Child
from tests.builders import case, home, pair, referral
from tests.differential.draws import drawn, read

SEEDS = range(3_100, 3_130)
SOON_S = 3.0


@pytest.fixture(scope="module")
def desk() -> Case:
    return read(generate("desk", 2))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """The solving processes that are given work."""
    found: list[Child] = []
    take = process.POOL.take

    def recorded() -> Child:
        found.append(take())
        return found[-1]

    monkeypatch.setattr(process.POOL, "take", recorded)
    return found


def options_of(events: list[StreamEvent]) -> list[Option]:
    return [event.option for event in events if isinstance(event, OptionEvent)]


def by_child(options: list[Option]) -> dict[str, list[Option]]:
    found: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        found[option.referral].append(option)
    return dict(found)


def firsts_of(events: list[StreamEvent]) -> dict[str, tuple[str, ...]]:
    return {event.referral: event.homes for event in events if isinstance(event, FirstOptions)}


def ends(events: list[StreamEvent]) -> tuple[Head, Done]:
    head, done = events[0], events[-1]
    assert isinstance(head, Head)
    assert isinstance(done, Done)
    return head, done


def settings(**how: Any) -> library.Settings:
    return library.Settings(**how)


def assert_same(events: list[StreamEvent], table: OptionTable) -> None:
    head, done = ends(events)
    assert by_child(options_of(events)) == by_child(list(table.options))
    assert (head.tier1, head.tier2, head.allocation) == (table.tier1, table.tier2, table.allocation)
    assert (done.status, done.options, done.open, done.open_children) == (
        "finished",
        len(table.options),
        0,
        0,
    )


@pytest.mark.parametrize(("workers", "cases"), [(1, len(SEEDS)), (2, len(SEEDS)), (4, 3)])
def test_the_rows_of_small_cases_are_those_of_the_table_whatever_the_number_of_processes(
    workers: int, cases: int
) -> None:
    for seed in SEEDS[:cases]:
        small = read(drawn(seed))
        try:
            table = library.options(small, None, settings(workers=1))
        except PinsClash:
            continue

        assert_same(list(library.option_stream(small, None, settings(workers=workers))), table)


def test_of_a_desk_every_first_list_is_final_and_tells_the_first_three_of_the_table(desk: Case) -> None:
    events = list(library.option_stream(desk, None, settings(workers=1)))

    table = library.options(desk)
    assert_same(events, table)
    ranked = by_child(list(table.options))
    assert firsts_of(events) == {
        child.id: tuple(option.home for option in ranked.get(child.id, [])[:3]) for child in desk.referrals
    }


def test_with_one_process_all_first_threes_come_before_the_rest_is_asked(desk: Case) -> None:
    events = list(library.option_stream(desk, None, settings(workers=1)))

    last = max(at for at, event in enumerate(events) if isinstance(event, FirstOptions))
    before = options_of(events[:last])
    assert len(before) < len(options_of(events))
    assert {event.event for event in events[last + 1 : -1]} == {"option"}
    assert len(firsts_of(events)) == len(desk.referrals)


@pytest.mark.parametrize("first", [1, 2, 3, 1_000])
def test_the_first_of_each_child_are_the_table_s_and_no_more(desk: Case, first: int) -> None:
    whole = by_child(list(library.options(desk).options))

    table = library.options(desk, None, settings(), first)
    events = list(library.option_stream(desk, None, settings(), first))

    def key(options: list[Option]) -> list[tuple[object, ...]]:
        return [(o.home, o.rank, o.regret, o.exact) for o in options]

    assert (table.status, table.first) == ("optimal", first)
    some = by_child(list(table.options))
    assert {child: key(options) for child, options in some.items()} == {
        child: key(options[:first]) for child, options in whole.items()
    }
    assert_same(events, table)


def near(number: int, **changes: Any) -> dict[str, Any]:
    return home(f"H{number}", places=1, **changes)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_child_with_fewer_than_three_homes_has_them_all_at_once(count: int) -> None:
    few = case([referral("A")], [near(n) for n in range(count)])

    events = list(library.option_stream(few))

    homes = tuple(f"H{n}" for n in range(count))
    assert firsts_of(events) == {"A": homes}
    assert [(o.home, o.rank) for o in options_of(events)] == [(h, n) for n, h in enumerate(homes, start=1)]
    assert ends(events)[1].status == "finished"


def test_where_the_third_and_the_fourth_cost_the_same_the_smaller_id_is_third() -> None:
    prices = {"H1": 303_000, "H2": 301_000, "H3": 302_000, "H4": 303_000}
    homes = [home(name, weekly_price_pence=price) for name, price in prices.items()]
    tied = case([referral("A")], homes)

    events = list(library.option_stream(tied, first=3))

    assert firsts_of(events) == {"A": ("H2", "H3", "H1")}


def test_a_home_that_no_plan_can_use_comes_last_and_counts_as_settled() -> None:
    shut = case([referral("A")], [near(1), near(2, admissions_limit=0, weekly_price_pence=1), near(3)])

    events = list(library.option_stream(shut))

    assert [(o.home, o.regret is None, o.exact) for o in options_of(events)] == [
        ("H1", False, True),
        ("H3", False, True),
        ("H2", True, True),
    ]
    assert firsts_of(events) == {"A": ("H1", "H3", "H2")}


# -- ends ----------------------------------------------------------------------------------


def out_of_time_after(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The solving process is stopped at its limit after it told so many rows."""
    solve = ask.solve

    def cut(*asked: Any) -> Any:
        name, problem, arguments, how, clock, tell, stop = asked
        told: list[object] = []

        def some(part: object) -> None:
            if len(told) <= rows:
                told.append(part)
                tell(part)

        solve(name, problem, arguments, how, clock, some, stop)
        raise OutOfTime("too long")

    monkeypatch.setattr(workers, "solve", cut)


@pytest.mark.parametrize("rows", [0, 1, 20, 100])
def test_at_the_time_limit_what_is_settled_stays_and_the_end_says_what_is_open(
    rows: int, desk: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = by_child(list(library.options(desk).options))
    out_of_time_after(rows, monkeypatch)

    events = list(library.option_stream(desk, None, settings(workers=1)))

    head, done = ends(events)
    found = options_of(events)
    settled = [option for option in found if option.exact]
    assert (head.status, done.status) == ("optimal", "not_finished")
    assert len(settled) == rows
    assert done.open == len(found) - rows > 0
    assert all(option == whole[option.referral][option.rank - 1] for option in settled)
    assert {child: len(options) for child, options in by_child(found).items()} == {
        child: len(options) for child, options in whole.items()
    }
    for child, homes in firsts_of(events).items():
        assert homes == tuple(option.home for option in whole.get(child, [])[:3])


def test_a_table_that_time_cut_off_is_the_best_found(desk: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    out_of_time_after(20, monkeypatch)

    table = library.options(desk, None, settings(workers=1))

    assert table.status == "best_found"
    assert sum(option.exact for option in table.options) == 20


def test_no_time_for_the_allocation_is_out_of_time(desk: Case) -> None:
    with pytest.raises(OutOfTime):
        list(library.option_stream(desk, None, settings(limit_s=0.0)))


def test_an_unknown_child_is_refused_before_anything_is_asked(desk: Case, taken: list[Child]) -> None:
    with pytest.raises(NotFound, match=r"referrals\[1\]"):
        library.option_stream(desk, ["R-01", "R-99"])
    assert taken == []


def test_pins_that_clash_are_named() -> None:
    pins = [pair("A", "H1"), pair("B", "H1")]
    crowded = case([referral(name) for name in "AB"], [home("H1", places=1)], pins=pins)

    with pytest.raises(PinsClash):
        list(library.option_stream(crowded))


def begun(stream: Iterator[StreamEvent]) -> list[StreamEvent]:
    """Read on until the first option is there."""
    found = list(islice(stream, 2))
    assert found[0].event == "head"
    return found


def gone(children: list[Child]) -> bool:
    ended = time.monotonic() + SOON_S
    while any(child.alive for child in children) and time.monotonic() < ended:
        time.sleep(0.02)
    return not any(child.alive for child in children)


@pytest.mark.parametrize("count", [1, 2])
def test_closing_the_stream_ends_its_processes(count: int, desk: Case, taken: list[Child]) -> None:
    stream = library.option_stream(desk, None, settings(workers=count))
    begun(stream)
    at_work = [child for child in taken if child not in process.POOL.idle]

    stream.close()

    assert at_work
    assert gone(at_work)
    assert not set(at_work) & set(process.POOL.idle)
    assert library.options(desk, ["R-01"]).status == "optimal"


def test_cancel_ends_the_stream_and_its_processes(desk: Case, taken: list[Child]) -> None:
    how = settings(workers=2)
    stream = library.option_stream(desk, None, how)
    begun(stream)

    how.cancel.set()
    with pytest.raises(Cancelled):
        list(stream)

    assert gone([child for child in taken if child not in process.POOL.idle])


def test_a_process_killed_in_mid_stream_is_named_and_what_came_before_stands(
    desk: Case, taken: list[Child]
) -> None:
    stream = library.option_stream(desk, None, settings(workers=1))
    begun(stream)

    os.kill(taken[-1].process.pid, signal.SIGKILL)
    with pytest.raises(SolverCrashed, match="SIGKILL"):
        list(stream)

    assert library.options(desk, ["R-01"]).status == "optimal"


def test_what_the_verifier_refuses_is_not_yielded(desk: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose regret is a penny off ends the stream before it is seen."""
    from matcher.answers.sheet import Against

    truly: Callable[..., Option] = Against.option

    def spoilt(*asked: Any) -> Option:
        option = truly(*asked)
        regret = option.regret
        if option.rank != 2 or regret is None:
            return option
        return option.model_copy(update={"regret": regret.model_copy(update={"tier2": regret.tier2 + 1})})

    monkeypatch.setattr(Against, "option", spoilt)
    seen: list[StreamEvent] = []

    with pytest.raises(ProposalRejected, match=r"options\.regret"):
        seen.extend(library.option_stream(desk, ["R-01"]))

    assert [event.event for event in seen] == ["head", "option"]
