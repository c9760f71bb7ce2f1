"""Two cases of one council held against each other for one child and one home; nothing of a child is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from matcher.domain.canonical import canonical_text
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.errors import Fault
from matcher.rules.measures import count_text, pounds_text
from matcher.store.proposals import Planned

_COUNTED = frozenset({"blocked_places", "residents"})
"""What `_beds` and `_residents` tell of a home in words of their own."""


@dataclass(frozen=True)
class Pair:
    """A child and its home, or None, and where the run's plan has every child."""

    referral: str
    home: str | None
    planned: tuple[Planned, ...]


def compared(then: Case, now: Case, pair: Pair) -> list[Fault]:
    """What of this pair is otherwise now. Paths are the case's, cut down to the pair."""
    return list(_Compared(then, now, pair).faults())


class _Compared:
    def __init__(self, then: Case, now: Case, pair: Pair) -> None:
        self.then, self.now, self.pair = then, now, pair
        self.waiting = {referral.id for referral in now.referrals}

    def faults(self) -> Iterator[Fault]:
        if self.pair.referral not in self.waiting:
            yield Fault("$.referral", f"{self.pair.referral} is no longer waiting for a home")
            return
        yield from self._child()
        yield from _policy(self.then, self.now)
        yield from self._groups()
        yield from self._relationships()
        if self.pair.home is None:
            return
        if self.pair.home not in {home.id for home in self.now.homes}:
            yield Fault("$.home", f"{self.pair.home} cannot be used any more: it closed, or has no contract")
            return
        yield from self._home()
        yield from self._offer()
        yield from self._ruled()

    def _child(self) -> Iterator[Fault]:
        child = self.pair.referral
        before, after = (_fields(_by_id(case.referrals, child)) for case in (self.then, self.now))
        for name in _changed(before, after):
            yield Fault(f"$.referral.{name}", f"{child}: {_words(name)} was changed since")

    def _home(self) -> Iterator[Fault]:
        before, after = (_by_id(case.homes, self.pair.home) for case in (self.then, self.now))
        for name in _changed(_fields(before), _fields(after)):
            if name not in _COUNTED and not self._used_up(name, before, after):
                told = _told(getattr(before, name), getattr(after, name)) if name.endswith("_pence") else ""
                yield Fault(f"$.home.{name}", f"{after.id}: {_words(name)} was changed since{told}")
        yield from self._residents(before, after)
        if after.beds < 1 and not self._stays:
            yield Fault("$.home.places", f"{after.id} has no free bed any more")

    def _used_up(self, name: str, before: Home, after: Home) -> bool:
        """Whether those whom the plan itself sent there, and who have come, make up the difference."""
        there = [p.referral for p in self.pair.planned if p.home == after.id and p.referral in self._arrived]
        came = [c for c in self.then.referrals if c.id in there and c.current_home != after.id]
        used = {"admissions_limit": len(came), "spare_staff_hours": sum(c.staff_hours for c in came)}
        had, has = getattr(before, name), getattr(after, name)
        return name in used and had is not None and has == max(had - used[name], 0)

    @property
    def _stays(self) -> bool:
        return bool(_by_id(self.now.referrals, self.pair.referral).current_home == self.pair.home)

    def _residents(self, before: Home, after: Home) -> Iterator[Fault]:
        """Who lives there; those whom the plan itself sent there are expected."""
        lived = {resident.id: _fields(resident) for resident in before.residents}
        live = {resident.id: _fields(resident) for resident in after.residents}
        expected = {planned.child for planned in self.pair.planned if planned.home == after.id}
        counts = {
            "{} moved in whom the plan did not send there": len(live.keys() - lived.keys() - expected),
            "{} left, or came under review": len(lived.keys() - live.keys()),
            "what is known of {} was changed": sum(lived[c] != live[c] for c in lived.keys() & live.keys()),
        }
        for sentence, count in counts.items():
            if count:
                told = sentence.format(count_text(count, "child", "children"))
                yield Fault("$.home.residents", f"{after.id}: {told}")

    def _offer(self) -> Iterator[Fault]:
        before, after = (
            next((o for o in case.offers if (o.referral, o.home) == self._ids), None)
            for case in (self.then, self.now)
        )
        if before == after:
            return
        prices = [None if offer is None else offer.weekly_price_pence for offer in (before, after)]
        told = _told(*prices) if None not in prices and prices[0] != prices[1] else ""
        answer = "its offer was withdrawn" if after is None else f"its answer is now: {after.status}"
        yield Fault("$.offer", f"{self.pair.home}: {answer}{told}")

    def _ruled(self) -> Iterator[Fault]:
        """Pins, forbids and waivers of the pair."""
        child, home = self._ids
        pins = [next((p.home for p in c.pins if p.referral == child), None) for c in (self.then, self.now)]
        if pins[0] != pins[1]:
            yield Fault("$.pins", f"{child}: the home that it is pinned to is another since")
        forbidden = [any((f.referral, f.home) == self._ids for f in c.forbids) for c in (self.then, self.now)]
        if forbidden == [False, True]:
            told = f"{home} is kept from {child} now: forbidden, or its last bed is held for another child"
            yield Fault("$.forbids", told)
        waivers = [
            {w.rule for w in case.waivers if w.referral == child and w.home in (None, home)}
            for case in (self.then, self.now)
        ]
        for rule in sorted(waivers[0] ^ waivers[1]):
            since = "waived" if rule in waivers[1] else "no longer waived"
            yield Fault("$.waivers", f"{child} at {home}: {rule} is {since}")

    @property
    def _ids(self) -> tuple[str, str | None]:
        return self.pair.referral, self.pair.home

    def _groups(self) -> Iterator[Fault]:
        """The child's brothers and sisters; those who are placed where the plan has them still count."""
        before, after = (
            {g.id: (g.rule, set(g.members)) for g in case.sibling_groups if self.pair.referral in g.members}
            for case in (self.then, self.now)
        )
        for group in sorted(before.keys() | after.keys()):
            rule, members = before.get(group, (None, set[str]()))
            rule_now, members_now = after.get(group, (None, set[str]()))
            gone = members - members_now - self._arrived.keys()
            alone = not members_now and not members - {self.pair.referral} - self._arrived.keys()
            if gone - {self.pair.referral} or members_now - members or (rule != rule_now and not alone):
                yield Fault(f"$.sibling_groups.{group}", f"{group}: who is in it, or its rule, was changed")

    def _relationships(self) -> Iterator[Fault]:
        before, after = (self._linked(case) for case in (self.then, self.now))
        children = self.waiting | {child.id for home in self.now.homes for child in home.residents}
        for other, _ in sorted(before ^ after):
            if other in children:
                told = f"{self.pair.referral}: who must not, or had better not, live with it was changed"
                yield Fault("$.relationships", told)
                return

    def _linked(self, case: Case) -> set[tuple[str, str]]:
        child = self.pair.referral
        others = (
            (link.b if link.a == child else link.a, link.kind)
            for link in case.relationships
            if child in (link.a, link.b)
        )
        return {(self._arrived.get(other, other), kind) for other, kind in others} | self._apart(case)

    def _apart(self, case: Case) -> set[tuple[str, str]]:
        """A sibling who has come where the plan has it was kept apart by its group, and is by a link now."""
        child = self.pair.referral
        groups = [set(g.members) for g in case.sibling_groups if g.rule == "apart" and child in g.members]
        siblings = set().union(*groups) & self._arrived.keys()
        return {(self._arrived[sibling], "must_not_share") for sibling in siblings}

    @cached_property
    def _arrived(self) -> dict[str, str]:
        """The children who live where the plan has them, by referral: what the home's list calls them."""
        living = {(home.id, child.id) for home in self.now.homes for child in home.residents}
        return {
            planned.referral: planned.child
            for planned in self.pair.planned
            if planned.referral not in self.waiting and (planned.home, planned.child) in living
        }


def _policy(then: Case, now: Case) -> Iterator[Fault]:
    for name in _changed(_fields(then.policy), _fields(now.policy)):
        yield Fault(f"$.policy.{name}", f"the policy in force has another {_words(name)}")


def _by_id(entries: Sequence[Any], wanted: str | None) -> Any:
    return next(entry for entry in entries if entry.id == wanted)


def _fields(entry: BaseModel) -> dict[str, Any]:
    """Field by field, whatever the order of its lists."""
    fields: dict[str, Any] = json.loads(canonical_text(entry))
    return fields


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)]


def _words(name: str) -> str:
    return name.removesuffix("_pence").replace("_", " ")


def _told(before: int | None, after: int | None) -> str:
    return f", from {pounds_text(before or 0)} to {pounds_text(after or 0)}"
