"""An answer to "what would it take", checked: each set is what its plan needs, and nobody loses.

That no other set is cheaper is the solver's word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matcher.domain.referral import Referral
from matcher.verify.breach import Breach, named
from matcher.verify.figures import stated
from matcher.verify.in_the_way import in_the_way_breaches
from matcher.verify.payers import payer_breaches
from matcher.verify.pricing import Pricing
from matcher.verify.rulebook import RuleBook
from matcher.verify.sums import Account
from matcher.verify.waivers import Cost, Needs, Thing, needs, waived_case

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
ASKED_FOR = 3


def relax_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Everything wrong with the least tier 1, with a set, or with what is said of all of them."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    child = checker.ledger.referrals.get(answer["referral"])
    home = answer["home"]
    if child is None or (home is not None and home not in checker.ledger.homes):
        yield Breach("referral", "the child or the home asked about is not in the case")
        return
    plans = [answer["unwaived"], *answer["sets"]]
    unaccounted = [breach for plan in plans for breach in checker.unaccounted(plan["allocation"])]
    yield from unaccounted
    if unaccounted:
        return
    allowed = checker.account(answer["unwaived"]).tier1
    allowed -= 0 if answer["unwaived"]["places"] else checker.ledger.weight(child)
    yield from _unwaived(checker, child, answer["unwaived"])
    yield from stated(answer, {"allowed": allowed}, "", "the most that tier 1 may be")
    for position, entry in enumerate(answer["sets"], start=1):
        for breach in _set(checker, child, home, allowed, entry):
            yield Breach(f"sets.{breach.code}", f"set {position}: {breach.message}")
    yield from _against_the_proposal(checker, child, answer)
    yield from _all_sets(answer)
    yield from _for_nothing(checker, child, answer)
    yield from in_the_way_breaches(checker, child, answer)


def _unwaived(checker: Checker, child: Referral, plan: Doc) -> Iterator[Breach]:
    """The plan that has the least tier 1 keeps every rule; that none has less is the solver's word."""
    account = checker.account(plan)
    for breach in checker.rules.breaches(account):
        yield Breach(f"unwaived.{breach.code}", breach.message)
    right = {"tier1": account.tier1, "places": child.id in account.home_of}
    yield from stated(plan, right, "unwaived.", "the plan without waivers")


def _against_the_proposal(checker: Checker, child: Referral, answer: Doc) -> Iterator[Breach]:
    """The proposal keeps every rule and is no worse than it says; each set tells who else moves."""
    proposed = answer["proposed"]
    if proposed is None:
        if any(entry["who_pays"] is not None for entry in answer["sets"]):
            yield Breach("sets.who_pays", "there is no proposal to hold the sets against")
        return
    figures = {name: proposed[name] for name in ("allocation", "tier1", "tier2")}
    yield from (Breach(f"proposed.{one.code}", one.message) for one in checker.proposal(figures))
    if list(checker.unaccounted(proposed["allocation"])):
        return
    yield from _proposed(checker, answer)
    for position, entry in enumerate(answer["sets"], start=1):
        told, what = entry["who_pays"], f"set {position}"
        if told is None:
            yield Breach("sets.who_pays", f"{what} does not tell whose home is another")
            continue
        before, after = proposed["allocation"], entry["allocation"]
        for breach in payer_breaches(told, before, after, child.id, what):
            yield Breach(f"sets.{breach.code}", breach.message)


def _proposed(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """What is proved to be the best is no worse than the other plan of the case as it stands."""
    plans = (checker.account(answer["proposed"]), checker.account(answer["unwaived"]))
    best, other = ((plan.tier1, plan.tier2) for plan in plans)
    if answer["proposed"]["status"] == "optimal" and best > other:
        yield Breach("proposed", "the plan without waivers is better than the best one")


def _set(checker: Checker, child: Referral, home: str | None, allowed: int, entry: Doc) -> Iterator[Breach]:
    account = checker.account(entry)
    if child.id not in account.home_of or home not in (None, account.home_of[child.id]):
        yield Breach("allocation", f"{child.id} is not placed where it was asked for")
    if account.tier1 > allowed:
        yield Breach("tier1", f"somebody loses: tier 1 is {account.tier1}, at most {allowed} is allowed")
    right = needs(checker.shut, account, child)
    yield from _waivers(right, entry["waivers"])
    yield from _others(checker, account, child)
    waived = type(checker)(waived_case(checker.case, account, child, right))
    yield from RuleBook(waived.case, waived.ledger, waived.shut).breaches(_priced(waived, account))
    figures = {
        "price_pence": sum(cost.price_pence for cost in right.values()),
        "tier1": account.tier1,
        "tier2": _priced(waived, account).tier2,
    }
    yield from stated(entry, figures, "", "the plan")


def _priced(waived: Checker, account: Account) -> Account:
    """The same allocation in the case as waived: a group that is split costs what it does there."""
    return Account(Pricing(waived.ledger), account.home_of)


def _others(checker: Checker, account: Account, child: Referral) -> Iterator[Breach]:
    """Pair rules are waived for the child asked about alone; nor is more room at a home for a pair rule."""
    for other_id, home_id in sorted(account.home_of.items()):
        if other_id != child.id:
            other, home = checker.ledger.referrals[other_id], checker.ledger.homes[home_id]
            binding, _ = checker.shut.at(other, home)
            yield from (Breach(rule, f"{home_id} is shut to {other_id} by this rule") for rule in binding)


def _thing(claim: Doc) -> Thing:
    return Thing(claim["waives"], *(claim.get(field) for field in ("referral", "home", "fund", "group")))


def _waivers(right: Needs, claims: list[Doc]) -> Iterator[Breach]:
    """Exactly the things that are needed, each once, with its size and its price."""
    told = Counter(_thing(claim) for claim in claims)
    for thing in told.keys() | right.keys():
        if told[thing] != (thing in right):
            where = named(thing.home or thing.fund or thing.group or "")
            yield Breach(
                "waivers", f"{thing.waives} ({where}): {'is missing' if thing in right else 'is not so'}"
            )
    for claim in claims:
        cost = right.get(_thing(claim))
        if cost is not None:
            yield from _cost(cost, claim)


def _cost(cost: Cost, claim: Doc) -> Iterator[Breach]:
    if round(claim["size"] * 1_000) != cost.size_thousandths:
        yield Breach("waivers.size", f"{claim['waives']}: the case says {cost.size_thousandths} thousandths")
    yield from stated(claim, {"price_pence": cost.price_pence}, "waivers.", claim["waives"])


def _all_sets(answer: Doc) -> Iterator[Breach]:
    """Cheapest first, no two of the same things, and no more proved than was."""
    sets = answer["sets"]
    order = [(entry["price_pence"], entry["tier2"]) for entry in sets]
    if order != sorted(order):
        yield Breach("sets", "the sets are not in order of price, then tier 2")
    things = [frozenset(_thing(waiver) for waiver in entry["waivers"]) for entry in sets]
    if len(set(things)) != len(things):
        yield Breach("sets", "two sets waive the same things")
    proved = all(entry["status"] == "optimal" for entry in sets)
    enough = len(sets) >= ASKED_FOR or answer["complete"]
    if answer["status"] == "optimal" and not (proved and enough):
        yield Breach("status", "the answer says optimal, and a set is only best_found or may be missing")


def _for_nothing(checker: Checker, child: Referral, answer: Doc) -> Iterator[Breach]:
    """A plan that needs nothing waived and is as asked bounds what is proved to be the best of the sets."""
    account, sets = checker.account(answer["unwaived"]), answer["sets"]
    lives = account.home_of.get(child.id)
    if not answer["unwaived"]["places"] or lives is None or answer["home"] not in (None, lives):
        return
    if not sets and answer["complete"]:
        yield Breach("sets", "the plan without waivers places the child as asked, and there is no set")
    best = next((one for one in sets[:1] if one["status"] == "optimal"), None)
    if best is not None and (best["price_pence"], best["tier2"]) > (0, account.tier2):
        yield Breach("sets", "the plan without waivers places the child for nothing, and better")
