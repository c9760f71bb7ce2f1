"""The report: a page for people and the same as JSON, with seeds, commit, versions and machine."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.assurance.parts import Line, Size
from benchmarks.machine import machine, revision, versions

NOT_TESTED = (
    "A machine that loses power: a killed process leaves its operating system's memory behind, a machine",
    "does not. Both databases write through before they answer (`synchronous = FULL`, `fsync = on`).",
    "Several servers in front of one database; a slow or broken network between them; a full disk.",
    "A database that was restored from a backup.",
)


def written(lines: list[Line], size: Size, began: datetime, into: Path) -> Path:
    """Write both files and return the page's."""
    into.mkdir(parents=True, exist_ok=True)
    page = into / f"{began:%Y-%m-%d}-service.md"
    page.write_text(page_of(lines, size, began), encoding="utf-8")
    data = {"began": began.isoformat(timespec="seconds"), "size": size, **where()}
    data["parts"] = [{**asdict(line), "kept": line.kept} for line in lines]
    page.with_suffix(".json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return page


def where() -> dict[str, Any]:
    """What the figures were taken with: a + behind the commit says that the tree differed from it."""
    return {"commit": revision(), "versions": versions(), "machine": machine()}


def page_of(lines: list[Line], size: Size, began: datetime) -> str:
    """The page."""
    here = where()
    box = here["machine"]
    engine = ", ".join(f"{name} {found}" for name, found in here["versions"].items() if found)
    broken = [f"- {line.name}: {fault}" for line in lines for fault in line.found.wrong]
    short = [line.name for line in lines if not line.found.wrong and line.found.done < line.goal]
    return "\n".join(
        [
            f"# The service on {began:%-d %B %Y}",
            "",
            f"Written by `python -m benchmarks.assurance --size {size}`. All cases are invented.",
            "",
            f"- Commit {here['commit']}; {engine}.",
            f"- {box['cores']} cores, {box['memory_mib']} MiB, {box['system']}.",
            f"- Begun {began:%Y-%m-%d %H:%M} UTC.",
            "",
            "| proof | done | goal | broken promises | seconds | figures |",
            "| --- | --- | --- | --- | --- | --- |",
            *(_row(line) for line in lines),
            "",
            f"**Broken promises: {len(broken)}.**",
            *(["", *broken] if broken else []),
            *(["", f"Not all of the goal was done: {', '.join(short)}."] if short else []),
            "",
            "## Not tested",
            "",
            f"- {NOT_TESTED[0]}",
            f"  {NOT_TESTED[1]}",
            *(f"- {one}" for one in NOT_TESTED[2:]),
            "",
        ]
    )


def _row(line: Line) -> str:
    figures = ", ".join(f"{name} {value}" for name, value in line.found.figures.items() if value)
    done = f"{line.found.done:,} {line.unit}"
    return (
        f"| {line.name} | {done} | {line.goal:,} | {len(line.found.wrong)} | {line.seconds:.0f} | {figures} |"
    )
