"""A real server in a process of its own, on a free port of this machine, and what it costs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.api.client import NO_DATABASE

READY_S = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The running process: its address, what it said, its children and its costs so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []
        self.url = ""
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._listening.wait(READY_S), "the server did not start:\n" + "".join(self.said)
        self.client = httpx.Client(base_url=self.url, timeout=60)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)
            found = re.search(r"Serving (http://[\d.:]+)/docs", line)
            if found:
                self.url = found[1]
                self._listening.set()
        self._listening.set()

    @property
    def peak_mb(self) -> float:
        """The most memory the server itself has ever held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    @property
    def cpu_s(self) -> float:
        """Processor seconds used: unlike the clock's, not longer on a busy machine."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def children(self) -> list[int]:
        """The solving processes."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for task in tasks for pid in task.read_text().split()]

    def kill(self) -> None:
        """End it as a power cut would: nothing is finished, nobody is told."""
        self.process.kill()
        self._gone()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self._gone()

    def _gone(self) -> None:
        self.client.close()
        self.process.wait(30)
        self._reader.join(10)
        assert self.process.stderr is not None
        self.process.stderr.close()


def launched(**settings: object) -> Server:
    """A server with these settings, which somebody else will stop, or kill."""
    given = {"database_url": NO_DATABASE, **settings}
    chosen = {f"PLACEMENT_{name.upper()}": str(value) for name, value in given.items()}
    process = subprocess.Popen(
        [sys.executable, "-c", "from matcher.cli import main; main()", "serve", "--port", "0"],
        env={**os.environ, **chosen},
        stderr=subprocess.PIPE,
        text=True,
    )
    return Server(process)


@contextmanager
def running(**settings: object) -> Iterator[Server]:
    """A server with these settings; it must say nothing like a traceback in all its life."""
    server = launched(**settings)
    try:
        yield server
    finally:
        server.stop()
    assert "Traceback" not in "".join(server.said), "".join(server.said)


def until(met: object, seconds: float = 20.0) -> None:
    """Wait for a condition (a function without arguments) to hold. Raises AssertionError."""
    assert callable(met)
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "this never came true"
        time.sleep(0.02)
