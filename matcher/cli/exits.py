"""What each exit code means, and the one place where an exception becomes one."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum
from typing import NoReturn

import typer

from matcher.errors import (
    BadCase,
    Broken,
    Cancelled,
    MatcherError,
    Misconfigured,
    OutOfTime,
    PinsClash,
    StoreFailed,
)

MAX_FAULTS_SHOWN = 200


class Code(IntEnum):
    """The exit codes; a script may rely on them."""

    DONE = 0
    WRONG_ANSWER = 1
    BAD_INPUT = 2
    OUT_OF_TIME = 3
    PINS_CLASH = 4
    OUR_FAULT = 5
    NO_DATABASE = 6
    INTERRUPTED = 130
    NOBODY_READS = 141


MEANINGS = {
    Code.DONE: "done",
    Code.WRONG_ANSWER: "the answer that was checked is wrong (verify)",
    Code.BAD_INPUT: "the input is wrong: the case, an id, or the command itself",
    Code.OUT_OF_TIME: "no answer in the time allowed; says nothing about homes",
    Code.PINS_CLASH: "the case's pins cannot all be kept",
    Code.OUR_FAULT: "our fault: nothing is shown that was not verified",
    Code.NO_DATABASE: "the database does not answer, or is in use",
    Code.INTERRUPTED: "interrupted (Ctrl-C)",
    Code.NOBODY_READS: "whatever read the output went away",
}


def code_of(error: MatcherError) -> Code:
    """The exit code of an error raised on purpose."""
    for kinds, code in _CODES:
        if isinstance(error, kinds):
            return code
    # whatever else is the caller's to put right over HTTP is his here
    return Code.BAD_INPUT if 400 <= error.status < 500 else Code.OUR_FAULT


_CODES: tuple[tuple[type[MatcherError], Code], ...] = (
    (OutOfTime, Code.OUT_OF_TIME),
    (PinsClash, Code.PINS_CLASH),
    (Cancelled, Code.INTERRUPTED),
    (Misconfigured, Code.BAD_INPUT),
    (Broken, Code.BAD_INPUT),
    (StoreFailed, Code.NO_DATABASE),
)
"""The first that fits."""


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever goes wrong inside into lines on stderr and an exit code; no traceback."""
    try:
        yield
        sys.stdout.flush()
    except MatcherError as error:
        _leave(code_of(error), *_lines(error))
    except KeyboardInterrupt:
        _leave(Code.INTERRUPTED, "interrupted")
    except BrokenPipeError:
        _close_stdout()
        sys.exit(Code.NOBODY_READS)
    except OSError as error:
        _debug(error)
        _close_stdout()
        _leave(Code.OUR_FAULT, _refusal(error))


@contextmanager
def surprises_in_one_line() -> Iterator[None]:
    """Answer an exception that nobody foresaw by its type alone: its text may hold a child's data."""
    try:
        yield
    except (typer.Exit, typer.Abort, typer.TyperException):
        raise
    except Exception as error:
        _debug(error)
        _leave(
            Code.OUR_FAULT,
            f"something went wrong inside the program ({type(error).__name__}); "
            "run it again with PLACEMENT_DEBUG=1 for the traceback",
        )


def say(*lines: str) -> None:
    """Write lines to stderr, without anything a terminal would obey."""
    for line in lines:
        typer.echo(clean(line), err=True)


def clean(text: str) -> str:
    """Text that cannot move the cursor, change colours or reverse the reading direction."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _lines(error: MatcherError) -> list[str]:
    if not isinstance(error, BadCase):
        return str(error).splitlines() or [error.code]
    shown = [str(fault) for fault in error.faults[:MAX_FAULTS_SHOWN]]
    more = len(error.faults) - len(shown)
    return [*shown, f"… and {more} more"] if more else shown


def _refusal(error: OSError) -> str:
    """The system's own words, without its file name; or ours, where a room raised it with a way out."""
    return f"the system refused: {error.strerror}" if error.strerror else str(error)


def _leave(code: Code, *lines: str) -> NoReturn:
    say(*lines)
    sys.exit(code)


def _debug(error: Exception) -> None:
    if os.environ.get("PLACEMENT_DEBUG") == "1":
        traceback.print_exception(error)


def _close_stdout() -> None:
    """Let the interpreter's own flush at exit fall into nothing."""
    with suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
