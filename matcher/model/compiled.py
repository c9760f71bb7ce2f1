"""Whether the kernels are compiled: once for every version of them, ahead of the first question."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MARK = "compiled"
WAY_OUT = "python -m matcher.model.compile"
_log = logging.getLogger("placement.engine")


def is_compiled() -> bool:
    """Whether nothing is left to compile ahead: it was done, or what is compiled cannot be kept here."""
    return (_place() / MARK).exists() or not _is_kept()


def mark() -> None:
    """Say that every kernel of this version is compiled and kept."""
    with suppress(OSError):
        _place().mkdir(parents=True, exist_ok=True)
        (_place() / MARK).touch()


def compile_once() -> None:
    """Compile what is not compiled yet, in a process of its own; tells so in the log, as it takes minutes."""
    if is_compiled():
        return
    _log.warning("compiling the engine, once: this takes a minute or two")
    command = [sys.executable, "-m", "matcher.model.compile"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    if done.returncode:
        _log.error("the engine could not be compiled: run %s to see why", WAY_OUT)


def _place() -> Path:
    """The folder that is named for this version of the kernels."""
    return Path(os.environ["NUMBA_CACHE_DIR"])


def _is_kept() -> bool:
    place = _place()
    while not place.exists():
        place = place.parent
    return os.access(place, os.W_OK)
