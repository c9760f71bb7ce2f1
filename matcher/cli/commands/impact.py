"""The command that drafts impact risk assessments: impact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.files import STDIN, load_answer, load_case, read_bytes
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched
from matcher.errors import BadCase, Fault

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.impact import Impact
    from matcher.domain.impact_table import ImpactTable


def impact(
    case_file: CaseFile,
    answer_file: Annotated[
        str | None,
        typer.Argument(
            metavar="ANSWER",
            help="A plan, as `match --json` printed it; - reads standard input.",
            show_default=False,
        ),
    ] = None,
    referral: Annotated[
        str | None, typer.Option("--referral", metavar="ID", help="Only this child.", show_default=False)
    ] = None,
    home: Annotated[
        str | None, typer.Option("--home", metavar="ID", help="Only this home.", show_default=False)
    ] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="FILE", help="The council's own table.", show_default=False),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="FILE", help="Write the drafts to a new file.", show_default=False),
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Say who may harm whom in a home, and draft the assessment.

    For one child in one home (--referral and --home), or for the placements of a plan: the one given, or
    else the best plan, which is found first. It informs; only the rules of the case exclude.
    """
    if case_file == answer_file == STDIN:
        raise typer.BadParameter("standard input can be read once: give one of the two as a file")
    from matcher import library

    if answer_file is None and None in (referral, home):
        library.warm()
    case = load_case(case_file)
    refuse_unknown(case, [] if referral is None else [referral], home)
    plan = None if answer_file is None else load_answer(answer_file)
    own = None if table is None else _load_table(table)
    with watched(limit, workers) as settings:
        answer = library.impact(case, referral, home, plan, own, settings)
    if text is not None:
        _write(text, library.impact_drafts(case, answer))
    _print(case, answer, as_json)


def _load_table(name: str) -> ImpactTable:
    from matcher import library

    try:
        return library.read_impact_table(read_bytes(name))
    except BadCase as error:
        faults = [Fault(f"--table {fault.path}", fault.message) for fault in error.faults]
        raise BadCase(faults) from None


def _print(case: Case, answer: Impact, as_json: bool) -> None:
    from matcher.cli import screen
    from matcher.cli.show.impact import show_impact

    if as_json:
        screen.print_answer(answer)
    else:
        show_impact(screen.person_console(), case, answer)


def _write(name: str, drafts: str) -> None:
    """Into a new file alone: somebody may have written into an older one by hand."""
    try:
        with open(name, "x", encoding="utf-8") as file:
            file.write(drafts)
    except FileExistsError:
        raise typer.BadParameter(f"--text {name}: there is such a file already; give a new name") from None


COMMANDS = (
    (
        "impact",
        impact,
        """\b
Examples:
  placements impact case.json --referral R-014 --home H-003
  placements impact case.json answer.json --text drafts.txt
  placements impact case.json --referral R-014 --home H-003 --json
""",
    ),
)
