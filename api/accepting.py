"""What a client says it takes: the Accept header, read as RFC 9110 section 12.5.1 defines it."""

from __future__ import annotations

import re

from starlette.requests import Request

_WEIGHT = re.compile(r"(0(\.\d{0,3})?|1(\.0{0,3})?)")


def says_it_takes(request: Request, media_type: str) -> bool:
    """Whether the client names this type, and not at weight 0. A wildcard does not name it."""
    entries = ",".join(request.headers.getlist("accept")).lower().split(",")
    return any(_names(entry, media_type) for entry in entries)


def _names(entry: str, media_type: str) -> bool:
    name, *parameters = (part.strip() for part in entry.split(";"))
    weights = [
        value.strip() for key, _, value in (p.partition("=") for p in parameters) if key.strip() == "q"
    ]
    return name == media_type and all(_WEIGHT.fullmatch(weight) and float(weight) > 0 for weight in weights)
