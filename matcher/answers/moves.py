"""Who has another home in one plan than in another, and the facts of both cases that account for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matcher import goals
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.domain.what_if import Move, Why
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts
from matcher.rules.measures import pounds_text


@dataclass(frozen=True)
class Side:
    """A case and its plan."""

    case: Case
    plan: Proposal

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.case)

    @cached_property
    def living(self) -> dict[str, set[str]]:
        """The children of the case in each home, by the plan."""
        found = defaultdict[str, set[str]](set)
        for child, home in self.plan.allocation.items():
            if home is not None:
                found[home].add(child)
        return found

    def has(self, child: str, home: str | None) -> bool:
        """Whether the case holds both."""
        return child in self.facts.referrals and home in self.facts.homes

    def full(self, home: str) -> bool:
        """Whether the plan leaves no bed in a home."""
        return self.facts.homes[home].beds <= len(self.living[home])

    def shut_by(self, child: str, home: str) -> tuple[str, ...]:
        """The rules that shut a home to a child."""
        facts = self.facts
        return tuple(e.rule for e in exclusions(facts, facts.referrals[child], facts.homes[home]))

    def dearer_pence(self, child: str, home: str, other: str) -> int:
        """What a child's own lines are at a home, less those at another."""
        return goals.own_pence(self.facts, child, home) - goals.own_pence(self.facts, child, other)


def moves(base: Side, after: Side) -> tuple[Move, ...]:
    """Every child whose home differs, by id."""
    children = sorted(base.plan.allocation.keys() | after.plan.allocation.keys())
    ends = ((c, base.plan.allocation.get(c), after.plan.allocation.get(c)) for c in children)
    found = []
    for child, old, new in ends:
        if old != new:
            why = _why(base, after, child, old, new)
            found.append(Move.model_validate({"referral": child, "from": old, "to": new, "why": why}))
    return tuple(found)


def _why(base: Side, after: Side, child: str, old: str | None, new: str | None) -> tuple[Why, ...]:
    if child not in after.facts.referrals:
        return (Why(code="withdrawn", text=f"{child} was withdrawn"),)
    found = [Why(code="added", text=f"{child} was added")] if child not in base.facts.referrals else []
    if old is not None:
        found += _left(base, after, child, old)
    if new is not None:
        found += _came(base, after, child, new)
    if old is not None and new is not None:
        found += _cheaper(base, after, child, old, new)
    if new is None:
        found.append(Why(code="no_home", text=_reason(after, child)))
    return tuple(found) or (Why(code="whole_plan", text="the best plan as a whole has it so"),)


def _left(base: Side, after: Side, child: str, old: str) -> Iterator[Why]:
    """Why a child's old home is not its home any more."""
    if old not in after.facts.homes:
        yield Why(code="home_closed", home=old, text=f"its home {old} was closed")
        return
    rules = after.shut_by(child, old)
    if rules:
        yield Why(code="now_shut", home=old, rules=rules, text=f"{old} is now shut to it: {', '.join(rules)}")
    if not after.full(old):
        return
    if after.facts.homes[old].beds < base.facts.homes[old].beds:
        yield Why(code="fewer_beds", home=old, text=f"{old} has fewer beds")
    came = tuple(sorted(after.living[old] - base.living[old]))
    if came:
        yield Why(code="bed_taken", home=old, referrals=came, text=f"its bed at {old} goes to {_and(came)}")


def _came(base: Side, after: Side, child: str, new: str) -> Iterator[Why]:
    """Why a child can have a home that it did not have."""
    if new not in base.facts.homes:
        yield Why(code="home_opened", home=new, text=f"{new} was opened")
    else:
        yield from _opened_up(base, after, child, new)
    if after.facts.pins.get(child) == new != base.facts.pins.get(child):
        yield Why(code="pinned", home=new, text=f"it was pinned to {new}")


def _opened_up(base: Side, after: Side, child: str, new: str) -> Iterator[Why]:
    rules = base.shut_by(child, new) if base.has(child, new) else ()
    if rules:
        text = f"{new} was shut to it by {', '.join(rules)} and is open now"
        yield Why(code="now_open", home=new, rules=rules, text=text)
    if not base.full(new):
        return
    if after.facts.homes[new].beds > base.facts.homes[new].beds:
        yield Why(code="more_beds", home=new, text=f"{new} has more beds")
    went = tuple(sorted(base.living[new] - after.living[new]))
    if went:
        text = f"a bed at {new} is freed by {_and(went)}"
        yield Why(code="bed_freed", home=new, referrals=went, text=text)


def _cheaper(base: Side, after: Side, child: str, old: str, new: str) -> Iterator[Why]:
    """The child's own lines favour the new home now, and did not before."""
    if not (base.has(child, new) and after.has(child, old)):
        return
    before, now = base.dearer_pence(child, new, old), after.dearer_pence(child, new, old)
    if now < 0 <= before:
        was = f"{pounds_text(before)} dearer" if before else "no dearer and no cheaper"
        text = f"{new} is {pounds_text(-now)} a week cheaper for it than {old}, and was {was}"
        yield Why(code="cheaper", home=new, before_pence=before, after_pence=now, text=text)


def _reason(after: Side, child: str) -> str:
    return next(entry.reason for entry in after.plan.unplaced if entry.referral == child)


def _and(ids: tuple[str, ...]) -> str:
    *others, last = ids
    return f"{', '.join(others)} and {last}" if others else last
