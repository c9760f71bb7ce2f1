"""Reading the record: pages of it, whether it is whole, where it ends, and what of it is erased by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from matcher.errors import BadCase, Conflict, Fault, Forbidden
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.store import chain, record
from matcher.store.chain import BadRow, Head, Kind, Verdict
from matcher.store.record import EVERYTHING, RecordRow, Wanted
from matcher.store.work import Work

__all__ = ["EVERYTHING", "BadRow", "Head", "Kind", "RecordRow", "Verdict", "Wanted"]
LONDON = ZoneInfo("Europe/London")
SAID: dict[Kind, str] = {
    "altered": "row {sequence} was altered",
    "missing": "row {sequence} is missing",
    "out_of_order": "row {sequence} does not follow the row before it",
    "payload_altered": "what row {sequence} tells was altered",
    "payload_missing": "what row {sequence} tells is gone, and no row says that it was erased",
    "head_differs": "the head does not name row {sequence}, the last one",
    "not_as_anchored": "row {sequence} is not the one that was anchored: of the rows after {after} up to it, "
    "at least one was altered",
}
"""What is wrong with a record, in words."""
MAX_PAGE = 200
MAX_ROWS_IN_A_REQUEST = 250_000
"""About ten seconds of walking: longer belongs to the command line, which has no door waiting."""


class Page(NamedTuple):
    """Some rows of the record, oldest first. `next_after`: where the next page begins; None: at the end."""

    rows: Sequence[RecordRow]
    next_after: int | None


@dataclass(frozen=True)
class Erased:
    """Payloads of so many rows went; no row up to `through` has one any more."""

    through: int
    payloads: int


def page_of_record(work: Work, actor: Actor, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
    """At most `limit` (1 to 200) rows with numbers above `after`. Raises Forbidden."""
    _reads_record(actor)
    limit = min(limit, MAX_PAGE)
    rows = record.page(work, after, limit + 1, wanted)
    return Page(rows[:limit], rows[limit - 1].sequence if len(rows) > limit else None)


def verified(work: Work, actor: Actor, anchors: Mapping[int, str] | None = None) -> Verdict:
    """Whether every row of this council is as it was written. Raises Forbidden; Conflict for a long record
    that is not asked about at the command line."""
    _reads_record(actor)
    end = chain.head_of(work)
    if actor.kind != "system" and end is not None and end.sequence > MAX_ROWS_IN_A_REQUEST:
        raise Conflict(
            "too_long",
            f"the record has {end.sequence} rows, more than a request may walk: "
            "run `placements audit verify` on the server",
        )
    return chain.verify(work, anchors)


def head(work: Work, actor: Actor) -> Head:
    """The end of this council's chain, to keep where the database's owner cannot write. Raises Forbidden,
    Conflict where there is none to read."""
    _reads_record(actor)
    found = chain.head_of(work)
    if found is None:
        raise Conflict("no_head", "the record has no head that can be read: run `placements audit verify`")
    return found


def erased(work: Work, actor: Actor, before: date) -> Erased | None:
    """Erase what is told in rows from before this day in London; the rows themselves stay (trust.md T18).

    Nothing to erase: None, and nothing is written. Raises BadCase for a day that is not past, Forbidden.
    """
    if actor.kind != "system":
        raise Forbidden("the record's payloads are erased at the command line alone")
    if before > work.now.astimezone(LONDON).date():
        raise BadCase([Fault("before", "must not lie in the future: only what is over can be erased")])
    through, payloads = record.erase_payloads(work, datetime.combine(before, time(), LONDON).astimezone(UTC))
    if not payloads:
        return None
    recorded(work, actor, chain.ERASED, ("record", through), before=before.isoformat(), payloads=payloads)
    return Erased(through, payloads)


def in_words(bad: BadRow) -> str:
    """The first bad row as a sentence's part, without a full stop."""
    return SAID[bad.kind].format(sequence=bad.sequence, after=bad.after)


def _reads_record(actor: Actor) -> None:
    # whoever runs the program itself has the database before him anyway
    if actor.kind != "system":
        actor.require("read_record")
