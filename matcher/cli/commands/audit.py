"""The record at the command line: prove that it is whole, anchor it, look at it, erase what is over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.cli.database import (
    DEFAULT_URL,
    CouncilCode,
    Database,
    councils_of,
    one_council_of,
    the_store,
)
from matcher.cli.exits import Code
from matcher.cli.params import AsJson

if TYPE_CHECKING:
    from matcher.cli.anchors import Anchors
    from matcher.cli.show.record import Checked
    from matcher.store.councils import Council
    from matcher.store.work import Store


def verify(
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", metavar="FILE", help="Heads kept outside.", show_default=False),
    ] = None,
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Prove that every row of the record is as it was written.

    Each row is hashed again, in each council. The first row that was altered, removed or moved is named, and
    the exit code is 1. A record that was recomputed as a whole is betrayed only by --anchor, a file of lines
    that `placements audit head` once printed and that was kept elsewhere.
    """
    from matcher.cli import screen
    from matcher.cli.anchors import load_anchors
    from matcher.cli.show.record import document_of, show_checked

    anchors = load_anchors(anchor) if anchor else {}
    with the_store(database) as store:
        checked = [_checked(store, one, anchors) for one in councils_of(store, council)]
    if council is None:
        checked += _gone(anchors, checked)
    if as_json:
        screen.print_document(document_of(checked))
    else:
        show_checked(screen.person_console(), checked)
    if not all(one.whole for one in checked):
        raise typer.Exit(Code.WRONG_ANSWER)


def head(council: CouncilCode = None, database: Database = DEFAULT_URL) -> None:
    """Print where the record ends, to be kept elsewhere.

    One JSON line for each council, with the number and the hash of its last row. Print it or add it to a file
    that nobody with access to the database can write.
    """
    import json

    from matcher.cli.anchors import anchor_of
    from matcher.service import past
    from matcher.service.actor import system

    with the_store(database) as store:
        for one in councils_of(store, council):
            with store.read(one.id) as work:
                end = past.head(work, system(one.id))
            at = work.now.isoformat(timespec="seconds")
            typer.echo(json.dumps(anchor_of(one.code, end.sequence, end.hash, at), ensure_ascii=False))


def show(
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, max=200, help="So many rows.")] = 20,
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Print the last rows of the record, oldest first.

    A row tells ids and codes: who they are is known to the service alone.
    """
    from matcher.cli import screen
    from matcher.cli.show.record import row_document, show_rows
    from matcher.service import past
    from matcher.service.actor import system

    with the_store(database) as store:
        one = one_council_of(store, council)
        with store.read(one.id) as work:
            end = past.head(work, system(one.id)).sequence
            rows = past.page_of_record(work, system(one.id), max(end - last, 0), last).rows
    if as_json:
        screen.print_document({"council": one.code, "rows": [row_document(row) for row in rows]})
    else:
        show_rows(screen.person_console(), rows)


def erase(
    before: Annotated[
        datetime, typer.Option("--before", metavar="DATE", formats=["%Y-%m-%d"], show_default=False)
    ],
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Erase what rows from before a day tell; the rows stay.

    Who did what to which thing remains, with a digest of what is gone, and the record still verifies. The act
    is a row of the record itself. Export what belongs in the case file first.
    """
    from matcher.cli import screen

    with the_store(database) as store:
        told = [_erased(store, one, before) for one in councils_of(store, council)]
    if as_json:
        screen.print_document({"councils": told})
        return
    for line in told:
        up_to = f", up to row {line['through']}" if line["payloads"] else ""
        typer.echo(f"{line['council']}: {line['payloads']} payloads erased{up_to}.")


def _checked(store: Store, council: Council, anchors: Anchors) -> Checked:
    from matcher.cli.show.record import Checked
    from matcher.service import past
    from matcher.service.actor import system

    ours = anchors.get(council.code, {})
    with store.read(council.id) as work:
        return Checked(council.code, len(ours), past.verified(work, system(council.id), ours))


def _gone(anchors: Anchors, checked: list[Checked]) -> list[Checked]:
    """Councils that were anchored and are in the database no more."""
    from matcher.cli.show.record import Checked

    here = {one.council for one in checked}
    return [Checked(code, len(rows), None) for code, rows in sorted(anchors.items()) if code not in here]


def _erased(store: Store, council: Council, before: datetime) -> dict[str, Any]:
    from matcher.service import past
    from matcher.service.actor import system

    done = store.write(council.id, lambda work: past.erased(work, system(council.id), before.date()))
    return {
        "council": council.code,
        "payloads": done.payloads if done else 0,
        "through": done.through if done else None,
    }


COMMANDS = (
    (
        "verify",
        verify,
        """\b
Examples:
  placements audit verify
  placements audit verify --anchor heads.jsonl --json
""",
    ),
    ("head", head, "\b\nExample:\n  placements audit head >> heads.jsonl\n"),
    ("show", show, "\b\nExample:\n  placements audit show --last 50\n"),
    ("erase", erase, "\b\nExample:\n  placements audit erase --before 2025-04-01\n"),
)
