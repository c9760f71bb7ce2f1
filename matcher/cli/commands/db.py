"""The database itself: bring it to this program's version, take it back, say where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from matcher.cli.database import DEFAULT_URL, Database, opened
from matcher.cli.params import AsJson


def upgrade(database: Database = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Bring the database to the version of this program.

    A database that has it already is left alone. Everything happens in one transaction.
    """
    from matcher.store import migrate

    with opened(database, create=True) as engine:
        before = migrate.version(engine)
        migrate.upgrade(engine)
        _say(before, migrate.version(engine), as_json)


def downgrade(
    to: Annotated[str, typer.Argument(metavar="VERSION", help="Such as 0001; base empties it.")],
    database: Database = DEFAULT_URL,
    as_json: AsJson = False,
    sure: Annotated[bool, typer.Option("--yes", help="Rows of tables that go are lost: I know.")] = False,
) -> None:
    """Take the database back to an older version.

    What newer versions brought is lost, rows included. Make a backup first.
    """
    if not sure:
        raise typer.BadParameter("this loses rows: make a backup first, then say --yes")
    from matcher.store import migrate

    with opened(database) as engine:
        before = migrate.version(engine)
        if to != "base" and to not in migrate.known():
            raise typer.BadParameter(f"VERSION: one of base, {', '.join(migrate.known())}")
        migrate.downgrade(engine, to)
        _say(before, migrate.version(engine), as_json)


def version(database: Database = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Print the database's version and the one this program needs.

    Ends with 1 where they differ.
    """
    from matcher.cli.exits import Code
    from matcher.store import migrate

    with opened(database) as engine:
        has, needs = migrate.version(engine), migrate.newest()
    if as_json:
        from matcher.cli import screen

        screen.print_document({"version": has, "needed": needs})
    else:
        typer.echo(f"The database has version {has or 'none'}; this program needs {needs}.")
    if has != needs:
        raise typer.Exit(Code.WRONG_ANSWER)


def _say(before: str | None, after: str | None, as_json: bool) -> None:
    if as_json:
        from matcher.cli import screen

        screen.print_document({"before": before, "version": after})
    elif before == after:
        typer.echo(f"The database has version {after or 'none'} already.")
    else:
        typer.echo(f"The database had version {before or 'none'} and has {after or 'none'} now.")


COMMANDS = (
    (
        "upgrade",
        upgrade,
        """\b
Examples:
  placements db upgrade
  placements db upgrade --database postgresql://placements@db/placements
""",
    ),
    ("version", version, "\b\nExample:\n  placements db version --json\n"),
    ("downgrade", downgrade, "\b\nExample:\n  placements db downgrade 0001 --yes\n"),
)
