"""Solve a stored run again, from its snapshot."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated

import typer

from matcher.cli.database import DEFAULT_URL, CouncilCode, Database, councils_of, the_store
from matcher.cli.exits import Code
from matcher.cli.params import AsJson, Limit, Workers
from matcher.cli.watch import watched

if TYPE_CHECKING:
    from matcher.service.replay import Kept, Replayed
    from matcher.store.work import Store


def replay(
    run: Annotated[int, typer.Argument(metavar="RUN", help="The run's id.", min=1)],
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    limit: Limit = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Solve a stored run again, and prove the same answer.

    The case as it was, the parameters as they were. The hashes of what is stored are checked first. Ends with
    1 where the answer is another one, and with 3 where time ended before a proof. A row of the record tells
    of it.
    """
    from matcher.service import replay as service
    from matcher.service.actor import system

    with the_store(database) as store:
        actor, left = system(0), None
        for one in councils_of(store, council):
            actor = system(one.id)
            if (left := _kept(store, one.id, run)) is not None:
                break
        if left is None:
            raise typer.BadParameter("RUN: there is no run with this id")
        own_s = float(left.run.parameters["limit_s"])
        with watched(own_s if limit is None else limit, workers) as settings:
            result = service.solved_again(left, replace(settings, workers=workers or 1))
        store.write(actor.council_id, lambda work: service.told(work, actor, result))
    _tell(result, as_json)


def _kept(store: Store, council_id: int, run_id: int) -> Kept | None:
    from matcher.errors import NotFound
    from matcher.service.actor import system
    from matcher.service.replay import kept_of

    try:
        with store.read(council_id) as work:
            return kept_of(work, system(council_id), run_id)
    except NotFound:
        return None


def _tell(result: Replayed, as_json: bool) -> None:
    if as_json:
        from matcher.cli import screen

        screen.print_document(asdict(result))
    else:
        for line in _lines(result):
            typer.echo(line)
    if result.outcome != "same":
        raise typer.Exit(Code.OUT_OF_TIME if result.outcome == "unfinished" else Code.WRONG_ANSWER)


def _lines(result: Replayed) -> list[str]:
    said = {
        "same": "the same answer, and the same proposals.",
        "differs": "another answer.",
        "unfinished": "another answer; time ended before a proof, then or now: try a longer --limit.",
        "altered": "what is stored was altered; nothing was solved.",
    }[result.outcome]
    engine = f"engine {result.engine_now}"
    if result.engine_then != result.engine_now:
        engine += f", then {result.engine_then}"
    head = f"Run {result.run_id} ({result.question}, {engine}): {said}"
    return [head, *(f"  {place}" for place in result.places)]


COMMANDS = (
    (
        "replay",
        replay,
        """\b
Examples:
  placements replay 4181925361047553
  placements replay 4181925361047553 --json
""",
    ),
)
