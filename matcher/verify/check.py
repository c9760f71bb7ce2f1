"""Any answer to a case, checked: its shape, then whom it accounts for, then every claim."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Any

from matcher.domain.case import Case
from matcher.verify.breach import Breach, named
from matcher.verify.break_even import BREAK_EVEN, RETAINER, break_even_breaches, retainer_breaches
from matcher.verify.documents import ALTERNATIVES, OPTION_TABLE, PROPOSAL, WHY_NOT
from matcher.verify.emergency import emergency_breaches
from matcher.verify.emergency_shape import EMERGENCY
from matcher.verify.figures import figure_breaches, stated
from matcher.verify.frontier import FRONTIER, frontier_breaches
from matcher.verify.impact import impact_breaches
from matcher.verify.impact_shape import IMPACT
from matcher.verify.ledger import Ledger
from matcher.verify.options import option_breaches
from matcher.verify.price_of_rules import PRICE_OF_RULES, price_breaches
from matcher.verify.pricing import Pricing
from matcher.verify.proof import proof_breaches
from matcher.verify.refusals import REFUSALS, refusal_breaches
from matcher.verify.relax import relax_breaches
from matcher.verify.relax_shape import RELAX
from matcher.verify.reviews import REVIEWS, review_breaches
from matcher.verify.route import ROUTE, route_breaches
from matcher.verify.rulebook import RuleBook
from matcher.verify.shape import Found
from matcher.verify.shut import Shut
from matcher.verify.sums import Account
from matcher.verify.sweep import SWEEP, sweep_breaches
from matcher.verify.what_if import what_if_breaches
from matcher.verify.what_if_shape import WHAT_IF
from matcher.verify.why_not import why_not_breaches
from matcher.verify.witness import Witnesses

Doc = dict[str, Any]
_PROPOSAL_SCHEMA = "placement-proposal/1"
OF_A_TABLE = ("allocation", "tier1", "tier2", "case_fingerprint")
_SHAPES = {
    _PROPOSAL_SCHEMA: PROPOSAL,
    "placement-options/1": OPTION_TABLE,
    "placement-alternatives/1": ALTERNATIVES,
    "placement-why-not/1": WHY_NOT,
    "placement-what-if/1": WHAT_IF,
    "placement-sweep/1": SWEEP,
    "placement-price-of-rules/1": PRICE_OF_RULES,
    "placement-break-even/1": BREAK_EVEN,
    "placement-retainer/1": RETAINER,
    "placement-impact/1": IMPACT,
    "placement-frontier/1": FRONTIER,
    "placement-refusals/1": REFUSALS,
    "placement-route/1": ROUTE,
    "placement-reviews/1": REVIEWS,
    "placement-relax/1": RELAX,
    "placement-emergency/1": EMERGENCY,
}


def verify(case: Case, answer: object) -> tuple[Breach, ...]:
    """Everything wrong with an answer, recomputed from the case alone; empty when right.

    `answer` is a proposal, an options, an alternatives or a why-not document after a JSON round
    trip, by its `schema`; without one it is a proposal, of which only `allocation` must be there. What
    its shape lets be absent is not checked; unknown fields are ignored. Wrong types are breaches (`shape`),
    never exceptions. A wrong shape, or a child unaccounted for, ends the check: no figure of
    such an answer can be recomputed.
    """
    if not isinstance(answer, dict):
        return (Breach("shape", "$ must be an object"),)
    schema = answer.get("schema", _PROPOSAL_SCHEMA)
    if not isinstance(schema, str) or schema not in _SHAPES:
        return (Breach("schema", f"$.schema must be one of: {', '.join(_SHAPES)}"),)
    found: Found = []
    _SHAPES[schema](answer, "$", found)
    if found:
        return tuple(found)
    checker = Checker(case)
    if schema == "placement-alternatives/1":
        return tuple(checker.alternatives(answer))
    if schema == "placement-options/1":
        return tuple(checker.options(answer))
    if schema == "placement-why-not/1":
        return tuple(checker.why_not(answer))
    if schema == "placement-price-of-rules/1":
        return tuple(price_breaches(checker, answer))
    if schema == "placement-break-even/1":
        return tuple(break_even_breaches(checker, answer))
    if schema == "placement-retainer/1":
        return tuple(retainer_breaches(checker, answer))
    if schema == "placement-what-if/1":
        return tuple(what_if_breaches(checker, answer))
    if schema == "placement-sweep/1":
        return tuple(sweep_breaches(checker, answer))
    if schema == "placement-refusals/1":
        return tuple(refusal_breaches(Checker, case, answer))
    if schema == "placement-frontier/1":
        return tuple(frontier_breaches(checker, answer))
    if schema == "placement-impact/1":
        return tuple(checker.impact(answer))
    if schema == "placement-route/1":
        return tuple(route_breaches(checker, answer))
    if schema == "placement-relax/1":
        return tuple(relax_breaches(checker, answer))
    if schema == "placement-reviews/1":
        return tuple(review_breaches(checker, answer))
    if schema == "placement-emergency/1":
        return tuple(emergency_breaches(checker.shut, checker.pricing, case, answer))
    return tuple(checker.proposal(answer))


class Checker:
    """One case, indexed for as many answers as a document holds."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ledger = Ledger(case)
        self.shut = Shut(self.ledger)
        self.pricing = Pricing(self.ledger)

    @cached_property
    def rules(self) -> RuleBook:
        return RuleBook(self.case, self.ledger, self.shut)

    def proposal(self, answer: Doc) -> Iterator[Breach]:
        """One allocation and every figure told with it."""
        yield from self._fingerprint(answer)
        unaccounted = list(self.unaccounted(answer["allocation"]))
        yield from unaccounted
        if unaccounted:
            return
        account = self.account(answer)
        yield from self.rules.breaches(account)
        yield from figure_breaches(self.shut, account, answer)
        yield from proof_breaches(account, answer)

    def options(self, answer: Doc) -> Iterator[Breach]:
        """The allocation, and every option against it."""
        yield from self.proposal({name: answer[name] for name in OF_A_TABLE if name in answer})
        if not list(self.unaccounted(answer["allocation"])):
            account = self.account(answer)
            yield from option_breaches(self.shut, account, answer)
            yield from Witnesses(self.shut, account).breaches(answer["options"])

    def alternatives(self, answer: Doc) -> Iterator[Breach]:
        """Every proposal; how far each is from every other; and best first."""
        yield from self._fingerprint(answer)
        proposals = answer["proposals"]
        for position, proposal in enumerate(proposals):
            for breach in self.proposal(proposal):
                yield Breach(breach.code, f"proposal {position + 1}: {breach.message}")
        yield from self._apart(proposals, answer.get("differ", 1))
        if answer.get("status") == "optimal":
            yield from self._unproved(proposals)
        yield from self._best_first(proposals)

    def why_not(self, answer: Doc) -> Iterator[Breach]:
        """Every home's rules for one child, and what is counted of them."""
        yield from self._fingerprint(answer)
        yield from why_not_breaches(self.shut, self.case, answer)

    def impact(self, answer: Doc) -> Iterator[Breach]:
        """The allocation, where there is one, and every risk, rule and strength among who lives together."""
        yield from self._fingerprint(answer)
        allocation = answer["allocation"]
        if allocation is not None:
            yield from self.proposal({"allocation": allocation})
        if allocation is None or not list(self.unaccounted(allocation)):
            yield from impact_breaches(self.shut, self.case, answer)

    def _unproved(self, proposals: list[Doc]) -> Iterator[Breach]:
        for position, proposal in enumerate(proposals, start=1):
            if proposal.get("status", "optimal") != "optimal":
                yield Breach("status", f"the answer says optimal, and proposal {position} is only best_found")

    def _fingerprint(self, answer: Doc) -> Iterator[Breach]:
        if "case_fingerprint" in answer:
            right = {"case_fingerprint": self.case.fingerprint}
            yield from stated(answer, right, "", "the case")

    def unaccounted(self, allocation: Doc) -> Iterator[Breach]:
        """Children and homes that the allocation leaves out or makes up."""
        for child in sorted(self.ledger.referrals.keys() - allocation.keys()):
            yield Breach("unaccounted", f"{child} is in the case and not in the allocation")
        for child, home in allocation.items():
            if child not in self.ledger.referrals:
                yield Breach("unknown_child", f"{named(child)} is in the allocation and not in the case")
            if home is not None and home not in self.ledger.homes:
                yield Breach("unknown_home", f"{named(child)} is placed in {named(home)}: no such home")

    def account(self, answer: Doc) -> Account:
        """Everything that follows from an answer's allocation."""
        return Account(self.pricing, {c: h for c, h in answer["allocation"].items() if h is not None})

    def _apart(self, proposals: list[Doc], differ: int) -> Iterator[Breach]:
        if differ < 1:
            yield Breach("differ", "proposals must be at least one child apart")
        numbered = enumerate(proposals, start=1)
        for (m, one), (n, other) in combinations(numbered, 2):
            here, there = one["allocation"], other["allocation"]
            apart = sum(here[child] != there.get(child) for child in here)
            if apart < max(differ, 1):
                yield Breach("differ", f"proposals {m} and {n} are {apart} children apart, not {differ}")

    def _best_first(self, proposals: list[Doc]) -> Iterator[Breach]:
        if any(list(self.unaccounted(proposal["allocation"])) for proposal in proposals):
            return
        accounts = [self.account(proposal) for proposal in proposals]
        tiers = [(account.tier1, account.tier2) for account in accounts]
        for n in range(1, len(tiers)):
            if tiers[n] < tiers[n - 1]:
                yield Breach("order", f"proposal {n + 1} is better than proposal {n}")
