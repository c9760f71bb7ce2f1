"""The commands that solve: match, options, alternatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.files import load_case
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched

if TYPE_CHECKING:
    from matcher.domain.case import Case


def match(
    case_file: CaseFile,
    as_json: AsJson = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="Also show every child's lines from the price list.")
    ] = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Find the plan that serves the children best; prove it.

    First as few children as possible are left without a home, weighed by urgency; then everything the
    council's price list prices is as low as it can be. Children without a home come first, each with the
    reason.
    """
    from matcher import library

    library.warm()
    case = load_case(case_file)
    with watched(limit, workers) as settings:
        proposal = library.allocate(case, settings)
    from matcher.cli import screen
    from matcher.cli.show.plan import show_plan

    if as_json:
        screen.print_answer(proposal)
    else:
        show_plan(screen.person_console(), case, proposal, with_lines=lines)


def options(
    case_file: CaseFile,
    referral: Annotated[
        list[str] | None,
        typer.Option("--referral", metavar="ID", help="Only this child; may be given again."),
    ] = None,
    first: Annotated[
        int | None,
        typer.Option(
            "--first", metavar="N", help="Only the first N of each child.", min=1, show_default=False
        ),
    ] = None,
    stream: Annotated[
        bool,
        typer.Option("--stream", help="Print each option as it is known: JSON lines, first options first."),
    ] = False,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Rank the homes open to a child by their cost to all.

    The cost is exact: the best plan that uses the home, less the best plan of all. Where it is nothing,
    some best plan uses the home.
    """
    if stream and as_json:
        raise typer.BadParameter("--stream prints JSON lines and --json one document: give one of the two")
    from matcher import library

    library.warm()
    case = load_case(case_file)
    refuse_unknown(case, referral or ())
    with watched(limit, workers) as settings:
        if stream:
            from matcher.cli.show.stream import show_stream

            show_stream(library.option_stream(case, referral or None, settings, first))
            return
        answer = library.options(case, referral or None, settings, first)
    from matcher.cli import screen
    from matcher.cli.show.options import show_options

    if as_json:
        screen.print_answer(answer)
    else:
        show_options(screen.person_console(), case, answer, referral or [])


def alternatives(
    case_file: CaseFile,
    k: Annotated[
        int | None,
        typer.Option(
            "-k", metavar="K", help="How many plans.  [default: 3]", min=1, max=100, show_default=False
        ),
    ] = None,
    differ: Annotated[
        int | None,
        typer.Option(
            "--differ",
            metavar="N",
            help="Children apart from every plan before.  [default: 1]",
            min=1,
            show_default=False,
        ),
    ] = None,
    referral: Annotated[
        str | None,
        typer.Option("--referral", metavar="ID", help="The child to whom homes say no.", show_default=False),
    ] = None,
    refusals: Annotated[
        int | None,
        typer.Option("--refusals", metavar="N", help="So many refusals.", min=1, show_default=False),
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """The K best plans, for the day a home says no.

    With --referral and --refusals: the best plan if the child's first home says no, then its second, and so
    on, until no plan places the child.
    """
    if (referral is None) != (refusals is None):
        raise typer.BadParameter("--referral and --refusals go together: give both or neither")
    if refusals is not None and (k is not None or differ is not None):
        raise typer.BadParameter(
            "-k and --differ are for the best plans of all, and --refusals follows one child: "
            "give the one or the other"
        )
    from matcher import library

    library.warm()
    case = load_case(case_file)
    if referral is not None and refusals is not None:
        _refusals(case, referral, refusals, as_json, limit, workers)
        return
    with watched(limit, workers) as settings:
        answer = library.alternatives(case, k or 3, differ or 1, settings)
    from matcher.cli import screen
    from matcher.cli.show.alternatives import show_alternatives

    if as_json:
        screen.print_answer(answer)
    else:
        show_alternatives(screen.person_console(), case, answer)


def _refusals(
    case: Case, referral: str, most: int, as_json: bool, limit: float | None, workers: int | None
) -> None:
    from matcher import library
    from matcher.cli import screen
    from matcher.cli.show.refusals import show_refusals

    refuse_unknown(case, [referral])
    with watched(limit, workers) as settings:
        answer = library.refusals(case, referral, most, settings)
    if as_json:
        screen.print_answer(answer)
    else:
        show_refusals(screen.person_console(), case, answer)


COMMANDS = (
    (
        "match",
        match,
        """\b
Examples:
  placements match case.json
  placements match case.json --lines
  placements match case.json --limit 20 --json | jq .allocation
""",
    ),
    (
        "options",
        options,
        """\b
Examples:
  placements options case.json --referral R-014
  placements options case.json --referral R-014 --referral R-015
  placements options case.json --first 3
  placements options case.json --stream | jq -c 'select(.event == "option")'
  placements options case.json --json | jq '.options[] | select(.rank == 1)'
""",
    ),
    (
        "alternatives",
        alternatives,
        """\b
Examples:
  placements alternatives case.json
  placements alternatives case.json -k 5 --differ 2
  placements alternatives case.json --referral R-014 --refusals 3
""",
    ),
)
