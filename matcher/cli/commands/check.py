"""Whether everything that must always be true of the database is true of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from matcher.cli.database import DEFAULT_URL, CouncilCode, Database, councils_of, the_store
from matcher.cli.params import AsJson

if TYPE_CHECKING:
    from matcher.store.invariants import Breach


def check(council: CouncilCode = None, database: Database = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Check that no bed, budget, decision or record is as it must never be.

    Reads only. Ends with 1 where something is wrong; then it names the rows, and the runbook says what to do.
    """
    from matcher.store.invariants import breaches

    found: dict[str, list[Breach]] = {}
    with the_store(database) as store:
        for known in councils_of(store, council):
            with store.read(known.id) as work:
                found[known.code] = breaches(work)
    _say(found, as_json)
    if any(found.values()):
        from matcher.cli.exits import Code

        raise typer.Exit(Code.WRONG_ANSWER)


def _say(found: dict[str, list[Breach]], as_json: bool) -> None:
    from dataclasses import asdict

    from matcher.store.invariants import INVARIANTS

    if as_json:
        from matcher.cli import screen

        councils = {code: [asdict(breach) for breach in told] for code, told in found.items()}
        screen.print_document({"checked": list(INVARIANTS), "breaches": councils})
        return
    for code, told in found.items():
        held = f"{code}: {', '.join(INVARIANTS)} hold"
        typer.echo("\n".join(f"{code}: {breach}" for breach in told) if told else held)


COMMANDS = (
    (
        "check",
        check,
        """\b
Examples:
  placements db check
  placements db check --council demo --json
""",
    ),
)
