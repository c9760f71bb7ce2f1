"""Why a child may not have a home, held against the rules as this package states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from matcher.domain.case import Case
from matcher.domain.referral import Referral
from matcher.rules.register import PAIR_RULES
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.figures import same_set, stated
from matcher.verify.shut import Shut

Doc = dict[str, Any]


def why_not_breaches(shut: Shut, case: Case, answer: Doc) -> Iterator[Breach]:
    """Every rule, count or list of homes that the case contradicts; what is absent is not checked.

    One home alone may be told, as for a question about one home; none may be told twice.
    """
    child = shut.ledger.referrals.get(answer["referral"])
    if child is None:
        yield Breach("referral", f"{named(answer['referral'])} is not in the case")
        return
    broken = shut.everywhere(child).items()
    rules = {
        home.id: frozenset(rule for rule, homes in broken if homes >> number & 1)
        for number, home in enumerate(case.homes)
    }
    yield from _homes(rules, answer["homes"])
    yield from _counts(shut, child, answer)
    once = [home for home, by in rules.items() if len(by) == 1]
    none = [home for home, by in rules.items() if not by]
    for field, right in (("near_misses", once), ("eligible", none)):
        yield from same_set(field, child.id, answer.get(field, right), right)


def _homes(rules: dict[str, frozenset[str]], homes: list[Doc]) -> Iterator[Breach]:
    told = Counter(entry["home"] for entry in homes)
    yield from (
        Breach("homes.home", f"{named(home)} is listed {n} times") for home, n in told.items() if n > 1
    )
    yield from (
        Breach("homes.home", f"{named(home)} is not in the case") for home in told if home not in rules
    )
    if len(told) != 1:
        yield from (Breach("homes.home", f"{home} is not listed") for home in rules if home not in told)
    for entry in homes:
        if entry["home"] in rules and "rules" in entry:
            yield from _rules(entry, rules[entry["home"]])


def _rules(entry: Doc, right: frozenset[str]) -> Iterator[Breach]:
    yield from same_set("homes.rules", entry["home"], (rule["rule"] for rule in entry["rules"]), right)
    for rule in entry["rules"]:
        if rule["rule"] in right:
            waivable = {"waivable": PAIR_RULES[rule["rule"]].waivable}
            yield from stated(rule, waivable, "homes.rules.", f"{entry['home']}, rule {rule['rule']}")


def _counts(shut: Shut, child: Referral, answer: Doc) -> Iterator[Breach]:
    right = shut.counts(child)[2]
    claimed = answer.get("shut_by", right)
    for rule in sorted(claimed.keys() | right.keys()):
        if claimed.get(rule, 0) != right.get(rule, 0):
            yield misstated("shut_by", f"rule {named(rule)}", claimed.get(rule, 0), right.get(rule, 0))
