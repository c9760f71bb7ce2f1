"""A stream of options worked by hand passes; with one claim changed, the event that makes it is refused.

The case and its figures are those of `test_options`.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from matcher.verify.stream import StreamCheck
from tests.verify.test_options import CASE, RIGHT

Doc = dict[str, Any]
TABLE = {name: RIGHT[name] for name in ("status", "tier1", "tier2", "allocation", "case_fingerprint")}
HEAD: Doc = {"event": "head", **TABLE, "children": 2, "options": 4, "first": None}


def right(first: int | None = None) -> list[Doc]:
    """All events, those of A before those of B."""
    options = [copy.deepcopy(o) for o in RIGHT["options"] if first is None or o["rank"] <= first]
    told = [{"event": "option", "option": option} for option in options]
    homes = {child: [o["home"] for o in options if o["referral"] == child] for child in "AB"}
    finals = [{"event": "first_options", "referral": child, "homes": homes[child]} for child in "AB"]
    done = {"event": "done", "status": "finished", "options": len(options), "open": 0, "open_children": 0}
    return [{**HEAD, "first": first}, *told, *finals, done]


def refused(events: list[Doc]) -> list[tuple[int, str]]:
    """The position and code of every breach."""
    check = StreamCheck(CASE)
    return [(at, breach.code) for at, event in enumerate(events) for breach in check.take(event)]


@pytest.mark.parametrize("first", [None, 1, 2, 3, 9])
def test_a_right_stream_passes(first: int | None) -> None:
    assert refused(right(first)) == []


def test_nothing_may_come_before_the_head() -> None:
    head, *rest = right()

    assert refused([*rest[:1], head])[0] == (0, "stream.order")


@pytest.mark.parametrize(
    ("at", "field", "value", "code"),
    [
        (1, "own_pence", 256_215, "options.own_pence"),
        (1, "proposed", False, "options.proposed"),
        (1, "rank", 2, "options.rank"),
        (2, "regret", {"tier1": 1, "tier2": -256_213}, "options.regret"),
        (2, "regret", {"tier1": 0, "tier2": -1}, "options.regret"),
        (2, "home", "H2", "options.home"),
        (2, "home", "H9", "options.home"),
        (4, "home", "H2", "options.home"),
        (4, "referral", "Z", "options.home"),
        (2, "who_pays", [{"referral": "B", "proposed": "H1", "instead": "H2"}], "options.who_pays"),
    ],
)
def test_a_wrong_option_is_refused_when_it_comes(at: int, field: str, value: Any, code: str) -> None:
    events = right()
    events[at]["option"][field] = value

    assert (at, code) in refused(events)


def test_an_option_that_is_better_than_the_one_before_is_out_of_its_place() -> None:
    events = right()
    events[1], events[2] = events[2], events[1]
    events[1]["option"]["rank"], events[2]["option"]["rank"] = 1, 2

    assert refused(events)[0] == (2, "options.rank")


@pytest.mark.parametrize(
    ("at", "change", "code"),
    [
        (0, {"tier2": 559_320}, "tier2"),
        (0, {"allocation": {"A": "H2"}}, "unaccounted"),
        (5, {"homes": ["H1", "H2", "H3"]}, "stream.first_options"),
        (5, {"homes": ["H2", "H1"]}, "stream.first_options"),
        (5, {"referral": "Z"}, "options.referral"),
        (7, {"options": 3}, "stream.done"),
        (7, {"open": 1}, "stream.done"),
        (7, {"open_children": 1}, "stream.done"),
    ],
)
def test_a_wrong_claim_of_the_whole_is_refused(at: int, change: Doc, code: str) -> None:
    events = right()
    events[at] |= change

    assert (at, code) in refused(events)


def test_a_list_is_not_final_while_one_of_its_first_is_not_exact() -> None:
    events = right()
    events[2]["option"]["exact"] = False
    events[7] |= {"open": 1, "status": "not_finished"}

    assert refused(events) == [(5, "stream.first_options")]


@pytest.mark.parametrize("first", [None, 2])
def test_a_finished_stream_that_leaves_an_option_out_is_refused(first: int | None) -> None:
    events = [event for event in right(first) if event.get("option", {}).get("home") != "H1"]
    for event in events:
        if event["event"] == "option":
            event["option"]["rank"] = 2 if event["option"]["home"] == "H3" else 1
        elif event["event"] == "first_options":
            event["homes"] = [home for home in event["homes"] if home != "H1"]
    events[-1]["options"] = len(events) - 4

    assert (len(events) - 1, "options.home") in refused(events)


def test_a_finished_stream_that_leaves_a_child_out_is_refused() -> None:
    events = [
        event
        for event in right()
        if "B" not in (event.get("referral"), event.get("option", {}).get("referral"))
    ]
    events[-1]["options"] = 3

    assert refused(events) == [(len(events) - 1, "stream.done")]
