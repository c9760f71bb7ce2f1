"""The statutory route: of a plan solved for, of a plan brought along, or of one pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.answers.settings import Settings
from matcher.errors import BadCase, Fault
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.route import Route


def route(
    case: Case,
    answer: dict[str, Any] | None = None,
    referral: str | None = None,
    home: str | None = None,
    settings: Settings | None = None,
) -> Route:
    """Approvals, notices and deadlines of every placement, each step with its source and its draft.

    With `answer`, a document with an `allocation`, of that plan; with `referral` and `home` of that pair,
    whether or not a rule shuts it; else of the best plan. `referral` alone: only that child of the plan.
    Raises BadCase for an answer that is wrong, NotFound, FileNotFoundError, and what `allocate` raises.
    """
    if home is not None:
        return verified(case, _of_pair(case, referral, home))
    from matcher.answers.route import plan_route

    if answer is None:
        from matcher.answers.allocation import allocation

        plan = verified(check_pins(case), allocation(case, settings or Settings()))
        return verified(case, plan_route(case, plan.allocation, referral, plan.status))
    return verified(case, plan_route(case, _allocation_of(case, answer), referral))


def _of_pair(case: Case, referral: str | None, home: str) -> Route:
    from matcher.answers.route import pair_route

    if referral is None:
        raise BadCase([Fault("$.home", "is of no use without a referral: give both, or neither")])
    return pair_route(case, referral, home)


def _allocation_of(case: Case, answer: dict[str, Any]) -> dict[str, str | None]:
    """The plan of an answer that is right. Raises BadCase."""
    from matcher.library.looking import verify

    allocation: dict[str, str | None] | None = answer.get("allocation")
    if allocation is None:
        raise BadCase([Fault("$.answer.allocation", "is missing: give the answer of match or options")])
    broken = sorted({breach.code for breach in verify(case, answer)})
    if broken:
        # a breach's own words may tell of the child what an error must not
        raise BadCase([Fault("$.answer", f"is wrong ({code}): verify says how") for code in broken])
    return allocation
