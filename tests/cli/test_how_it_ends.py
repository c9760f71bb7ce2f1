"""Exit codes: every error becomes one, with lines on stderr, nothing on stdout and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.cli.exits import MEANINGS, Code, code_of
from matcher.domain.case import Case
from matcher.errors import (
    BadCase,
    Broken,
    Cancelled,
    Conflict,
    Fault,
    Forbidden,
    MatcherError,
    Misconfigured,
    ModelInvalid,
    NotFound,
    OutOfTime,
    PinsClash,
    Precondition,
    ProposalRejected,
    SolverCrashed,
    SolversDisagree,
    StoreBusy,
    StoreDown,
    StoreUnfit,
    TooMany,
    Unauthenticated,
)
from tests.builders import case, document
from tests.cli.run import PROGRAM, run, spawn, written

ERRORS: list[tuple[MatcherError, Code, str]] = [
    (BadCase([Fault("$.a", "one"), Fault("$.b", "two")]), Code.BAD_INPUT, "$.a: one\n$.b: two\n"),
    (NotFound("no such home"), Code.BAD_INPUT, "no such home\n"),
    (OutOfTime("no answer in 1 s"), Code.OUT_OF_TIME, "no answer in 1 s\n"),
    (SolverCrashed("the process died"), Code.OUR_FAULT, "the process died\n"),
    (ModelInvalid("not valid"), Code.OUR_FAULT, "not valid\n"),
    (SolversDisagree("they differ"), Code.OUR_FAULT, "they differ\n"),
    (ProposalRejected(["tier2"]), Code.OUR_FAULT, "our own answer failed verification: tier2\n"),
    (Cancelled("stopped"), Code.INTERRUPTED, "stopped\n"),
    (MatcherError(), Code.OUR_FAULT, "error\n"),
    (Unauthenticated("sign in"), Code.BAD_INPUT, "sign in\n"),
    (Forbidden("not yours"), Code.BAD_INPUT, "not yours\n"),
    (Conflict("taken", "it is taken"), Code.BAD_INPUT, "it is taken\n"),
    (Precondition("it has changed"), Code.BAD_INPUT, "it has changed\n"),
    (TooMany("too many", 5), Code.BAD_INPUT, "too many\n"),
    (Misconfigured(["one", "two"]), Code.BAD_INPUT, "one\ntwo\n"),
    (Broken("ck_x"), Code.BAD_INPUT, "the record does not allow that (ck_x)\n"),
    (StoreBusy("in use"), Code.NO_DATABASE, "in use\n"),
    (StoreDown("no answer"), Code.NO_DATABASE, "no answer\n"),
    (StoreUnfit("another version"), Code.NO_DATABASE, "another version\n"),
]


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the engine read a plain case and then fail."""

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(library, "load_case", lambda _: case())
    monkeypatch.setattr(library, "allocate", fail)


@pytest.fixture
def plain(tmp_path: Path) -> str:
    return written(tmp_path, document())


@pytest.mark.parametrize(
    ("error", "code", "lines"), ERRORS, ids=[type(error).__name__ for error, *_ in ERRORS]
)
def test_an_error_of_ours_ends_with_its_code_and_its_lines(
    error: MatcherError, code: Code, lines: str, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, error)
    ended = run("match", plain, "--json")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (code, "", lines)


def test_pins_that_clash_are_named_with_a_code_of_their_own(
    plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, PinsClash([("A", "H1"), ("B", "H1")]))
    ended = run("match", plain)
    assert ended.exit_code == Code.PINS_CLASH
    assert ended.stderr.startswith("these pins cannot all be kept: A at H1; B at H1. Take one of them out")


def test_every_error_class_has_a_code_with_a_meaning() -> None:
    def below(root: type[MatcherError]) -> set[type[MatcherError]]:
        return {root}.union(*(below(child) for child in root.__subclasses__()))

    shown = {type(error) for error, *_ in ERRORS} | {PinsClash}
    assert {kind for kind in below(MatcherError) if not kind.__subclasses__()} <= shown
    assert all(code_of(error) == code and code in MEANINGS for error, code, _ in ERRORS)
    assert set(MEANINGS) == set(Code)


def test_many_faults_are_cut_after_200_lines(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, BadCase([Fault(f"$.a[{i}]", "wrong") for i in range(1_000)]))
    lines = run("match", plain).stderr.splitlines()
    assert len(lines) == 201
    assert lines[-1] == "… and 800 more"


def test_a_surprise_is_one_line_that_repeats_nothing_of_the_case(
    plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, KeyError("a child's name"))
    ended = run("match", plain)
    assert ended.exit_code == Code.OUR_FAULT
    assert ended.stderr == (
        "something went wrong inside the program (KeyError); "
        "run it again with PLACEMENT_DEBUG=1 for the traceback\n"
    )


def test_with_the_debug_setting_a_surprise_shows_its_traceback_and_the_same_code(
    plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACEMENT_DEBUG", "1")
    raising(monkeypatch, KeyError("detail"))
    ended = run("match", plain)
    assert ended.exit_code == Code.OUR_FAULT
    assert "Traceback (most recent call last)" in ended.stderr
    assert "KeyError: 'detail'" in ended.stderr


def test_text_from_a_case_cannot_command_the_terminal(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, NotFound("no home \x1b[2J\x9b31m\u202eH1"))
    assert run("match", plain).stderr == "no home  [2J 31m H1\n"


def test_ctrl_c_asks_the_solve_to_stop_and_ends_with_130(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def solve(_: Case, settings: library.Settings) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        asked.append(settings.cancel.wait(5))
        raise Cancelled("stopped")

    monkeypatch.setattr(library, "load_case", lambda _: case())
    monkeypatch.setattr(library, "allocate", solve)
    before = signal.getsignal(signal.SIGINT)
    ended = run("match", plain, "--json")
    assert asked == [True]
    assert (ended.exit_code, ended.stdout) == (Code.INTERRUPTED, "")
    assert signal.getsignal(signal.SIGINT) is before


def test_an_answer_that_comes_after_ctrl_c_is_not_shown(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def solve(_: Case, settings: library.Settings) -> None:
        settings.cancel.set()

    monkeypatch.setattr(library, "load_case", lambda _: case())
    monkeypatch.setattr(library, "allocate", solve)
    ended = run("match", plain)
    assert (ended.exit_code, ended.stdout) == (Code.INTERRUPTED, "")


def test_a_second_ctrl_c_stops_at_once(plain: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def deaf(_: Case, settings: library.Settings) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        settings.cancel.wait(5)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(library, "load_case", lambda _: case())
    monkeypatch.setattr(library, "allocate", deaf)
    ended = run("match", plain)
    assert (ended.exit_code, ended.stderr) == (Code.INTERRUPTED, "interrupted\n")


def test_a_reader_who_goes_away_is_no_crash() -> None:
    process = subprocess.Popen([*PROGRAM, "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as errors:
        said = errors.read()
    assert (process.wait(30), said) == (Code.NOBODY_READS, b"")


def test_an_output_that_cannot_be_written_is_our_fault_in_one_line() -> None:
    with open("/dev/full", "wb") as full:
        ended = subprocess.run([*PROGRAM, "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == Code.OUR_FAULT
    assert ended.stderr == b"the system refused: No space left on device\n"


def test_a_terminal_that_knows_only_ascii_gets_question_marks_and_json_stays_utf_8() -> None:
    people = spawn("rules", PYTHONIOENCODING="ascii")
    programs = spawn("rules", "--json", PYTHONIOENCODING="ascii")
    assert (people.returncode, programs.returncode) == (0, 0)
    people.stdout.decode("ascii")
    programs.stdout.decode("utf-8")


def test_a_file_name_that_is_not_unicode_is_a_wrong_input() -> None:
    ended = subprocess.run([*PROGRAM, "match", b"\xff.json"], capture_output=True, check=False)
    assert ended.returncode == Code.BAD_INPUT
    assert b"there is no such file" in ended.stderr
    assert b"Traceback" not in ended.stderr
