"""What is told of the record: its rows, where it ends, and whether it is whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.listing import listed
from matcher.service import past
from matcher.service.actor import Actor
from matcher.service.past import Kind, RecordRow, Verdict
from matcher.service.views.payloads import payload_view

_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class RecordRowShape(BaseModel):
    """One act: when, who, what, to which thing. `payload` is null once it has been erased.

    `hash` is of the whole row, with what is kept back here.
    """

    sequence: int = Field(examples=[57])
    at: datetime
    actor_kind: Literal["human", "service", "system"] = Field(examples=["human"])
    actor_id: int | None = Field(examples=[1_200_300_400_500])
    action: str = Field(examples=["run_done"])
    subject_kind: str = Field(examples=["run"])
    subject_id: int | None = Field(examples=[4_081_516_234_001])
    payload: dict[str, Any] | None = Field(examples=[{"question": "plan", "proposals": 40}])
    kept_back: list[str] = Field(description="What of the payload you may not see: it is null there.")
    hash: str = Field(examples=[_HASH])

    @classmethod
    def of(cls, row: RecordRow, actor: Actor) -> RecordRowShape:
        """As this actor may see it."""
        payload, kept_back = payload_view(row.payload, actor)
        return cls(**vars(row) | {"payload": payload, "kept_back": kept_back})


class RecordPage(BaseModel):
    """A page of the record, oldest first."""

    rows: list[RecordRowShape]
    next: str | None = Field(None, description=listed("rows")["description"])


class HeadShape(BaseModel):
    """The last row's number and hash: keep both where nobody who can write to the database can."""

    sequence: int = Field(examples=[57])
    hash: str = Field(examples=[_HASH])


class BadRowShape(BaseModel):
    """The first row that is not as it was written. `after`: the last one that an anchor proves."""

    sequence: int = Field(examples=[12])
    kind: Kind = Field(examples=["altered"])
    after: int = Field(examples=[0])
    message: str = Field(examples=["row 12 was altered"])


class VerdictShape(BaseModel):
    """Whether each row is as it was written. `rows`: so many were walked until the first bad one."""

    whole: bool
    rows: int = Field(examples=[57])
    head: HeadShape
    payloads_erased_through: int = Field(examples=[0])
    bad: BadRowShape | None

    @classmethod
    def of(cls, verdict: Verdict) -> VerdictShape:
        """The same, with the fault in words."""
        bad, end = verdict.bad, verdict.end
        told = None
        if bad is not None:
            words = past.in_words(bad)
            told = BadRowShape(sequence=bad.sequence, kind=bad.kind, after=bad.after, message=words)
        return cls(
            whole=bad is None,
            rows=verdict.rows,
            head=HeadShape(sequence=end.sequence, hash=end.hash),
            payloads_erased_through=verdict.payloads_erased_through,
            bad=told,
        )
