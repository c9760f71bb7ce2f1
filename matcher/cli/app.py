"""The application: its commands in the order of a day's work, and what guards them all."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import matcher
from matcher.cli.commands import (
    ask,
    audit,
    check,
    councils,
    db,
    demo,
    emergency,
    frontier,
    impact,
    keys,
    look_up,
    people,
    prices,
    relax,
    replay,
    reviews,
    route,
    seed,
    serve,
    solve,
    sweep,
    what_if,
)
from matcher.cli.exits import MEANINGS, guarded, surprises_in_one_line
from matcher.cli.groups import Lean, group_of

_CODES = "\n".join(f"  {code:>3}  {meaning}" for code, meaning in MEANINGS.items())

HELP = """Which home for which child: proved, priced and explained.

A case is one JSON document: the children referred, the homes, the council's price list. `placements
schema` prints its definition, and `placements demo` shows an invented council.
"""

EPILOG = f"""\b
Exit codes:
{_CODES}

\b
Try:
  placements demo
  placements match case.json
  placements match case.json --json > answer.json
  placements verify case.json answer.json
"""


class Door(Lean):
    """The command group: every command runs guarded."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; whatever goes wrong becomes lines on stderr and an exit code."""
        with surprises_in_one_line(), guarded():
            return super().invoke(ctx)


app = typer.Typer(
    cls=Door,
    help=HELP,
    epilog=EPILOG,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"placements {matcher.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Only carries the options of the program itself."""


for module in (
    demo,
    serve,
    solve,
    ask,
    relax,
    what_if,
    sweep,
    frontier,
    impact,
    route,
    reviews,
    emergency,
    prices,
    replay,
    look_up,
):
    for name, command, epilog in module.COMMANDS:
        app.command(name, epilog=epilog)(command)

GROUPS = (
    ("db", "The council's database: its version, and what is in it.", (db, seed, check)),
    ("council", "A new council, from a case document.", (councils,)),
    ("people", "Who works here and as what; keys of programs.", (people, keys)),
    ("audit", "Read the record of every act; prove that it is whole.", (audit,)),
)
for word, title, modules in GROUPS:
    app.add_typer(group_of(word, title, [line for module in modules for line in module.COMMANDS]))
