"""Options as they are known: one JSON document a line, each written at once."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcher.domain.stream import StreamEvent


def show_stream(events: Generator[StreamEvent]) -> None:
    """Print events as they come; whatever stops the printing ends the solve."""
    with closing(events) as coming:
        for event in coming:
            sys.stdout.buffer.write(event.model_dump_json(by_alias=True).encode() + b"\n")
            sys.stdout.buffer.flush()
