"""The commands that ask without solving: why-not and verify."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.exits import Code
from matcher.cli.files import STDIN, load_answer, load_case
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, ReferralId


def why_not(
    case_file: CaseFile,
    referral: ReferralId,
    home: Annotated[
        str | None,
        typer.Option("--home", metavar="ID", help="Only this home, with every sentence.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which rules shut each home to a child, with figures."""
    from matcher import library

    case = load_case(case_file)
    refuse_unknown(case, [referral], home)
    answer = library.why_not(case, referral)
    found = next((entry for entry in answer.homes if entry.home == home), None)
    from matcher.cli import screen
    from matcher.cli.show.why_not import show_one_home, show_why_not

    if as_json:
        screen.print_answer(answer if found is None else answer.model_copy(update={"homes": (found,)}))
    elif found is None:
        show_why_not(screen.person_console(), case, answer)
    else:
        show_one_home(screen.person_console(), case, referral, found)


def verify(
    case_file: CaseFile,
    answer_file: Annotated[
        str,
        typer.Argument(metavar="ANSWER", help="What `match --json` printed; - reads standard input."),
    ],
    as_json: AsJson = False,
) -> None:
    """Check an answer against the case alone.

    Every rule, every sum, every child; no code is shared with the solver. It exits 0 when the answer is
    right; otherwise it prints all that is wrong and exits 1.
    """
    if case_file == answer_file == STDIN:
        raise typer.BadParameter("standard input can be read once: give one of the two as a file")
    from matcher import library

    case = load_case(case_file)
    verdict = library.verdict(case, load_answer(answer_file))
    from matcher.cli import screen
    from matcher.cli.show.verdict import show_verdict

    if as_json:
        screen.print_answer(verdict)
    else:
        show_verdict(screen.person_console(), verdict)
    if not verdict.right:
        raise typer.Exit(Code.WRONG_ANSWER)


COMMANDS = (
    (
        "why-not",
        why_not,
        """\b
Examples:
  placements why-not case.json --referral R-014
  placements why-not case.json --referral R-014 --home H-003
""",
    ),
    (
        "verify",
        verify,
        """\b
Example:
  placements match case.json --json > answer.json
  placements verify case.json answer.json && echo right
""",
    ),
)
