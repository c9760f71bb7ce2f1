"""The most memory that one allocation takes, in a process of its own and its solving child.

`python -m benchmarks.memory [--what options] < case.json` prints one JSON object, in MiB.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

from benchmarks.machine import peak_mib
from matcher import library
from matcher.model.process import POOL


def peaks(document: bytes, what: str, limit_s: float) -> dict[str, Any]:
    """Solve once and say what the two processes held at most."""
    case = library.load_case(document)
    settings = library.Settings(limit_s=limit_s)
    answer = library.allocate(case, settings) if what == "allocate" else library.options(case, None, settings)
    child = max(peak_mib(child.process.pid) for child in POOL.idle)
    parent = peak_mib()
    return {
        "parent_mib": parent,
        "child_mib": child,
        "peak_mib": max(parent, child),
        "status": answer.status,
        "tier1": answer.tier1,
        "tier2": answer.tier2,
        "verified": True,
    }


def in_own_process(document: bytes, what: str, limit_s: float) -> dict[str, Any]:
    """The same in a fresh process, because a peak only ever rises; its last words where it broke."""
    command = [sys.executable, "-m", "benchmarks.memory", "--what", what, "--limit", str(limit_s)]
    done = subprocess.run(command, input=document, capture_output=True, check=False)
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        return {"status": "crashed", "verified": False, "last_words": words[-1] if words else ""}
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def main(arguments: list[str] | None = None) -> None:
    """Measure the case on standard input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--what", choices=("allocate", "options"), default="allocate")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for the solver")
    asked = parser.parse_args(arguments)
    json.dump(peaks(sys.stdin.buffer.read(), asked.what, asked.limit), sys.stdout)


if __name__ == "__main__":
    main()
