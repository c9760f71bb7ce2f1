"""Plans after refusals: each legal where the homes before it are shut, each figure against the first plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from matcher.domain.case import Case, Pair
from matcher.verify.breach import Breach, named
from matcher.verify.documents import PAYER, PROPOSAL, REGRET, STATUS
from matcher.verify.figures import stated
from matcher.verify.shape import Record, list_of, or_null, text, yes_no

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
_PLAN = Record(
    {"refused": list_of(text), "home": or_null(text), "proposal": PROPOSAL},
    {"regret": REGRET, "who_pays": list_of(PAYER)},
)
REFUSALS = Record(
    {"status": STATUS, "referral": text, "complete": yes_no, "plans": list_of(_PLAN)},
    {"schema": text, "case_fingerprint": text},
)


def refusal_breaches(check: Callable[[Case], Checker], case: Case, answer: Doc) -> Iterator[Breach]:
    """Every plan against the case in which the homes proposed before are forbidden to the child."""
    yield from stated(answer, {"case_fingerprint": case.fingerprint}, "", "the case")
    if answer["referral"] not in {child.id for child in case.referrals}:
        yield Breach("unknown_child", f"{named(answer['referral'])} is not in the case")
        return
    plans, faults = answer["plans"], list[Breach]()
    before: list[str] = []
    for position, plan in enumerate(plans, start=1):
        checker = check(_without(case, answer["referral"], before))
        faults += _plan(checker, plan, answer["referral"], before, f"plan {position}")
        if plan["home"] is not None:
            before = [*before, plan["home"]]
    yield from faults
    if not faults:
        yield from _against_the_first(check(case), plans, answer["referral"])
    yield from _claims(answer)


def _without(case: Case, referral: str, homes: list[str]) -> Case:
    more = [Pair.model_construct(referral=referral, home=home) for home in homes]
    kept = [pair for pair in case.forbids if pair not in more]
    if not more:
        return case
    return case.model_copy(update={"forbids": (*kept, *more)})


def _plan(checker: Checker, plan: Doc, referral: str, before: list[str], what: str) -> Iterator[Breach]:
    if plan["refused"] != before:
        yield Breach("refused", f"{what} bars other homes than those proposed before it")
    for breach in checker.proposal(plan["proposal"]):
        yield Breach(breach.code, f"{what}: {breach.message}")
    if plan["proposal"]["allocation"].get(referral) != plan["home"]:
        yield Breach("home", f"{what} does not place {referral} where it says")


def _against_the_first(checker: Checker, plans: list[Doc], referral: str) -> Iterator[Breach]:
    lives_in = checker.ledger.referrals[referral].current_home
    accounts = [checker.account(plan["proposal"]) for plan in plans]
    for position, (plan, account) in enumerate(zip(plans, accounts, strict=True), start=1):
        worse = {"tier1": account.tier1 - accounts[0].tier1, "tier2": account.tier2 - accounts[0].tier2}
        yield from stated(plan.get("regret", worse), worse, "regret.", f"plan {position}")
        first, then = plans[0]["proposal"]["allocation"], plan["proposal"]["allocation"]
        right = sorted((child, home, then[child]) for child, home in first.items() if then[child] != home)
        told = [
            (one["referral"], one.get("proposed"), one.get("instead")) for one in plan.get("who_pays", ())
        ]
        if "who_pays" in plan and sorted(told, key=str) != sorted(right, key=str):
            yield Breach("who_pays", f"plan {position} does not tell whose home is another than in plan 1")
    yield from _order(plans, [(account.tier1, account.tier2) for account in accounts], lives_in)


def _order(plans: list[Doc], tiers: list[tuple[int, int]], lives_in: str | None) -> Iterator[Breach]:
    """A home fewer is never better, but for a child who loses the home it lives in: it need not be placed."""
    for position, (one, other) in enumerate(pairwise(tiers), start=2):
        before = plans[position - 2]
        proved = before["proposal"].get("status") == "optimal" and before["home"] != lives_in
        if other < one and proved:
            yield Breach("order", f"plan {position} is better than the best one before it")


def _claims(answer: Doc) -> Iterator[Breach]:
    homes = [plan["home"] for plan in answer["plans"]]
    if not homes or None in homes[:-1]:
        yield Breach("plans", "there is a first plan, and none follows one that does not place the child")
        return
    if answer["complete"] != (homes[-1] is None):
        yield Breach("complete", "the answer is complete where its last plan does not place the child")
    unproved = [plan for plan in answer["plans"] if plan["proposal"].get("status", "optimal") != "optimal"]
    if answer["status"] == "optimal" and unproved:
        yield Breach("status", "the answer says optimal, and a plan is only best_found")
