"""From an argument to a case: files and standard input, each refusal on one clear line."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from matcher.cli.exits import say
from matcher.errors import BadCase, Fault

if TYPE_CHECKING:
    from matcher.domain.case import Case

STDIN = "-"


def load_case(name: str) -> Case:
    """Read the case document at a path, or on standard input for `-`. Raises BadCase."""
    document = read_bytes(name)
    from matcher import library

    with _heading(name):
        return library.load_case(document)


def load_answer(name: str) -> dict[str, Any]:
    """Read an answer to be checked: any JSON object. Raises BadCase."""
    document = read_bytes(name)
    from matcher.domain.reading import parse_json

    with _heading(name):
        answer = parse_json(document)
        if not isinstance(answer, dict):
            raise BadCase([Fault("$", "must be an object, as `placements match --json` prints it")])
        return answer


def read_bytes(name: str) -> bytes:
    """At most a byte more than a document may have, so that the reader can refuse it."""
    from matcher.domain.bounds import MAX_BYTES

    if name == STDIN:
        return _stdin().read(MAX_BYTES + 1)
    try:
        _refuse_directory(name)
        with open(name, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadCase([Fault(name, _why_unreadable(error))]) from None


def demo_case() -> Path:
    """Where the demonstration council's case is. Raises FileNotFoundError, with the way out."""
    from matcher.geo.reference import SETTING, reference_dir

    path = reference_dir().parent / "demo" / "case.json"
    if not path.is_file():
        raise FileNotFoundError(f"the demonstration case is not at {path}: set {SETTING} to the data folder")
    return path


def _stdin() -> BinaryIO:
    if sys.stdin.isatty():
        say("Reading the case from the keyboard; end it with Ctrl-D.")
    return sys.stdin.buffer


def _refuse_directory(name: str) -> None:
    if stat.S_ISDIR(os.stat(name).st_mode):
        raise IsADirectoryError


def _why_unreadable(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "is a directory: give a case document"
    if isinstance(error, PermissionError):
        return "may not be read: ask for permission to read it"
    detail = error.strerror if isinstance(error, OSError) else "not a path"
    return f"cannot be read ({detail or type(error).__name__})"


@contextmanager
def _heading(name: str) -> Iterator[None]:
    try:
        yield
    except BadCase as error:
        found = len(error.faults)
        shown = "standard input" if name == STDIN else name
        say(f"{shown}: {found} {'fault' if found == 1 else 'faults'}")
        raise


def refuse_unwritable(path: Path | None, option: str) -> None:
    """Say before a long solve that its picture could not be written. Raises BadParameter."""
    if path is not None and not path.parent.is_dir():
        raise typer.BadParameter(f"{option}: there is no such folder: create it first")
