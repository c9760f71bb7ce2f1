"""A what-if answer checked: the scenarios applied again, each plan against its own case, each difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from matcher.domain.case import Case
from matcher.domain.scenario import Applied, Scenario, apply
from matcher.errors import BadCase
from matcher.verify.breach import Breach, named
from matcher.verify.comparison import Compared, figures_of, less
from matcher.verify.figures import stated

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]


def what_if_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Everything wrong with the base, with a scenario's plan, or with what is told of the two."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    base = answer["base"]
    wrong = list(checker.proposal(base))
    yield from (Breach(f"base.{breach.code}", breach.message) for breach in wrong)
    if list(checker.unaccounted(base["allocation"])):
        return
    yield from _figures(figures_of(checker.account(base)), base["figures"], "base.figures.")
    for position, entry in enumerate(answer["scenarios"], start=1):
        for breach in _scenario(checker, base, entry):
            yield Breach(f"scenarios.{breach.code}", f"scenario {position}: {breach.message}")
    if answer["status"] == "optimal":
        plans = (base, *answer["scenarios"])
        if any(plan["status"] != "optimal" for plan in plans):
            yield Breach("status", "the answer says optimal, and one of its plans is only best_found")


def _scenario(checker: Checker, base: Doc, entry: Doc) -> Iterator[Breach]:
    made = _made(checker.case, entry["scenario"])
    if isinstance(made, Breach):
        yield made
        return
    yield from stated(entry, {"name": entry["scenario"].get("name")}, "", "the scenario")
    claimed = [(told["referral"], told["home"]) for told in entry["to_refer"]]
    if claimed != [(told.referral, told.home) for told in made.to_refer]:
        yield Breach("to_refer", "these are not the children whose homes close")
    after = type(checker)(made.case)
    yield from after.proposal(entry)
    if not list(after.unaccounted(entry["allocation"])):
        before = Compared(checker.shut, checker.account(base))
        yield from _compared(before, Compared(after.shut, after.account(entry)), entry)


def _made(case: Case, scenario: object) -> Applied | Breach:
    """The scenario read and applied again."""
    try:
        return apply(case, Scenario.model_validate_json(json.dumps(scenario)))
    except (ValidationError, BadCase):
        return Breach("scenario", "is no scenario that can be applied to the case")


def _compared(before: Compared, after: Compared, entry: Doc) -> Iterator[Breach]:
    old, new = figures_of(before.account), figures_of(after.account)
    yield from _figures(new, entry["figures"], "figures.")
    tiers = {
        "tier1": after.account.tier1 - before.account.tier1,
        "tier2": after.account.tier2 - before.account.tier2,
    }
    yield from _figures(less(old, new) | tiers, entry["difference"], "difference.")
    yield from _moves(before, after, entry["changes"])


def _figures(right: dict[str, Any], claim: Doc, place: str) -> Iterator[Breach]:
    alone = {name: value for name, value in right.items() if name != "provision"}
    yield from stated(claim, alone, place, "the plan")
    yield from stated(claim["provision"], right["provision"], f"{place}provision.", "the plan")


def _moves(before: Compared, after: Compared, claims: list[Doc]) -> Iterator[Breach]:
    """Exactly the children whose home differs, each with exactly the facts that hold."""
    old, new = before.account.home_of, after.account.home_of
    right = {
        child: (old.get(child), new.get(child)) for child in {*old, *new} if old.get(child) != new.get(child)
    }
    told = [(claim["referral"], (claim["from"], claim["to"])) for claim in claims]
    if len(told) != len(right) or dict(told) != right:
        yield Breach("changes", "these are not the children whose homes differ, or not their homes")
        return
    for claim in claims:
        if "why" in claim:
            yield from _facts(before, after, claim)


def _facts(before: Compared, after: Compared, claim: Doc) -> Iterator[Breach]:
    right = before.facts_of(after, claim["referral"])
    told = [
        (
            why["code"],
            why.get("home"),
            frozenset(why.get("referrals", ())),
            frozenset(why.get("rules", ())),
            why.get("before_pence"),
            why.get("after_pence"),
        )
        for why in claim["why"]
    ]
    if sorted(told, key=str) != sorted(right, key=str):
        yield Breach("changes.why", f"{named(claim['referral'])}: these facts do not account for its home")
