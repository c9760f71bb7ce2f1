"""Alternatives: the k best whole allocations, each a given number of children apart."""

from __future__ import annotations

from matcher.answers.allocation import proposal
from matcher.answers.ask import Clock, Settings, solve
from matcher.domain.case import Case
from matcher.domain.proposal import Alternatives
from matcher.model.outcome import Best
from matcher.model.pack import pack
from matcher.rules.facts import Facts


def alternatives(case: Case, k: int, differ: int, settings: Settings) -> Alternatives:
    """The k best plans, best first. Raises PinsClash, OutOfTime, SolveFailed."""
    clock = Clock()
    facts, packed = Facts(case), pack(case)
    best: Best = solve("k_best", packed.problem, {"k": k, "differ": differ}, settings, clock)
    plans = tuple(proposal(facts, packed, solved, settings, clock) for solved in best.solved)
    whole = all(plan.status == "optimal" for plan in plans) and (best.complete or len(plans) == k)
    return Alternatives(
        status="optimal" if whole else "best_found",
        differ=differ,
        complete=best.complete,
        proposals=plans,
        case_fingerprint=case.fingerprint,
    )
