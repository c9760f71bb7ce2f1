"""Two ways to run the command line: inside this process, quick; and as a process of its own, real."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from matcher.cli.app import app

PROGRAM = [sys.executable, "-c", "from matcher.cli import main; main()"]


def run(*words: str, stdin: bytes | None = None) -> Result:
    """Run a command inside this process; whatever it lets through is raised here."""
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(words), input=stdin, catch_exceptions=False)


def spawn(*words: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own, with nothing on its terminal."""
    return subprocess.run(
        [*PROGRAM, *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "COLUMNS": "80", **environment},
    )


def written(folder: Path, document: dict[str, Any], name: str = "case.json") -> str:
    """Write a document to a file and return its path."""
    path = folder / name
    path.write_text(json.dumps(document), "utf-8")
    return str(path)
