"""Long proofs before a release, written down as a dated report: `python -m benchmarks.soak --minutes 30`.

Brute force on tiny cases, also of prices; a second solver on desk cases; every rule's mask against its
reasons: each until its goal or its share of the time is reached. All cases are invented. Exit code 1: a
disagreement.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.proofs import ANSWERS, ENGINE, Check, checks
from matcher import __version__

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "docs" / "assurance"
PACKAGES = ("ortools", "highspy", "numpy")


def report(done: list[Check], began: datetime, asked: str, commit: str) -> str:
    """The report as a page: what was compared, with what, how often, and what was not."""
    faults = [f"- {check.name}: {fault}" for check in done for fault in check.faults]
    rows = [
        f"| {c.name} | {c.first}–{c.last} | {c.done:,} {c.unit} | {c.goal:,} "
        f"| {len(c.faults)} | {c.seconds:.0f} |"
        for c in done
    ]
    short = [check.name.lower() for check in done if check.done < check.goal]
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join(
        [
            f"# Soak of {began:%-d %B %Y}",
            "",
            f"Written by `python -m benchmarks.soak {asked}`. All cases are invented.",
            "",
            f"- Commit {commit}; placement-matcher {__version__}.",
            f"- Python {platform.python_version()}, {versions}; {platform.system()} {platform.machine()}.",
            f"- Begun {began:%Y-%m-%d %H:%M} UTC, one process.",
            "",
            "| proof | seeds | compared | goal | disagreements | seconds |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
            f"**Disagreements: {len(faults)}.**",
            *(["", *faults] if faults else []),
            "",
            "## Not tested",
            "",
            *([f"- The time was too short for the goals of: {', '.join(short)}."] if short else []),
            *NOT_TESTED,
            "",
        ]
    )


NOT_TESTED = (
    "- Cases larger than 30 × 120: nothing but the bounds and the verifier, at run time, checks those.",
    "- The child process, both doors and the verifier: the engine was called in this process.",
    "- Rules as such: masks and reasons could share a misreading of the specification;",
    "  `tests/differential/plain.py`, written from its text, is the third reading, on tiny cases only.",
    "- HiGHS is also inside the engine's bounds. The mixed-integer model it was asked is written apart.",
    "- Ties: the second solver compares tiers 1 and 2.",
)


def _commit() -> str:
    def git(*words: str) -> str:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    changed = " with changes not committed" if git("status", "--porcelain", "--", "matcher") else ""
    return (git("rev-parse", "HEAD") or "unknown") + changed


def main(arguments: list[str] | None = None) -> None:
    """Run the proofs, write the report, and exit with 1 where something disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="for all together; default 30")
    parser.add_argument("--only", choices=(ENGINE, ANSWERS), help="the proofs of one; default all")
    parser.add_argument("--into", type=Path, default=REPORTS, help="folder of the report")
    asked = parser.parse_args(arguments)
    # read first: the code under test is the one loaded now
    commit, began, done = _commit(), datetime.now(UTC), checks(asked.only)
    for check in done:
        check.run(asked.minutes * 60 * check.share)
        sys.stdout.write(f"{check.name}: {check.done:,} {check.unit}, {len(check.faults)} disagreements\n")
    named = f"-{asked.only}" if asked.only else ""
    words = f"--minutes {asked.minutes:g}" + (f" --only {asked.only}" if asked.only else "")
    page = asked.into / f"{began:%Y-%m-%d}-soak{named}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(report(done, began, words, commit), encoding="utf-8")
    sys.stdout.write(f"Report: {page.relative_to(ROOT) if page.is_relative_to(ROOT) else page}\n")
    sys.exit(any(check.faults for check in done))


if __name__ == "__main__":
    main()
