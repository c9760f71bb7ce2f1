"""Refusal-proof alternatives: the best plan if a child's first home says no, then its second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.answers.allocation import allocation
from matcher.answers.ask import Clock, Settings
from matcher.answers.payers import payers
from matcher.domain.case import Case, Pair
from matcher.domain.proposal import Proposal, Regret
from matcher.domain.refusals import AfterRefusal, Refusals
from matcher.errors import BadCase, Fault, NotFound, OutOfTime, PinsClash


def refusals(case: Case, referral: str, most: int, settings: Settings) -> Refusals:
    """The best plan, then the best after each of `most` refusals, until none places the child.

    Raises NotFound, BadCase for a child whom a pin holds, PinsClash, OutOfTime where not even the first plan
    was found.
    """
    _refuse(case, referral)
    clock, plans = Clock(), list[AfterRefusal]()
    refused: tuple[str, ...] = ()
    while len(plans) <= most:
        found = _best(case, referral, refused, settings, clock, needed=not plans)
        if found is None:
            break
        first = plans[0].proposal if plans else found
        plans.append(_after(referral, refused, first, found))
        home = plans[-1].home
        if home is None:
            break
        refused = (*refused, home)
    complete = plans[-1].home is None
    proved = all(plan.proposal.status == "optimal" for plan in plans)
    return Refusals(
        status="optimal" if proved and (complete or len(plans) == most + 1) else "best_found",
        referral=referral,
        complete=complete,
        plans=tuple(plans),
        case_fingerprint=case.fingerprint,
    )


def without(case: Case, referral: str, homes: Sequence[str]) -> Case:
    """The case in which these homes are forbidden to the child."""
    added = tuple(Pair(referral=referral, home=home) for home in homes)
    kept = tuple(pair for pair in case.forbids if pair not in added)
    if not added:
        return case
    return case.model_copy(update={"forbids": kept + added})


def _refuse(case: Case, referral: str) -> None:
    if referral not in {child.id for child in case.referrals}:
        raise NotFound(f"no referral of the case has the id {referral}")
    for position, pin in enumerate(case.pins):
        if pin.referral == referral:
            told = f"{referral} is pinned to {pin.home}, which then cannot refuse: take the pin out"
            raise BadCase([Fault(f"$.pins[{position}]", told)])


def _best(
    case: Case, referral: str, refused: Sequence[str], settings: Settings, clock: Clock, needed: bool
) -> Proposal | None:
    """The best plan after these refusals; None where time ended before there was one, unless `needed`."""
    left_s = settings.limit_s - clock.seconds
    if left_s <= 0 and not needed:
        return None
    try:
        return allocation(without(case, referral, refused), replace(settings, limit_s=max(0.1, left_s)))
    except OutOfTime:
        if needed:
            raise
        return None
    except PinsClash as clash:
        if needed or not clash.pins:
            raise
        kept = " and ".join(f"{child} cannot be kept at {home}" for child, home in clash.pins)
        told = f"once {' and '.join(refused)} has said no to {referral}, {kept}: take the pin out"
        raise BadCase([Fault("$.pins", told)]) from None


def _after(referral: str, refused: tuple[str, ...], first: Proposal, found: Proposal) -> AfterRefusal:
    return AfterRefusal(
        refused=refused,
        home=found.allocation[referral],
        regret=Regret(tier1=found.tier1 - first.tier1, tier2=found.tier2 - first.tier2),
        who_pays=payers(first.allocation, found.allocation),
        proposal=found,
    )
