"""Log lines: known fields only, as JSON for a machine or as a line for a developer (trust.md T19).

No body, no query, no header but the request's number, and of an exception its kind and its place alone:
its text may hold what somebody sent.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.stdlib import BoundLogger
from structlog.typing import EventDict, Processor

FIELDS = frozenset(
    {
        "timestamp",
        "level",
        "event",
        "request_id",
        "method",
        "route",
        "status",
        "duration_ms",
        "code",
        "error",
        "frames",
        "attempt",
        "wait_s",
        "part",
    }
)
"""All that a line may hold; anything else is left out before it is written."""
OURS = ("placement", "uvicorn")
"""The loggers whose lines are written; every other library keeps silent below a warning."""


def logger() -> BoundLogger:
    """Where the application tells what it does: names and numbers, no sentence with a value in it."""
    told: BoundLogger = structlog.wrap_logger(
        logging.getLogger("placement"),
        processors=[
            structlog.stdlib.filter_by_level,
            *_before(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=BoundLogger,
    )
    return told


def configure(as_json: bool, stream: TextIO | None = None) -> None:
    """Write this process's lines so from now on, to stderr unless told otherwise."""
    last = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    drop = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[drop, last], foreign_pre_chain=_before())
    )
    for name in OURS:
        named = logging.getLogger(name)
        named.handlers, named.propagate = [handler], False
        named.setLevel(logging.INFO)


def _before() -> list[Processor]:
    """What happens to a line of ours and to one of the web server's alike."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_values,
        known_fields,
    ]


def without_values(told: Any, method: str, event: EventDict) -> EventDict:
    """An exception becomes its kind and the places it came through; its text is left out."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["frames"] = [f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames]
    event.pop("stack_info", None)
    return event


def known_fields(told: Any, method: str, event: EventDict) -> EventDict:
    """Leave out every field that nobody has thought about."""
    return {name: value for name, value in event.items() if name in FIELDS or name.startswith("_")}
