"""Commands that belong together under one word, such as `placements db upgrade`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer.core import TyperGroup

Command = tuple[str, Callable[..., None], str]
"""A command's name, its function, and the examples under its help."""


class Lean(TyperGroup):
    """A group whose help starts without pydantic."""

    def get_help_option(self, ctx: Any) -> Any:
        """The --help flag with a default: to coerce its absence typer would load pydantic."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option


def group_of(name: str, title: str, commands: Sequence[Command]) -> typer.Typer:
    """The commands of one group, under its name."""
    group = typer.Typer(name=name, cls=Lean, help=title, rich_markup_mode=None, no_args_is_help=True)
    for word, command, epilog in commands:
        group.command(word, epilog=epilog)(command)
    return group
