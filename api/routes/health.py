"""Whether the server is alive, whether it can answer, and what it is."""

from __future__ import annotations

from html import escape
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from api.deps import ServerLimits, TheDesk
from api.errors import Refused
from api.openapi import problems
from api.page import POLICY, page_of
from api.readiness import engine_answers, missing_data
from matcher.geo import ATTRIBUTION

router = APIRouter(tags=["Health"])

_HOME = f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Placement Matcher</title></head>
<body>
<h1>Placement Matcher</h1>
<p>This is a service for programs. It takes a case (children who need a home, the homes there are,
and a council's own price list) and answers with the plan that serves the children best, the proof
that no better one exists under those rules, and the reasons why every other home is shut.</p>
<p>It keeps nothing: each request brings its whole case, and nothing is stored.
It advises; people decide.</p>
<ul>
<li><a href="/docs">What can be asked, with examples</a></li>
<li><a href="/openapi.json">The same for programs</a></li>
<li><a href="/v1/demo">The demonstration council's case (invented)</a></li>
<li><a href="/v1/rules">The rules and their sources</a></li>
</ul>
<p><small>{escape(ATTRIBUTION)}</small></p>
</body>
</html>
"""


class Alive(BaseModel):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """The process can do its work. `busy`: it is solving for somebody now."""

    status: Literal["ready"] = "ready"
    engine: Literal["answers", "busy"]


@router.head("/livez", include_in_schema=False)
@router.get("/livez", operation_id="alive", summary="Say whether the process is alive")
async def livez() -> Alive:
    """Answers at once, whatever the solvers are doing."""
    return Alive()


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz",
    operation_id="ready",
    summary="Say whether questions can be answered now",
    responses=problems(503),
)
async def readyz(request: Request, server: ServerLimits, desk: TheDesk) -> Ready:
    """Checks that the data is there and that the engine answers a question of one child."""
    missing = missing_data(server)
    if missing:
        detail = f"not in the data folder: {', '.join(missing)}. Set PLACEMENT_DATA_DIR to the folder"
        raise Refused(503, "no_data", detail)
    if desk.busy:
        return Ready(engine="busy")
    if not await desk.solve(request, engine_answers):
        raise Refused(503, "engine_fails", "the engine does not answer a question of one child")
    return Ready(engine="answers")


@router.head("/", include_in_schema=False)
@router.get("/", operation_id="home", summary="Say what this is", response_class=HTMLResponse)
async def home() -> HTMLResponse:
    """A page of plain text and four links."""
    return HTMLResponse(_HOME, headers={"Content-Security-Policy": "default-src 'none'"})


@router.head("/docs", include_in_schema=False)
@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """Every operation with its example, made from /openapi.json; it loads nothing from elsewhere."""
    return HTMLResponse(page_of(request.app.openapi()), headers={"Content-Security-Policy": POLICY})
