"""What the solving process says on its pipe, without a process: each failure by name, nothing on stderr."""

from __future__ import annotations

import io
from typing import Any

import pytest

from matcher.errors import OutOfTime, SolversDisagree
from matcher.model import child
from matcher.model.wire import read, write
from tests.model.problems import drawn_problem

Message = tuple[str, Any]


def answers(*jobs: tuple[Any, ...]) -> list[Message]:
    """Everything that the process writes when it is given these jobs and then the end of its pipe."""
    asked, told = io.BytesIO(), io.BytesIO()
    for job in jobs:
        write(asked, job)
    asked.seek(0)
    child.serve(asked, told)
    told.seek(0)
    found = []
    while told.tell() < len(told.getvalue()):
        found.append(read(told))
    return found


def job(name: str = "allocate", limit_s: float = 30.0, **arguments: Any) -> tuple[Any, ...]:
    return name, drawn_problem(4), arguments, limit_s, 0


def failing_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setitem(child.JOBS, "allocate", fails)


def final(messages: list[Message]) -> list[Message]:
    return [message for message in messages if message[0] != "progress"]


def test_the_end_of_the_pipe_is_the_end_of_the_work() -> None:
    assert answers() == []


@pytest.mark.parametrize("error", [OutOfTime("too late"), SolversDisagree("one says no")])
def test_a_failure_on_purpose_keeps_its_name_and_words(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(error, monkeypatch)

    assert answers(job()) == [("failed", (type(error).__name__, str(error)))]


def test_no_memory_is_told_and_the_next_job_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(MemoryError(), monkeypatch)

    first, second = final(answers(job(), job("option_table", choices=[0])))

    assert first == ("failed", ("SolveFailed", "the solver ran out of memory"))
    assert second[0] == "done"


def test_a_bug_is_told_by_place_and_kind_without_its_words_or_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    failing_with(KeyError("R-13 lives at 4 Some Street"), monkeypatch)

    ((kind, (name, told)),) = answers(job())

    assert (kind, name) == ("failed", "SolverCrashed")
    assert told.startswith("a fault of ours in fails, line ")
    assert told.endswith(": KeyError")
    assert capfd.readouterr() == ("", "")


def test_a_table_counts_up_to_its_last_option() -> None:
    messages = answers(job("option_table", choices=None))

    counted = [report for kind, report in messages if kind == "progress" and report["stage"] == "options"]
    choices = drawn_problem(4).choices
    assert counted[-1] == {"stage": "options", "done": choices, "total": choices}
    assert [kind for kind, _ in messages][-1] == "done"
