"""Run the service's long proofs and write the report; 1 where a promise broke (`--size ci|claim`)."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.assurance import generated, history, live, record, suites, walks
from benchmarks.assurance.parts import Line, carried_out
from benchmarks.assurance.report import written
from benchmarks.soak import REPORTS


def main(arguments: list[str] | None = None) -> None:
    """Run what is asked for, one part after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assurance", description=__doc__)
    parser.add_argument("--size", choices=("ci", "claim"), default="ci")
    parser.add_argument("--only", default="", help="parts whose name holds this")
    parser.add_argument("--into", type=Path, default=REPORTS, help="folder of the report")
    asked = parser.parse_args(arguments)
    began = datetime.now(UTC)
    lines: list[Line] = []
    parts = (
        *live.parts(),
        *record.parts(),
        *history.parts(),
        *generated.parts(),
        *walks.parts(),
        *suites.parts(),
    )
    for part in (one for one in parts if asked.only in one.name):
        lines.append(carried_out(part, asked.size))
        # after every part, so that a run of hours that is cut short has told what it found
        written(lines, asked.size, began, asked.into)
        sys.stdout.write(_told(lines[-1]))
        sys.stdout.flush()
    sys.stdout.write(f"Report: {written(lines, asked.size, began, asked.into)}\n")
    sys.exit(not all(line.kept for line in lines))


def _told(line: Line) -> str:
    verdict = "kept" if line.kept else "BROKEN"
    return f"{line.name}: {line.found.done:,} of {line.goal:,} {line.unit}, {line.seconds:.0f} s: {verdict}\n"


if __name__ == "__main__":
    main()
