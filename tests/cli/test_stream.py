"""`options --first` and `options --stream`: some of each list, and JSON lines as they are known."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generate import generate
from matcher.cli.exits import Code
from tests.builders import document, home, place, referral
from tests.cli.run import PROGRAM, run, spawn, written


@pytest.fixture
def three_homes(tmp_path: Path) -> str:
    """A may go to H1, or for more miles to H2 or H3."""
    homes = [home("H1"), home("H2", location=place(446_093)), home("H3", location=place(456_093))]
    return written(tmp_path, document([referral("A")], homes))


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_first_leaves_out_the_others_and_says_so(three_homes: str) -> None:
    text = run("options", three_homes, "--first", "2").stdout
    answer = json.loads(run("options", three_homes, "--first", "2", "--json").stdout)

    assert "No more than the first 2 homes of each child." in text
    assert ("H2" in text, "H3" in text) == (True, False)
    assert ([option["home"] for option in answer["options"]], answer["first"]) == (["H1", "H2"], 2)


def test_an_answer_of_the_first_alone_is_verified_right(three_homes: str) -> None:
    answer = run("options", three_homes, "--first", "2", "--json").stdout_bytes

    assert run("verify", three_homes, "-", stdin=answer).exit_code == 0


def test_an_answer_of_the_first_with_one_left_out_is_wrong(three_homes: str) -> None:
    answer = json.loads(run("options", three_homes, "--first", "2", "--json").stdout)
    answer["options"].pop()

    ended = run("verify", three_homes, "-", stdin=json.dumps(answer).encode())

    assert ended.exit_code == Code.WRONG_ANSWER
    assert "options, first: A: 1 homes are listed of 3, and the first 2 asked for" in ended.stdout


def test_the_stream_is_one_document_a_line_with_the_rows_of_the_table(three_homes: str) -> None:
    ended = run("options", three_homes, "--stream")

    events = lines_of(ended.stdout)
    table = json.loads(run("options", three_homes, "--json").stdout)
    assert ended.exit_code == 0
    assert [event["event"] for event in events] == [
        "head",
        *["option"] * 3,
        "first_options",
        "done",
    ]
    assert [event["option"] for event in events if event["event"] == "option"] == table["options"]


def test_the_stream_may_be_of_the_first_of_one_child(three_homes: str) -> None:
    events = lines_of(run("options", three_homes, "--stream", "--first", "1", "--referral", "A").stdout)

    assert [event["event"] for event in events] == ["head", "option", "first_options", "done"]


def test_lines_and_one_document_are_not_asked_for_together(three_homes: str) -> None:
    ended = run("options", three_homes, "--stream", "--json")

    assert ended.exit_code == Code.BAD_INPUT
    assert "give one of the two" in " ".join(ended.stderr.replace("│", " ").split())


@pytest.fixture
def desk(tmp_path: Path) -> str:
    return written(tmp_path, generate("desk", 2))


def test_a_real_process_prints_lines_and_nothing_else(desk: str) -> None:
    ended = spawn("options", desk, "--stream", "--first", "1")

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert lines_of(ended.stdout.decode())[-1]["status"] == "finished"


@pytest.fixture
def streaming(desk: str) -> subprocess.Popen[bytes]:
    """A process that has printed its first line."""
    command = [*PROGRAM, "options", desk, "--stream", "--workers", "1"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_a_reader_that_goes_away_ends_the_process_quietly(streaming: subprocess.Popen[bytes]) -> None:
    with streaming:
        assert streaming.stdout is not None
        assert streaming.stderr is not None
        assert json.loads(streaming.stdout.readline())["event"] == "head"
        streaming.stdout.close()

        assert streaming.wait(30) == Code.NOBODY_READS
        assert streaming.stderr.read() == b""


def test_ctrl_c_ends_the_stream_after_whole_lines(streaming: subprocess.Popen[bytes]) -> None:
    with streaming:
        assert streaming.stdout is not None
        first = streaming.stdout.readline()
        streaming.send_signal(signal.SIGINT)
        rest = streaming.stdout.read()

        assert streaming.wait(30) == Code.INTERRUPTED
        assert lines_of((first + rest).decode())[0]["event"] == "head"
