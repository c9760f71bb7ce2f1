"""Whether the server is alive, whether it can answer, and what it is."""

from __future__ import annotations

from html import escape
from typing import Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.deps import ServerLimits, TheDesk
from api.errors import Refused
from api.metrics import MEDIA_TYPE
from api.openapi import problems
from api.page import POLICY, page_of
from api.readiness import engine_answers, may_scrape, missing_data, store_answers
from api.signed_in import may_read_docs
from matcher import library
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
<p>A question that brings its whole case is answered and not stored. A council that keeps its children
and homes here decides here too: it advises; people decide.</p>
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
    """The process can do its work. `busy`: it is solving for somebody now. `none`: no database was made."""

    status: Literal["ready"] = "ready"
    engine: Literal["answers", "busy"]
    store: Literal["answers", "none"]


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
    """Checks the data folder, the database and its version, and the engine and its verifier on one child.

    Not ready while the engine is compiled after an update.

    A server for development without any database is ready for the questions that bring their own case.
    """
    missing = missing_data(server)
    if missing:
        detail = f"not in the data folder: {', '.join(missing)}. Set PLACEMENT_DATA_DIR to the folder"
        raise Refused(503, "no_data", detail)
    if not library.compiled():
        detail = "the engine is being compiled, once, after an update: ask again in a minute"
        raise Refused(503, "compiling", detail)
    store = await to_thread.run_sync(store_answers, request.app.state.store, server)
    if desk.busy:
        return Ready(engine="busy", store=store)
    if not await desk.solve(request, engine_answers):
        raise Refused(503, "engine_fails", "the engine does not answer a question of one child")
    return Ready(engine="answers", store=store)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, server: ServerLimits) -> Response:
    """Numbers for Prometheus, of no person and no case; in production only with the token set for them."""
    if not may_scrape(server, request.headers.get("authorization")):
        raise Refused(404, "no_such_address", "there is nothing at this address: /docs lists what there is")
    page = await to_thread.run_sync(request.app.state.metrics.page)
    return Response(page, media_type=MEDIA_TYPE)


@router.head("/", include_in_schema=False)
@router.get("/", operation_id="home", summary="Say what this is", response_class=HTMLResponse)
async def home() -> HTMLResponse:
    """A page of plain text and four links."""
    return HTMLResponse(_HOME, headers={"Content-Security-Policy": "default-src 'none'"})


@router.head("/docs", include_in_schema=False, dependencies=[Depends(may_read_docs)])
@router.get("/docs", include_in_schema=False, dependencies=[Depends(may_read_docs)])
async def docs(request: Request) -> HTMLResponse:
    """Every operation with its example, made from /openapi.json; it loads nothing from elsewhere."""
    return HTMLResponse(page_of(request.app.openapi()), headers={"Content-Security-Policy": POLICY})


@router.head("/openapi.json", include_in_schema=False, dependencies=[Depends(may_read_docs)])
@router.get("/openapi.json", include_in_schema=False, dependencies=[Depends(may_read_docs)])
async def openapi(request: Request) -> JSONResponse:
    """The same for programs."""
    return JSONResponse(request.app.openapi())
