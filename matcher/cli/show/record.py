"""The record on the screen: its rows, and whether they are all as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from matcher.cli.screen import line, row, table
from matcher.cli.words import count
from matcher.service.past import in_words

if TYPE_CHECKING:
    from rich.console import Console

    from matcher.service.past import RecordRow, Verdict


@dataclass(frozen=True)
class Checked:
    """One council's record, walked along; no verdict: the council is anchored, and not in the database."""

    council: str
    anchors: int
    verdict: Verdict | None

    @property
    def whole(self) -> bool:
        """Every row is as it was written."""
        return self.verdict is not None and self.verdict.bad is None


def document_of(checked: Sequence[Checked]) -> dict[str, Any]:
    """The same for programs."""
    return {"whole": all(one.whole for one in checked), "councils": [_council(one) for one in checked]}


def show_checked(console: Console, checked: Sequence[Checked]) -> None:
    """A line for each council."""
    for one in checked:
        line(console, f"{one.council}: {_said(one)}.", style="" if one.whole else "bold")


def row_document(one: RecordRow) -> dict[str, Any]:
    """A row for programs."""
    return {**asdict(one), "at": one.at.isoformat()}


def show_rows(console: Console, rows: Sequence[RecordRow]) -> None:
    """A row on a line: when, who, what, to which thing."""
    page = table(("row", "right"), "when (UTC)", "who", "what", "of what")
    for one in rows:
        row(
            page,
            [
                str(one.sequence),
                f"{one.at:%Y-%m-%d %H:%M:%S}",
                _thing(one.actor_kind, one.actor_id),
                one.action,
                _thing(one.subject_kind, one.subject_id),
            ],
        )
    console.print(page)


def _thing(kind: str, id_: int | None) -> str:
    return kind if id_ is None else f"{kind} {id_}"


def _said(one: Checked) -> str:
    if one.verdict is None:
        return "is anchored, and no such council is in this database"
    if one.verdict.bad is not None:
        return in_words(one.verdict.bad)
    kept = f", through {one.anchors} anchor{'s'[: one.anchors - 1]}" if one.anchors else ""
    return f"{count(one.verdict.rows, 'row')}, each as it was written{kept}"


def _council(one: Checked) -> dict[str, Any]:
    if one.verdict is None:
        return {"council": one.council, "anchors": one.anchors, "whole": False, "here": False}
    bad = one.verdict.bad
    return {
        "council": one.council,
        "anchors": one.anchors,
        "whole": one.whole,
        "here": True,
        "rows": one.verdict.rows,
        "head": asdict(one.verdict.end),
        "payloads_erased_through": one.verdict.payloads_erased_through,
        "bad": None if bad is None else {**asdict(bad), "message": in_words(bad)},
    }
