"""For every rule: a failing case for each clause of its text, and the closest legal case on each boundary.

Written from the specification's tables, not from the code. In a failing case the plan is what
the optimum would be without the rule, and breaks that rule alone; in a legal one the plan is
the only optimum. All data is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.builders import (
    Doc,
    document,
    home,
    place,
    policy,
    referral,
)

Plan = dict[str, str]
AT_H1: Plan = {"A": "H1"}
A_B_AT_H1: Plan = {"A": "H1", "B": "H1"}
LIVES_THERE: Doc = {"current_home": "H1"}


@dataclass(frozen=True)
class RuleCase:
    """One clause. `with_it`: rules that no plan can break this clause without breaking too."""

    rule: str
    clause: str
    broken: bool
    document: Doc
    plan: Plan
    with_it: frozenset[str] = frozenset()

    @property
    def codes(self) -> frozenset[str]:
        """Every rule that the plan breaks; empty for a legal case."""
        return self.with_it | {self.rule} if self.broken else frozenset()

    def __str__(self) -> str:
        return f"{self.rule}: {self.clause}"


def refused(rule: str, clause: str, doc: Doc, plan: Plan = AT_H1, with_it: str = "") -> RuleCase:
    """A plan that the rule shuts."""
    return RuleCase(rule, clause, True, doc, plan, frozenset(with_it.split()))


def allowed(rule: str, clause: str, doc: Doc, plan: Plan = AT_H1) -> RuleCase:
    """A plan that the rule leaves open, though only just."""
    return RuleCase(rule, clause, False, doc, plan)


def child(**changes: Any) -> Doc:
    """The plain home and child A with these changes."""
    return document([referral(**changes)])


def house(**changes: Any) -> Doc:
    """The plain child and home H1 with these changes."""
    return document(homes=[home(**changes)])


def both(a: Doc, h: Doc, **changes: Any) -> Doc:
    """Child A and home H1 changed, and any other part of the case."""
    return document([referral(**a)], [home(**h)], **changes)


def two(a: Doc | None = None, b: Doc | None = None, h: Doc | None = None, **changes: Any) -> Doc:
    """Children A and B, and home H1, each changed; any other part of the case."""
    return document([referral("A", **(a or {})), referral("B", **(b or {}))], [home(**(h or {}))], **changes)


def east(metres: int) -> Doc:
    """A home this many metres east of where the plain child comes from."""
    return {"location": place(430_000 + metres)}


ARSON = policy(solo_flags=["fire_setting"])
CLASH = policy(incompatible_flags=[["harmful", "vulnerable"], ["gang", "gang"]])
GAP_4 = policy(max_age_gap_years=4)
