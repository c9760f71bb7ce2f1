"""The impact matrix, and the draft impact risk assessments written from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.answers.settings import Settings
from matcher.errors import BadCase, Fault
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.impact import Impact
    from matcher.domain.impact_table import ImpactTable
    from matcher.domain.proposal import Status

Allocation = dict[str, str | None]


def impact(
    case: Case,
    referral: str | None = None,
    home: str | None = None,
    answer: dict[str, Any] | None = None,
    table: ImpactTable | None = None,
    settings: Settings | None = None,
) -> Impact:
    """Who may harm whom, both ways: for a pair of referral and home, or for placements of a plan.

    `answer` is a plan to read (what `allocate` gave, as JSON); it must be right. Without one, and unless
    both ids are given, the best plan is found first. Raises BadCase, NotFound, and what `allocate` raises.
    """
    from matcher.answers.impact import impact as matrix
    from matcher.rules.impact_source import starting_table

    table = table or starting_table()
    allocation, status = _plan(case, answer, referral is not None and home is not None, settings)
    return verified(case, matrix(case, table, allocation, referral, home, status))


def impact_drafts(case: Case, answer: Impact) -> str:
    """A draft impact risk assessment for every child of an answer: plain text, ids only."""
    from matcher.answers.impact_draft import drafts

    return drafts(case, answer)


def read_impact_table(document: bytes) -> ImpactTable:
    """A council's own table, in TOML or JSON, to be used in place of the starting one. Raises BadCase."""
    from matcher.rules.impact_source import read_table

    return read_table(document)


def _plan(
    case: Case, answer: dict[str, Any] | None, is_pair: bool, settings: Settings | None
) -> tuple[Allocation | None, Status | None]:
    if answer is not None:
        return _given(case, answer), None
    if is_pair:
        return None, None
    from matcher.library.plans import allocate

    proposal = allocate(case, settings)
    return dict(proposal.allocation), proposal.status


def _given(case: Case, answer: dict[str, Any]) -> Allocation:
    from matcher.library.looking import verify

    if "allocation" not in answer:
        wanted = "is missing: give one plan, as match answers it"
        raise BadCase([Fault("$.answer.allocation", wanted)])
    breaches = verify(case, answer)
    if breaches:
        raise BadCase([Fault("$.answer", f"is not right for this case: {breach}") for breach in breaches])
    return dict(answer["allocation"])
