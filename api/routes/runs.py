"""Runs over HTTP: a question asked of today's case, kept with its answer and its proposals."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, ServerLimits, TheDesk, TheStore
from api.effects import REPLAYED, Reply, effect
from api.errors import Refused
from api.listing import MAX_ID, PageQuery, RowId, ThePage, Turn, page_of
from api.schemas.runs import AskRun, ProposalShape, ProposalsShape, RunShape, RunsShape
from api.settings import ServerSettings
from api.signed_in import TheActor, may_ask
from matcher.errors import BadCase, Fault, MatcherError
from matcher.service import results, runs
from matcher.service.actor import Actor
from matcher.service.runs import Begun
from matcher.service.standing import standing
from matcher.service.views.answers import answer_view
from matcher.store.work import Store, Work

router = APIRouter(prefix="/v1", tags=["Runs"])
_log = logging.getLogger("placement.api")


class RunRef(BaseModel):
    """What an Idempotency-Key remembers of a run: its id. The run itself tells the rest."""

    id: int


class ProposalQuery(PageQuery):
    """Which part of a run's proposals."""

    referral_id: int | None = Field(None, ge=1, le=MAX_ID, description="Of this child alone.")


class ProposalTurn(Turn):
    """The same for a list that can be one child's."""

    def __init__(self, asked: Annotated[ProposalQuery, Query()]) -> None:
        super().__init__(asked)
        self.referral_id = asked.referral_id


@router.post(
    "/runs",
    operation_id="askRun",
    summary="Ask the engine about today's case and keep the answer",
    response_model=RunShape,
    status_code=201,
    dependencies=[Depends(may_ask)],
    openapi_extra=command_body(AskRun),
)
async def ask_run(
    request: Request, nothing: Nothing, actor: TheActor, store: TheStore, server: ServerLimits, desk: TheDesk
) -> Response:
    """Answers when the run has ended: done, or failed and why. Repeated while it is solving: 409."""
    asked = await command_of(request, AskRun)
    parameters = _within(server, asked.parameters)
    if asked.question == "what_if":
        await to_thread.run_sync(_refuse_impossible, store, actor, asked.question, parameters)
    begun: list[Begun] = []

    def begin(work: Work) -> Reply:
        begun[:] = [runs.begin(work, actor, asked.question, parameters)]
        return Reply(201, RunRef(id=begun[0].run_id), {"Location": f"/v1/runs/{begun[0].run_id}"})

    async with desk.turn(request) as cancel:
        reply = await effect(request, store, actor, begin)
        if begun and REPLAYED not in reply.headers:
            carry_out = partial(runs.carry_out, store, actor, begun[0], cancel=cancel)
            with suppress(MatcherError):
                # The run itself says how it ended.
                await to_thread.run_sync(carry_out, limiter=CapacityLimiter(1))
    return await to_thread.run_sync(_ended, store, actor, reply)


@router.get(
    "/runs", operation_id="runs", summary="List what was asked, the newest first", response_model=RunsShape
)
def list_runs(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> RunsShape:
    """Everybody's: a council's runs are its record."""
    with store.read(actor.council_id) as work:
        found = results.page_of_runs(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return RunsShape(runs=[RunShape.of(run, actor) for run in entries], next=following)


@router.get("/runs/{run_id}", operation_id="run", summary="Show one run", response_model=RunShape)
def show_run(run_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> RunShape:
    """A run that nobody solves any more is told as failed: lost."""
    with store.read(actor.council_id) as work:
        return RunShape.of(results.run(work, actor, run_id), actor)


@router.get(
    "/runs/{run_id}/answer",
    operation_id="runAnswer",
    summary="Show a run's answer",
    response_model=dict[str, Any],
)
def show_answer(run_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """The document that the question has as its answer, with less in it where a right is missing."""
    with store.read(actor.council_id) as work:
        run, document = results.answer(work, actor, run_id)
    shown = answer_view(run.question, json.loads(document), actor)
    return Response(json.dumps(shown, separators=(",", ":")), media_type="application/json")


@router.get(
    "/runs/{run_id}/proposals",
    operation_id="runProposals",
    summary="List a run's proposals by child and rank",
    response_model=ProposalsShape,
)
def list_proposals(
    request: Request,
    run_id: RowId,
    turn: Annotated[ProposalTurn, Depends(ProposalTurn)],
    actor: TheActor,
    store: TheStore,
) -> ProposalsShape:
    """Only a plan and the options of a child have any."""
    with store.read(actor.council_id) as work:
        found = results.page_of_proposals(work, actor, run_id, turn.after, turn.one_more, turn.referral_id)
    entries, following = page_of(request, turn, found)
    if following is not None and turn.referral_id is not None:
        following += f"&referral_id={turn.referral_id}"
    return ProposalsShape(proposals=[ProposalShape.of(one, actor) for one in entries], next=following)


@router.get(
    "/proposals/{proposal_id}",
    operation_id="proposal",
    summary="Show one proposal, as it is decided on",
    response_model=ProposalShape,
)
def show_proposal(proposal_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> ProposalShape:
    """It never changes: what has moved since is told when it is accepted."""
    with store.read(actor.council_id) as work:
        return ProposalShape.of(results.proposal(work, actor, proposal_id), actor)


def _within(server: ServerSettings, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters with this server's time where none is given. Raises BadCase for more than it gives."""
    limit_s = given.get("limit_s", server.limit_s)
    if isinstance(limit_s, int | float) and limit_s > server.max_limit_s:
        most = f"this server solves for {server.max_limit_s:g} seconds at most"
        raise BadCase([Fault("$.parameters.limit_s", most)])
    return {**given, "limit_s": limit_s}


def _refuse_impossible(store: Store, actor: Actor, question: str, parameters: dict[str, Any]) -> None:
    with store.read(actor.council_id) as work:
        runs.refuse_impossible(work, actor, question, parameters)


def _ended(store: Store, actor: Actor, reply: Response) -> Response:
    """The run as it ended, for who may still see it: roles can be taken while it is solved (F20)."""
    run_id = RunRef.model_validate_json(bytes(reply.body)).id
    with store.read(actor.council_id) as work:
        now = standing(work, actor)
        run = results.run(work, now, run_id)
    if run.state == "solving":
        detail = "the run of this Idempotency-Key is still being solved: ask again shortly"
        raise Refused(409, "idempotency_key_running", detail, {"Retry-After": "1"})
    headers = {name: reply.headers[name] for name in ("Location", REPLAYED) if name in reply.headers}
    return Response(RunShape.of(run, now).model_dump_json(), 201, headers, "application/json")
