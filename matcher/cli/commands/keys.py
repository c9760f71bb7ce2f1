"""Keys of programs at the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.database import DEFAULT_URL, CouncilCode, Database
from matcher.cli.managing import command_from, done_in
from matcher.cli.params import AsJson


def key(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What the program is called.", show_default=False)
    ],
    scope: Annotated[
        list[str], typer.Option("--scope", metavar="RIGHT", help="Once for each right.", show_default=False)
    ],
    council: CouncilCode = None,
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Make an account for a program; its key is shown this once.

    It may read and ask, and decide nothing.
    """
    from matcher.service import keys
    from matcher.service.keys import MakeKey

    command = command_from(MakeKey, {"name": name, "scopes": scope})
    made = done_in(database, council, lambda work, actor: keys.make_key(work, actor, command))
    if as_json:
        from matcher.cli import screen

        account = {"id": made.account.id, "name": made.account.name, "scopes": sorted(made.account.scopes)}
        screen.print_document({**account, "key": made.key})
        return
    typer.echo(f"{made.account.name} may {', '.join(sorted(made.account.scopes))}. Its key, shown this once:")
    typer.echo(made.key)


COMMANDS = (
    (
        "key",
        key,
        "\b\nExample:\n  placements people key 'Case system' --scope ask --scope read_runs\n",
    ),
)
