"""Nothing leaves here that the verifier has not passed."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, TypeVar

from matcher.errors import ProposalRejected

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.stream import StreamEvent
    from matcher.domain.types import Model
    from matcher.verify import Breach

    Answer = TypeVar("Answer", bound=Model)


def as_verified(case: Case, events: Generator[StreamEvent]) -> Generator[StreamEvent]:
    """Pass events on only as long as the verifier finds nothing wrong with them."""
    from matcher.verify.stream import StreamCheck

    check = StreamCheck(case)
    try:
        for event in events:
            _refuse(check.take(json.loads(event.model_dump_json(by_alias=True))))
            yield event
    finally:
        events.close()


def verified(case: Case, answer: Answer) -> Answer:
    """Pass an answer on only if the verifier, given its JSON, finds nothing wrong with it."""
    from matcher.verify import verify

    _refuse(verify(case, json.loads(answer.model_dump_json(by_alias=True))))
    return answer


def _refuse(breaches: Sequence[Breach]) -> None:
    if breaches:
        raise ProposalRejected([f"{breach.code}: {breach.message}" for breach in breaches])
