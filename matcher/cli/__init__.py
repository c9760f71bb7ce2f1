"""The command line, one of the two doors. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import io
import sys

from matcher.cli.exits import Code


def main() -> None:
    """Run `placements`. Always leaves through SystemExit with one of the codes of `exits.Code`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        from matcher.cli.app import app

        app(prog_name="placements")
    except KeyboardInterrupt:
        sys.exit(Code.INTERRUPTED)
