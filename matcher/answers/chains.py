"""Moves as chains and cycles: whose bed each child takes, and who has to move before whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from matcher.domain.reviews import Chain, ChainStep
from matcher.rules.facts import Facts
from matcher.rules.measures import committed_pence, distance_m, incremental_pence
from matcher.rules.register import Placements
from matcher.rules.siblings import discounts_pence

Beds = dict[str, str | None]
"""By child who comes to a home: the child whose bed it takes; None: one that was free."""


def beds_taken(facts: Facts, placed: Placements) -> Beds:
    """Which child needs whose bed, so that as few as possible wait for one another.

    Free beds are used before any that has to be left, by reviews before children who come anew, by id;
    then swapped wherever that turns a cycle into a chain.
    """
    coming, leaving = _coming(facts, placed), _leaving(facts, placed)
    beds: Beds = {}
    for home, children in coming.items():
        free = facts.homes[home].beds - len(facts.reviews_in.get(home, ()))
        beds |= dict.fromkeys(children[:free])
        beds |= dict(zip(children[free:], leaving[home], strict=False))
    _untangle(beds, coming)
    return beds


def chains(facts: Facts, placed: Placements) -> tuple[Chain, ...]:
    """Every review who leaves a home, once; and who takes the last bed, if anybody does."""
    beds = beds_taken(facts, placed)
    follower = {left: taker for taker, left in beds.items() if left is not None}
    leaving = sorted(child for children in _leaving(facts, placed).values() for child in children)
    heads = [child for child in leaving if beds.get(child) is None]
    lines = [list(_line(child, follower)) for child in heads]
    told = {child for line in lines for child in line}
    for child in leaving:
        if child not in told:
            lines.append(list(_line(child, follower)))
            told |= set(lines[-1])
    sheet = _Sheet(facts, placed, beds)
    return tuple(sheet.chain(line) for line in lines)


def _line(head: str, follower: Mapping[str, str]) -> Iterator[str]:
    """The child, who takes its bed, who takes theirs, until a bed stays free or the first comes again."""
    yield head
    child = follower.get(head)
    while child is not None and child != head:
        yield child
        child = follower.get(child)


def _coming(facts: Facts, placed: Placements) -> dict[str, list[str]]:
    """By home: who comes to it, reviews first, by id."""
    coming: dict[str, list[str]] = defaultdict(list)
    for child, home in sorted(placed.items(), key=lambda item: (_new(facts, item[0]), item[0])):
        if facts.referrals[child].current_home != home:
            coming[home].append(child)
    return dict(sorted(coming.items()))


def _leaving(facts: Facts, placed: Placements) -> dict[str, list[str]]:
    """By home: the reviews who do not stay in it, by id."""
    return defaultdict(
        list,
        {
            home: [child for child in living if placed.get(child) != home]
            for home, living in facts.reviews_in.items()
        },
    )


def _new(facts: Facts, child: str) -> bool:
    return facts.referrals[child].current_home is None


def _untangle(beds: Beds, coming: Mapping[str, list[str]]) -> None:
    """Swap beds within a home until each cycle meets nobody who is not on a cycle."""
    while True:
        turning = _on_cycles(beds)
        pairs = (
            (one, other)
            for children in coming.values()
            for one in children
            if one in turning
            for other in children
            if other not in turning
        )
        pair = next(pairs, None)
        if pair is None:
            return
        one, other = pair
        beds[one], beds[other] = beds[other], beds[one]


def _on_cycles(beds: Beds) -> set[str]:
    """Whoever is not reached from a free bed, or from a bed left by one who takes none."""
    follower = {left: taker for taker, left in beds.items() if left is not None}
    starts = [child for child, left in beds.items() if left is None]
    starts += [left for left in follower if left not in beds]
    reached = {child for start in starts for child in _line(start, follower)}
    return beds.keys() - reached


class _Sheet:
    """The figures of the steps of one plan."""

    def __init__(self, facts: Facts, placed: Placements, beds: Beds) -> None:
        self.facts, self.placed, self.beds = facts, placed, beds
        self.off = discounts_pence(facts, placed)

    def chain(self, line: list[str]) -> Chain:
        steps = tuple(self.step(child) for child in line)
        moved = [step for step in steps if step.from_home is not None and step.to_home is not None]
        cycle = steps[0].bed_of is not None
        return Chain(
            kind="cycle" if cycle else "chain",
            moves=len(moved),
            starts=line[0],
            ends=line[-1],
            frees=None if cycle else steps[-1].from_home,
            new_commitment_pence=sum(step.new_commitment_pence for step in steps),
            distance_change_m=sum((step.distance_then_m or 0) - (step.distance_now_m or 0) for step in moved),
            steps=steps,
        )

    def step(self, child_id: str) -> ChainStep:
        facts, child = self.facts, self.facts.referrals[child_id]
        now, then = child.current_home, self.placed.get(child_id)
        new = 0
        if then is not None:
            cost = incremental_pence(facts, child, facts.homes[then]) - self.off.get(child_id, 0)
            new = cost - committed_pence(facts, child)
        return ChainStep(
            referral=child_id,
            from_home=now,
            to_home=then,
            bed_of=self.beds.get(child_id),
            new_commitment_pence=new,
            distance_now_m=self._distance_m(child_id, now),
            distance_then_m=self._distance_m(child_id, then),
            in_area_now=self._in_area(child_id, now),
            in_area_then=self._in_area(child_id, then),
        )

    def _distance_m(self, child: str, home: str | None) -> int | None:
        if home is None:
            return None
        return distance_m(self.facts.referrals[child].origin, self.facts.homes[home].location)

    def _in_area(self, child: str, home: str | None) -> bool | None:
        if home is None:
            return None
        return self.facts.referrals[child].origin.area == self.facts.homes[home].location.area
