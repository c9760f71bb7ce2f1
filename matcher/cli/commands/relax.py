"""The command that says what it would take to place a child."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.exits import Code
from matcher.cli.files import load_case
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, Limit, ReferralId, Workers
from matcher.cli.watch import watched


def relax(
    case_file: CaseFile,
    referral: ReferralId,
    home: Annotated[
        str | None, typer.Option("--home", metavar="ID", help="Only at this home.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Find the cheapest waivers that place a child.

    No more children may be left without a home, by weight; who else moves is named. The three cheapest
    sets, each thing with its size and its price in the council's own list; when nothing helps, what stands
    in the way.
    """
    from matcher import library

    library.warm()
    case = load_case(case_file)
    refuse_unknown(case, [referral], home)
    with watched(limit, workers) as settings:
        answer = library.relax(case, referral, home, settings)
    from matcher.cli import screen
    from matcher.cli.show.relax import show_relax

    if as_json:
        screen.print_answer(answer)
    else:
        show_relax(screen.person_console(), case, answer)
    if answer.status != "optimal" and not answer.sets:
        raise typer.Exit(Code.OUT_OF_TIME)


COMMANDS = (
    (
        "relax",
        relax,
        """\b
Examples:
  placements relax case.json --referral R-014
  placements relax case.json --referral R-014 --home H-003
  placements relax case.json --referral R-014 --json | jq '.sets[0].waivers'
""",
    ),
)
