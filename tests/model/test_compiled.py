"""Whether the engine is compiled: known, done once, and said where it looks like a lack of time."""

from __future__ import annotations

import logging
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matcher.errors import OutOfTime
from matcher.model import compiled, process
from tests.api.client import app_with, code_of, get


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A place where nothing was compiled yet."""
    place = tmp_path / "kernels"
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(place))
    return place


def test_what_was_marked_is_compiled_and_nothing_else_is(fresh: Path) -> None:
    assert not compiled.is_compiled()
    compiled.mark()
    assert compiled.is_compiled()
    assert [file.name for file in fresh.iterdir()] == ["compiled"]


def test_what_cannot_be_kept_is_not_compiled_ahead(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.model.compiled.os.access", lambda *asked: False)
    assert compiled.is_compiled()


def ran(monkeypatch: pytest.MonkeyPatch, returncode: int = 0) -> list[Any]:
    """The commands that were run instead of compiling."""
    commands: list[Any] = []

    def run(command: Any, **more: Any) -> Any:
        commands.append(command[1:])
        return SimpleNamespace(returncode=returncode)

    monkeypatch.setattr(subprocess, "run", run)
    return commands


def test_it_is_compiled_once_and_said_in_the_log(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    commands = ran(monkeypatch)
    with caplog.at_level(logging.WARNING, "placement.engine"):
        compiled.compile_once()
    assert commands == [["-m", "matcher.model.compile"]]
    assert caplog.messages == ["compiling the engine, once: this takes a minute or two"]
    compiled.mark()
    compiled.compile_once()
    assert len(commands) == 1


def test_where_it_fails_the_log_says_how_to_see_why(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran(monkeypatch, returncode=1)
    compiled.compile_once()
    assert "run python -m matcher.model.compile to see why" in caplog.messages[-1]


@pytest.mark.parametrize("done", [False, True])
def test_out_of_time_names_the_way_out_only_where_compiling_took_it(done: bool, fresh: Path) -> None:
    if done:
        compiled.mark()
    with pytest.raises(OutOfTime) as late:
        process._refuse_to_wait(None, time.monotonic() - 1)  # noqa: SLF001 - no solve takes that long here
    assert ("python -m matcher.model.compile" in str(late.value)) is not done


def test_the_server_is_not_ready_until_it_is_compiled(fresh: Path) -> None:
    assert code_of(get(app_with(), "/readyz")) == (503, "compiling")
    assert get(app_with(), "/livez").status_code == 200
