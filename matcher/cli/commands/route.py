"""The command that tells the statutory route: approvals, notices and deadlines."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.files import STDIN, load_answer, load_case
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched


def route(
    case_file: CaseFile,
    answer_file: Annotated[
        str | None,
        typer.Argument(metavar="[ANSWER]", help="The plan: what `match --json` printed.", show_default=False),
    ] = None,
    referral: Annotated[
        str | None, typer.Option("--referral", metavar="ID", help="Only this child.", show_default=False)
    ] = None,
    home: Annotated[
        str | None,
        typer.Option(
            "--home", metavar="ID", help="That child in this home, whatever the plan.", show_default=False
        ),
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Also show the text of each notice.")] = False,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Say who approves each placement, who is told, by when.

    Each step with its regulation, in working days in England. Without an answer it solves first.
    """
    _refuse(case_file, answer_file, referral, home)
    from matcher import library

    if answer_file is None and home is None:
        library.warm()
    case = load_case(case_file)
    refuse_unknown(case, [referral] if referral else (), home)
    answer = None if answer_file is None else load_answer(answer_file)
    with watched(limit, workers) as settings:
        found = library.route(case, answer, referral, home, settings)
    from matcher.cli import screen
    from matcher.cli.show.route import show_route

    if as_json:
        screen.print_answer(found)
    else:
        show_route(screen.person_console(), case, found, with_drafts=drafts)


def _refuse(case_file: str, answer_file: str | None, referral: str | None, home: str | None) -> None:
    if case_file == answer_file == STDIN:
        raise typer.BadParameter("standard input can be read once: give one of the two as a file")
    if home is not None and referral is None:
        raise typer.BadParameter("--home asks about one child: give --referral too")
    if home is not None and answer_file is not None:
        raise typer.BadParameter("--home asks about a pair, not about a plan: leave out the answer")


COMMANDS = (
    (
        "route",
        route,
        """\b
Examples:
  placements route case.json
  placements route case.json answer.json --referral R-014 --drafts
  placements route case.json --referral R-014 --home H-003
""",
    ),
)
