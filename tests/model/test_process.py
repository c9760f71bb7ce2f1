"""The solving process may be killed, hang, be cancelled or lose its parent, and harms nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.errors import Cancelled, MatcherError, OutOfTime, SolverCrashed
from matcher.model import jobs, process
from matcher.model.outcome import Limits
from matcher.model.process import Child, Job, run
from matcher.model.wire import write
from tests.builders import budget, case, group, home, offer, referral, relationship, resident
from tests.model.desk import desk
from tests.model.problems import drawn_problem

ROOT = Path(__file__).parents[2]
SOON_S = 2.0


def long_job() -> Job:
    """Minutes of work that reports after each plan it finds."""
    return Job("k_best", desk(2).problem, {"k": 100_000, "differ": 1}, limit_s=300.0)


def short_job() -> Job:
    return Job("allocate", desk(2).problem, {}, limit_s=30.0)


def in_this_process() -> object:
    return jobs.allocate(desk(2).problem, Limits(time.monotonic() + 30))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Child]:
    """The children that jobs are given, in the order of the jobs."""
    found: list[Child] = []
    take = process.POOL.take

    def recorded() -> Child:
        found.append(take())
        return found[-1]

    monkeypatch.setattr(process.POOL, "take", recorded)
    return found


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def begun(threads: ThreadPoolExecutor, job: Job, cancel: threading.Event | None = None) -> Future[Any]:
    """The job in a thread, handed back once the child is at work on it."""
    working = threading.Event()
    future = threads.submit(run, job, lambda report: working.set(), cancel)
    assert working.wait(60)
    return future


def failure(call: Callable[[], object]) -> MatcherError:
    with pytest.raises(MatcherError) as caught:
        call()
    return caught.value


def test_a_child_killed_in_the_middle_of_a_job_is_named_and_replaced(
    taken: list[Child], threads: ThreadPoolExecutor
) -> None:
    future = begun(threads, long_job())

    os.kill(taken[0].process.pid, signal.SIGKILL)
    error = failure(lambda: future.result(SOON_S))

    assert type(error) is SolverCrashed
    assert str(error) == (
        "the solving process ended with signal SIGKILL before it had an answer. "
        "Ask again: a new one is started."
    )
    assert run(short_job()) == in_this_process()
    assert taken[1].process.pid != taken[0].process.pid


def test_a_child_that_died_while_it_waited_is_replaced_without_a_word(taken: list[Child]) -> None:
    process.POOL.warm()
    waiting = taken[0]
    waiting.process.kill()
    waiting.process.wait()

    assert run(short_job()) == in_this_process()
    assert waiting is not taken[1]


def test_a_cancelled_solve_ends_within_two_seconds_and_its_child_with_it(
    taken: list[Child], threads: ThreadPoolExecutor
) -> None:
    cancel = threading.Event()
    future = begun(threads, long_job(), cancel)

    asked = time.monotonic()
    cancel.set()
    error = failure(lambda: future.result(SOON_S))

    assert type(error) is Cancelled
    assert time.monotonic() - asked < SOON_S
    assert not taken[0].alive
    assert taken[0] not in process.POOL.idle


def test_a_child_that_hangs_is_killed_after_the_grace(
    taken: list[Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "GRACE_S", 0.3)
    process.POOL.warm()
    run(short_job())  # it has finished starting before it is stopped
    hung = taken[-1]
    os.kill(hung.process.pid, signal.SIGSTOP)

    began = time.monotonic()
    error = failure(lambda: run(Job("allocate", drawn_problem(0), {}, limit_s=0.2)))

    assert taken[-1] is hung
    assert type(error) is OutOfTime
    assert "says nothing about whether a home exists" in str(error)
    assert 0.5 <= time.monotonic() - began < 0.5 + SOON_S
    assert not hung.alive


def test_two_solves_at_once_have_a_child_each(taken: list[Child], threads: ThreadPoolExecutor) -> None:
    cancel = threading.Event()
    first = begun(threads, long_job(), cancel)

    second = threads.submit(run, short_job()).result(60)
    still_running = not first.done()
    cancel.set()

    assert still_running
    assert second == in_this_process()
    assert len({child.process.pid for child in taken}) == 2
    assert type(first.exception(SOON_S)) is Cancelled


def test_a_child_that_did_its_job_is_used_again(taken: list[Child]) -> None:
    run(short_job())
    run(short_job())

    assert taken[0] is taken[1]


def test_a_bug_in_the_child_is_reported_and_the_child_goes_on(taken: list[Child]) -> None:
    error = failure(lambda: run(Job("option_table", drawn_problem(4), {"choices": [10**6]}, 30.0)))

    assert type(error) is SolverCrashed
    assert str(error).startswith("a fault of ours in ")
    assert run(short_job()) == in_this_process()
    assert taken[0] is taken[1]


PARENT = """
import sys
from matcher.model.process import POOL, run
from tests.model.test_process import long_job
take, children = POOL.take, []
def recorded():
    children.append(take())
    return children[-1]
def at_work(report):
    sys.stdout.write(f"{children[0].process.pid}\\n")
    sys.stdout.flush()
POOL.take = recorded
run(long_job(), at_work)
"""


def test_a_child_at_work_ends_soon_after_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)

        parent.kill()
        parent.wait()
        ended = time.monotonic() + SOON_S
        while _runs(child) and time.monotonic() < ended:
            time.sleep(0.05)

        assert not _runs(child)


def _runs(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], stdout=subprocess.PIPE, text=True)
    return bool(shown.stdout.strip()) and not shown.stdout.startswith("Z")


CANARY = "CANARY"


def canary_case() -> Case:
    """A case in which every id, name and code that can be freely chosen says CANARY."""
    child, sibling, third, house, other = (f"{CANARY}-{n}" for n in range(5))
    flags, fund = [f"{CANARY.lower()}_flag"], CANARY.lower()
    funding = [{"fund": fund, "percent": 100}]
    children = [
        referral(name, need=f"{CANARY.lower()}_need", flags=flags, funding=funding)
        for name in (child, sibling, third)
    ]
    homes = [
        home(name, name=CANARY, provider=CANARY, needs_met=[f"{CANARY.lower()}_need"], places=3)
        | {"residents": [resident(f"{CANARY}-R{name}", flags=flags)]}
        for name in (house, other)
    ]
    return case(
        children,
        homes,
        sibling_groups=[group(child, sibling, id=f"{CANARY}-G")],
        relationships=[relationship(child, third, "avoid")],
        offers=[offer(child, house, weekly_price_pence=250_000)],
        budgets=[budget(2_000_000, fund)],
    )


def test_only_arrays_go_to_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []

    class Spy:
        def __init__(self, out: Any) -> None:
            self.out = out

        def write(self, data: bytes) -> None:
            sent.append(data)
            self.out.write(data)

        def flush(self) -> None:
            self.out.flush()

    monkeypatch.setattr(process, "write", lambda out, message: write(Spy(out), message))  # type: ignore[arg-type]
    told = canary_case()

    library.allocate(told)
    library.options(told, [f"{CANARY}-0"])
    library.alternatives(told, 2)

    assert len(sent) == 3
    assert CANARY in told.model_dump_json()
    assert not [message for message in sent if CANARY.lower().encode() in message.lower()]
    assert not [message for message in sent if b"2014-04-01" in message]  # a birthday
