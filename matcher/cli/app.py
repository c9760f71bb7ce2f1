"""The application: its commands in the order of a day's work, and what guards them all."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import matcher
from matcher.cli.commands import (
    ask,
    demo,
    emergency,
    frontier,
    impact,
    look_up,
    prices,
    relax,
    reviews,
    route,
    serve,
    solve,
    sweep,
    what_if,
)
from matcher.cli.exits import MEANINGS, guarded, surprises_in_one_line

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


class Door(TyperGroup):
    """The command group: every command runs guarded, and help starts without pydantic."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; whatever goes wrong becomes lines on stderr and an exit code."""
        with surprises_in_one_line(), guarded():
            return super().invoke(ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The --help flag with a default: to coerce its absence typer would load pydantic."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option


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
    look_up,
):
    for name, command, epilog in module.COMMANDS:
        app.command(name, epilog=epilog)(command)
