"""The parts that are tests already: run at the size asked for, and counted."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.assurance.parts import Found, Part, Size

ROOT = Path(__file__).parents[2]


def parts() -> list[Part]:
    """Tests that go through everything they are about at any size."""
    return [
        suite("crash points of a decision", ("tests/service/decisions/test_crash_points.py",), 4),
        suite("role × route × council", ("tests/api/matrix",), 4),
        suite("raw bytes at every body", ("tests/api/fuzz",), 20),
        suite("backup and restore", ("tests/live/test_restore.py",), 4),
    ]


def suite(name: str, paths: tuple[str, ...], at_least: int) -> Part:
    """Tests of these paths. `at_least`: so many must pass, lest a file that has gone prove everything."""
    goals: Mapping[Size, int] = {"ci": at_least, "claim": at_least}
    return Part(name, "tests", goals, partial(_passed, paths))


def _passed(paths: tuple[str, ...], at_least: int) -> Found:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    passed = re.search(r"(\d+) passed", done.stdout)
    failed = re.findall(r"^(?:FAILED|ERROR) (.+)$", done.stdout, re.MULTILINE)
    wrong = failed or ([] if done.returncode == 0 else [f"the tests ended with {done.returncode}"])
    return Found(int(passed[1]) if passed else 0, tuple(wrong))
