"""Reviews: the best plan with at most so many moves, told as chains and cycles."""

from __future__ import annotations

from dataclasses import replace

from matcher.answers.allocation import proposal
from matcher.answers.ask import Clock, Settings, solve
from matcher.answers.chains import chains
from matcher.answers.payers import payers
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.domain.reviews import Reviews, WithoutCap
from matcher.errors import BadCase, Fault
from matcher.model.capped import capped
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.rules.facts import Facts


def reviews(case: Case, max_moves: int | None, settings: Settings) -> Reviews:
    """The best plan of all where it keeps the cap, else the best that does.

    The first solve may take half the time where there is a cap. Raises BadCase when the case's pins need
    more moves than the cap, PinsClash, OutOfTime, SolveFailed.
    """
    clock = Clock()
    facts, packed = Facts(case), pack(case)
    shared = settings if max_moves is None else replace(settings, limit_s=settings.limit_s / 2)
    solved: Solved = solve("allocate", packed.problem, {}, shared, clock)
    best = proposal(facts, packed, solved, settings, clock)
    if max_moves is None or moves(facts, best) <= max_moves:
        return _told(facts, best, max_moves, None)
    plan = _capped(facts, capped(packed, max_moves), settings, clock)
    return _told(facts, plan, max_moves, _without(facts, best, plan))


def moves(facts: Facts, plan: Proposal) -> int:
    """Reviews whom the plan places in another home than their own."""
    return sum(
        not entry.stays and facts.referrals[entry.referral].current_home is not None
        for entry in plan.placements
    )


def _without(facts: Facts, best: Proposal, plan: Proposal) -> WithoutCap:
    return WithoutCap(
        status=best.status,
        tier1=best.tier1,
        tier2=best.tier2,
        moves=moves(facts, best),
        allocation=best.allocation,
        who_pays=payers(best.allocation, plan.allocation),
    )


def _capped(facts: Facts, packed: Packed, settings: Settings, clock: Clock) -> Proposal:
    left = replace(settings, limit_s=max(0.1, settings.limit_s - clock.seconds))
    solved: Solved = solve("allocate", packed.problem, {}, left, clock)
    if solved.outcome.status == "infeasible":
        raise BadCase(
            [Fault("$.max_moves", "the case's pins need more reviews to move: raise it, or take out a pin")]
        )
    return proposal(facts, packed, solved, settings, clock)


def _told(facts: Facts, plan: Proposal, max_moves: int | None, without: WithoutCap | None) -> Reviews:
    placed = {child: home for child, home in plan.allocation.items() if home is not None}
    return Reviews(
        status=plan.status,
        max_moves=max_moves,
        tier1=plan.tier1,
        tier2=plan.tier2,
        allocation=plan.allocation,
        proof=plan.proof,
        reviews=sum(len(living) for living in facts.reviews_in.values()),
        stays=sum(entry.stays for entry in plan.placements),
        moves=moves(facts, plan),
        without_cap=without,
        chains=chains(facts, placed),
        unplaced=tuple(entry.referral for entry in plan.unplaced),
        case_fingerprint=plan.case_fingerprint,
        run=plan.run,
    )
