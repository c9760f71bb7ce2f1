"""The command that tells the reviews of a plan as chains of moves."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.files import load_case
from matcher.cli.ids import named_by_options
from matcher.cli.params import AsJson, CaseFile, Limit, Workers
from matcher.cli.watch import watched


def reviews(
    case_file: CaseFile,
    max_moves: Annotated[
        int | None,
        typer.Option(
            "--max-moves", metavar="N", help="At most so many reviews move.", min=0, show_default=False
        ),
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    workers: Workers = None,
) -> None:
    """Show the reviews' moves as chains that free beds.

    Each with its pounds a week, its miles, who starts and who ends. With --max-moves the best plan that
    moves no more reviews than that, and what the cap costs.
    """
    from matcher import library

    library.warm()
    case = load_case(case_file)
    with named_by_options(max_moves="--max-moves"), watched(limit, workers) as settings:
        answer = library.reviews(case, max_moves, settings)
    from matcher.cli import screen
    from matcher.cli.show.reviews import show_reviews

    if as_json:
        screen.print_answer(answer)
    else:
        show_reviews(screen.person_console(), case, answer)


COMMANDS = (
    (
        "reviews",
        reviews,
        """\b
Examples:
  placements reviews case.json
  placements reviews case.json --max-moves 2
""",
    ),
)
