"""The record for whoever audits: its rows, where it ends, and whether it is whole."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api.deps import Nothing, TheStore
from api.listing import MAX_ID, PageQuery, Turn, cursor
from api.schemas.record import HeadShape, RecordPage, RecordRowShape, VerdictShape
from api.signed_in import TheActor
from matcher.errors import BadCase, Fault
from matcher.service import past
from matcher.service.past import Wanted

router = APIRouter(prefix="/v1", tags=["Record"])
_WORD = r"^[a-z][a-z0-9_.]*$"


class RecordQuery(PageQuery):
    """Which rows of the record, and which part of them."""

    action: str | None = Field(None, max_length=64, pattern=_WORD, description="Only this act.")
    subject_kind: str | None = Field(
        None, max_length=32, pattern=_WORD, description="Only of this kind of thing."
    )
    subject_id: int | None = Field(None, ge=1, le=MAX_ID, description="Only of this thing.")
    actor_id: int | None = Field(None, ge=1, le=MAX_ID, description="Only by this person or account.")
    since: AwareDatetime | None = Field(None, description="Not before this moment.")
    until: AwareDatetime | None = Field(None, description="Before this moment.")

    def wanted(self) -> Wanted:
        """The same for the service."""
        return Wanted(**{name: getattr(self, name) for name in Wanted.__dataclass_fields__})


class AnchorQuery(BaseModel):
    """A head that was kept elsewhere, to be found in the record again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sequence: int | None = Field(None, ge=1, le=MAX_ID, description="The number of a row kept elsewhere.")
    hash: str | None = Field(None, pattern=r"^[0-9a-f]{64}$", description="Its hash, kept with it.")

    def anchors(self) -> dict[int, str]:
        """By the row's number. Raises BadCase for one without the other."""
        if (self.sequence is None) != (self.hash is None):
            raise BadCase([Fault("?sequence", "goes with hash: give both or neither")])
        return {} if self.sequence is None or self.hash is None else {self.sequence: self.hash}


@router.get(
    "/audit", operation_id="audit", summary="Read the record, oldest first", response_model=RecordPage
)
def audit(
    request: Request, asked: Annotated[RecordQuery, Query()], actor: TheActor, store: TheStore
) -> RecordPage:
    """Who did what to which thing, in codes and ids. For those with the right to read the record."""
    turn = Turn(asked)
    with store.read(actor.council_id) as work:
        page = past.page_of_record(work, actor, turn.after or 0, turn.limit, asked.wanted())
    following = None
    if page.next_after is not None:
        again = asked.model_dump(mode="json", exclude_none=True) | {"after": cursor(page.next_after)}
        following = f"{request.url.path}?{urlencode(again)}"
    return RecordPage(rows=[RecordRowShape.of(row, actor) for row in page.rows], next=following)


@router.get(
    "/audit/verify",
    operation_id="verifyAudit",
    summary="Prove that the record is whole",
    response_model=VerdictShape,
    responses={409: {"description": "The record is too long for a request."}},
)
def verify(asked: Annotated[AnchorQuery, Query()], actor: TheActor, store: TheStore) -> VerdictShape:
    """Every row is hashed again. Give a head that you kept: it alone betrays a record recomputed whole."""
    with store.read(actor.council_id) as work:
        return VerdictShape.of(past.verified(work, actor, asked.anchors()))


@router.get(
    "/audit/head", operation_id="auditHead", summary="Where the record ends", response_model=HeadShape
)
def head(nothing: Nothing, actor: TheActor, store: TheStore) -> HeadShape:
    """Keep it where nobody who can write to the database can, and give it to `/v1/audit/verify` later."""
    with store.read(actor.council_id) as work:
        end = past.head(work, actor)
    return HeadShape(sequence=end.sequence, hash=end.hash)
