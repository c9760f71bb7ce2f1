"""An answer as a picture, for a client whose Accept header names one."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.accepting import says_it_takes

MEDIA_TYPE = "image/svg+xml"


def wants_picture(request: Request) -> bool:
    """Whether the client says that it takes SVG. A wildcard does not."""
    return says_it_takes(request, MEDIA_TYPE)


def picture_answer() -> dict[int | str, dict[str, Any]]:
    """The documented answer of a question that can be answered as a picture too."""
    return {200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}}


def json_or_picture(text: str, drawn: bool) -> Response:
    """The answer's text as what it is: SVG where it was drawn, else JSON."""
    return Response(text, media_type=MEDIA_TYPE if drawn else "application/json")
