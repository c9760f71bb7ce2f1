"""What a person sees: the text of a render function, without colour and without blanks at the line ends."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from rich.console import Console


def seen(show: Callable[..., None], *arguments: Any, width: int = 80, **options: Any) -> str:
    """The text that `show` prints on a console of this width."""
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False)
    show(console, *arguments, **options)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(text.rstrip() for text in console.file.getvalue().splitlines())
