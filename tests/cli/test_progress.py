"""The progress bar: for a terminal, after a second, on stderr; and never in the way."""

from __future__ import annotations

import io
import sys
import time

import pytest

from matcher.cli.watch import Bar, describe, watched
from matcher.library import Progress, Settings


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, show_after_s: float, work_s: float) -> str:
    """What a bar draws on this stderr while work of `work_s` reports once."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Bar(show_after_s) as bar:
        bar.report(Progress("tier 1", 0.1))
        bar.report(Progress("options", 0.1, done=3, total=12))
        bar.report(Progress("tier 2", 0.1))
        time.sleep(work_s)
    return stream.getvalue()


def test_work_that_lasts_shows_its_stage_and_how_much_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    text = drawn(Terminal(), monkeypatch, show_after_s=0.0, work_s=0.5)
    assert "What each option costs, 3 of 12" in text
    assert "What the plan costs" not in text


def test_work_that_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(Terminal(), monkeypatch, show_after_s=30.0, work_s=0.0) == ""


def test_where_there_is_no_terminal_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(io.StringIO(), monkeypatch, show_after_s=0.0, work_s=0.1) == ""


def test_a_stage_without_a_count_is_shown_by_its_name() -> None:
    assert describe(Progress("tier 1", 0.2, incumbent=3, bound=1)) == "Who can have a home"
    assert describe(Progress("another stage", 0.2)) == "another stage"


def test_the_limit_and_the_workers_reach_the_engine_and_are_its_own_unless_given() -> None:
    with watched(2.5, 2) as settings:
        assert (settings.limit_s, settings.workers) == (2.5, 2)
    with watched() as settings:
        assert (settings.limit_s, settings.workers) == (Settings().limit_s, Settings().workers)
