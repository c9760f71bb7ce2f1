"""Where and with what a measurement was taken: written into every line of the results."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PACKAGES = ("ortools", "highspy", "numpy", "numba", "pydantic")
KIB_PER_MIB = 1024


@cache
def setting() -> dict[str, Any]:
    """What stays the same through a run: versions, machine, git revision."""
    return {"versions": versions(), "machine": machine(), "revision": revision()}


def versions() -> dict[str, str | None]:
    """Python, the engine and what it stands on; None for a package that is not installed."""
    found = {name: _version(name) for name in ("placement-matcher", *PACKAGES)}
    return {"python": platform.python_version(), "engine": found.pop("placement-matcher"), **found}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def machine() -> dict[str, Any]:
    """Cores this process may use, processor, memory in MiB."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": _line("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor() or "unknown",
        "memory_mib": int(_line("/proc/meminfo", r"MemTotal:\s*(\d+)") or 0) // KIB_PER_MIB,
        "system": platform.system(),
    }


def _line(path: str, pattern: str) -> str | None:
    file = Path(path)
    found = re.search(pattern, file.read_text(encoding="utf-8")) if file.exists() else None
    return found[1].strip() if found else None


def revision() -> str:
    """The commit measured, with a + where the working tree differs from it."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    return commit + ("+" if _git("status", "--porcelain", "--", "matcher", "benchmarks/*.py") else "")


def _git(*arguments: str) -> str:
    found = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or ("" if found.returncode == 0 else "unknown")


def load() -> float:
    """The machine's load in the last minute: above the cores, times mean little."""
    return round(os.getloadavg()[0], 2)


def now() -> str:
    """The time of a measurement, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def peak_mib(process: int | str = "self") -> float:
    """The most memory a process has held so far, MiB."""
    peak = _line(f"/proc/{process}/status", r"VmHWM:\s*(\d+)")
    return round(int(peak or 0) / KIB_PER_MIB, 1)
