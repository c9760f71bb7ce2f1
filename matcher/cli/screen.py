"""What both kinds of reader get: tables in plain English for people, one JSON document for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matcher.cli.exits import clean

if TYPE_CHECKING:
    from pydantic import BaseModel

Align = Literal["left", "right"]
LEFT: Align = "left"


class Screen(Console):
    """A console that leaves the exit code of a closed pipe to `exits`: rich's own says "wrong answer"."""

    def on_broken_pipe(self) -> None:
        """Called by rich when whatever read the output went away."""
        raise BrokenPipeError


def person_console() -> Console:
    """Standard output for people: as wide as the terminal (80 when piped), nothing interpreted."""
    return Screen(highlight=False, markup=False, emoji=False)


def table(*columns: str | tuple[str, Align]) -> Table:
    """An empty table that wraps rather than cuts, so that no id or figure is ever lost."""
    empty = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for column in columns:
        name, justify = column if isinstance(column, tuple) else (column, LEFT)
        empty.add_column(name, justify=justify, overflow="fold", no_wrap=justify == "right")
    return empty


def row(to: Table, cells: Sequence[str], style: str = "") -> None:
    """Add a row of plain text; control characters of a case never reach the terminal."""
    to.add_row(*(Text(clean(cell)) for cell in cells), style=style)


def line(console: Console, text: str = "", style: str = "", indent: int = 0) -> None:
    """Print one paragraph, wrapped at words."""
    paragraph = Text(clean(text), style=style)
    console.print(Padding(paragraph, (0, 0, 0, indent), expand=False) if indent else paragraph)


def heading(console: Console, text: str, style: str = "bold") -> None:
    """Print a heading with a blank line before it."""
    console.print()
    line(console, text, style=style)


def print_answer(answer: BaseModel) -> None:
    """Print what the library answers as one JSON document."""
    indent = 2 if sys.stdout.isatty() else None
    _write(answer.model_dump_json(by_alias=True, indent=indent))


def print_document(document: dict[str, Any]) -> None:
    """Print anything else as one JSON document."""
    indent = 2 if sys.stdout.isatty() else None
    _write(json.dumps(document, ensure_ascii=False, indent=indent))


def _write(text: str) -> None:
    """UTF-8 whatever the terminal's encoding: that is what JSON is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
