"""The command for a Friday evening: whom to ring now, and what to ask next."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.files import load_case
from matcher.cli.ids import refuse_unknown
from matcher.cli.params import AsJson, CaseFile, ReferralId


def emergency(
    case_file: CaseFile,
    referral: ReferralId,
    show_all: Annotated[
        bool, typer.Option("--all", help="Every home, and every answer to every question.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say whom to ring while a child is half known.

    A referral names in `unknown` what is not known of the child. A home is sure when it is open whatever the
    answers are, possible when some answers open it. It solves nothing and takes less than a second.
    """
    from matcher import library

    case = load_case(case_file)
    refuse_unknown(case, [referral])
    answer = library.emergency(case, referral)
    from matcher.cli import screen
    from matcher.cli.show.emergency import show_emergency

    if as_json:
        screen.print_answer(answer)
    else:
        show_emergency(screen.person_console(), case, answer, whole=show_all)


COMMANDS = (
    (
        "emergency",
        emergency,
        """\b
Examples:
  placements emergency case.json --referral R-014
  placements emergency case.json --referral R-014 --json
""",
    ),
)
