"""The command that trades cost for distance."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from matcher.cli.exits import Code
from matcher.cli.files import load_case, refuse_unwritable
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched


def frontier(
    case_file: CaseFile,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also draw it here.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """List every best trade of cost for distance.

    Each line is a plan that no other beats in both: none is as cheap and nearer, none as near and cheaper.
    All leave as few children without a home as can be. At the time limit it says what is missing.
    """
    from matcher import library

    refuse_unwritable(svg, "--svg")
    library.warm()
    case = load_case(case_file)
    with watched(limit, workers) as settings:
        answer = library.frontier(case, settings)
    from matcher.cli import screen
    from matcher.cli.show.frontier import show_frontier

    if svg is not None:
        svg.write_text(library.frontier_chart(answer), encoding="utf-8")
    if as_json:
        screen.print_answer(answer)
    else:
        show_frontier(screen.person_console(), answer)
    if not answer.points:
        raise typer.Exit(Code.OUT_OF_TIME)


COMMANDS = (
    (
        "frontier",
        frontier,
        """\b
Examples:
  placements frontier case.json
  placements frontier case.json --svg frontier.svg
  placements frontier case.json --json | jq '.points[] | select(.supported)'
""",
    ),
)
