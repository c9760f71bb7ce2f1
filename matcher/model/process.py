"""Solves in child processes that can crash or be killed without harm to this one.

One warm child per solve that runs at once; a child that died, was cancelled or overran is
replaced. Only arrays of whole numbers go in: no id, no name.
"""

from __future__ import annotations

import atexit
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from matcher import errors
from matcher.errors import Cancelled, OutOfTime, SolverCrashed
from matcher.model.compiled import WAY_OUT, is_compiled
from matcher.model.problem import Problem
from matcher.model.wire import read, write

GRACE_S = 5.0
"""A child that overruns its limit by this much is killed."""
POLL_S = 0.05


@dataclass(frozen=True)
class Job:
    """What a child is asked: the job's name, the problem, and how."""

    name: str
    problem: Problem
    arguments: dict[str, Any]
    limit_s: float
    seed: int = 0


class Child:
    """One solving process and its two pipes."""

    def __init__(self) -> None:
        down_read, down_write = os.pipe()
        up_read, up_write = os.pipe()
        command = [sys.executable, "-m", "matcher.model.child", str(down_read), str(up_write)]
        command.append(str(os.getpid()))
        # a solve is one thread's work: a matrix library that starts more only gets in its way
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(
            command,
            pass_fds=(down_read, up_write),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a solver that prints must not get between our own lines
            env=environment,
        )
        os.close(down_read)
        os.close(up_write)
        self.to_child = os.fdopen(down_write, "wb")
        self.from_child = os.fdopen(up_read, "rb", buffering=0)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.from_child.close()
        try:
            self.to_child.close()
        except BrokenPipeError:
            return  # the child was gone before it had read everything

    def end(self) -> None:
        """Let an idle child leave by itself, as it does when its pipe is closed; kill one that does not."""
        with suppress(BrokenPipeError, subprocess.TimeoutExpired):
            self.to_child.close()
            self.process.wait(timeout=GRACE_S)
        self.kill()

    def ready(self) -> bool:
        """Whether a message, or the end of the pipe, is there to read now."""
        return bool(select.select([self.from_child], [], [], POLL_S)[0])


class Pool:
    """Warm children, one per solve that runs at once; extra ones end when they are done."""

    def __init__(self, keep: int) -> None:
        self.keep, self.idle, self.lock = keep, list[Child](), threading.Lock()

    def warm(self) -> None:
        """Start the children ahead of the first job: importing the solver takes a second."""
        for child in [self.take() for _ in range(self.keep)]:
            self.give(child)

    def take(self) -> Child:
        with self.lock:
            while self.idle:
                child = self.idle.pop()
                if child.alive:
                    return child
                child.kill()
        return Child()

    def give(self, child: Child) -> None:
        with self.lock:
            if len(self.idle) < self.keep and child.alive:
                self.idle.append(child)
                return
        child.kill()

    def close(self) -> None:
        with self.lock:
            children, self.idle = self.idle, []
        for child in children:
            child.end()


POOL = Pool(keep=2)
atexit.register(POOL.close)
# a fork shares the pipes of its parent's children and must not talk on them
os.register_at_fork(after_in_child=lambda: POOL.idle.clear())


class Stop(Protocol):
    """What says that a solve shall stop: an event, or several in one."""

    def is_set(self) -> bool:
        """Whether it shall."""


Report = Callable[[dict[str, Any]], None]
Tell = Callable[[Any], None]


def run(job: Job, report: Report | None = None, cancel: Stop | None = None, tell: Tell | None = None) -> Any:
    """Run a job in a child; `tell` is given the parts of the answer that come before it is whole.

    Raises Cancelled, OutOfTime, SolverCrashed or what the job raised; such a child is killed.
    """
    child = POOL.take()
    try:
        answer = _converse(child, job, {"progress": report, "told": tell}, cancel)
    except BaseException:
        child.kill()
        raise
    POOL.give(child)
    kind, payload = answer
    if kind == "failed":
        name, message = payload
        raise getattr(errors, name)(message)
    return payload


def _converse(
    child: Child, job: Job, heard: Mapping[str, Tell | None], cancel: Stop | None
) -> tuple[str, Any]:
    deadline = time.monotonic() + job.limit_s + GRACE_S
    try:
        message = (job.name, job.problem, job.arguments, job.limit_s, job.seed)
        # a child that does not read must not hold us past the deadline: so another thread writes
        threading.Thread(target=_send, args=(child, message), daemon=True).start()
        while True:
            if child.ready():
                kind, payload = read(child.from_child)
                if kind not in heard:
                    return kind, payload
                listener = heard[kind]
                if listener is not None:
                    listener(payload)
            _refuse_to_wait(cancel, deadline)
    except (EOFError, BrokenPipeError):
        raise SolverCrashed(_last_words(child)) from None


def _send(child: Child, message: tuple[Any, ...]) -> None:
    """Hand a job over; a child that is gone by then shows at the other pipe."""
    with suppress(OSError, ValueError):
        write(child.to_child, message)


def _refuse_to_wait(cancel: Stop | None, deadline: float) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled("the solve was stopped because the caller asked for it")
    if time.monotonic() > deadline and not is_compiled():
        raise OutOfTime(
            "the engine is not compiled yet, which took all of the time; this says nothing about whether a "
            f"home exists. Compile it, once: {WAY_OUT}"
        )
    if time.monotonic() > deadline:
        raise OutOfTime(
            "the solver did not stop at its time limit and was ended; this says nothing about "
            "whether a home exists. Allow more time."
        )


def _last_words(child: Child) -> str:
    code = child.process.wait()
    how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return f"the solving process ended with {how} before it had an answer. Ask again: a new one is started."
