"""Two plans of two cases held against each other: their figures, and the facts behind another home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, get_args

from matcher.domain.types import Provision
from matcher.verify.ledger import usable_beds
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Fact = tuple[str, str | None, frozenset[str], frozenset[str], int | None, int | None]
NO_ONE: frozenset[str] = frozenset()


def figures_of(account: Account) -> dict[str, Any]:
    """What a plan comes to; a year is 365.25 days, and halves go up."""
    placed = account.placed.values()
    weekly = sum(one.incremental_pence for one in placed)
    metres = sum(one.distance_m for one in placed)
    bought = Counter(one.home.provision for one in placed)
    return {
        "placed": len(placed),
        "unplaced": len(account.ledger.case.referrals) - len(placed),
        "weekly_pence": weekly,
        "yearly_pence": _nearest(weekly * 36_525, 700),
        "distance_m": metres,
        "mean_distance_m": _nearest(metres, len(placed)) if placed else None,
        "in_area": sum(one.in_area for one in placed),
        "out_of_area_approvals": sum(not one.in_area and not one.stays for one in placed),
        "provision": {name: bought[name] for name in get_args(Provision)},
    }


def less(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """New figures less old ones; none where one of the two is none."""
    found: dict[str, Any] = {}
    for name, value in new.items():
        if isinstance(value, dict):
            found[name] = less(old[name], value)
        else:
            found[name] = None if None in (value, old[name]) else value - old[name]
    return found


def _nearest(over: int, under: int) -> int:
    size, rest = divmod(abs(over), under)
    size += 2 * rest >= under
    return size if over >= 0 else -size


class Compared:
    """One case and its plan, to be held against another."""

    def __init__(self, shut: Shut, account: Account) -> None:
        self.shut, self.account, self.ledger = shut, account, account.ledger

    def facts_of(self, after: Compared, child: str) -> list[Fact]:
        """Every fact that holds of a child whose home is another in the other plan."""
        if child not in after.ledger.referrals:
            return [_fact("withdrawn")]
        old, new = self.account.home_of.get(child), after.account.home_of.get(child)
        found = [] if child in self.ledger.referrals else [_fact("added")]
        if old is not None:
            found += self._left(after, child, old)
        if new is None:
            found.append(_fact("no_home"))
        else:
            found += self._came(after, child, new)
            found += [] if old is None else self._cheaper(after, child, old, new)
        return found or [_fact("whole_plan")]

    def _left(self, after: Compared, child: str, old: str) -> Iterator[Fact]:
        if old not in after.ledger.homes:
            yield _fact("home_closed", old)
            return
        if rules := after.rules(child, old):
            yield _fact("now_shut", old, rules=rules)
        if after.free(old) <= 0:
            if after.beds(old) < self.beds(old):
                yield _fact("fewer_beds", old)
            if came := after.living(old) - self.living(old):
                yield _fact("bed_taken", old, came)

    def _came(self, after: Compared, child: str, new: str) -> Iterator[Fact]:
        if new not in self.ledger.homes:
            yield _fact("home_opened", new)
        else:
            if child in self.ledger.referrals and (rules := self.rules(child, new)):
                yield _fact("now_open", new, rules=rules)
            if self.free(new) <= 0:
                if after.beds(new) > self.beds(new):
                    yield _fact("more_beds", new)
                if went := self.living(new) - after.living(new):
                    yield _fact("bed_freed", new, went)
        if after.ledger.pins.get(child) == new and self.ledger.pins.get(child) != new:
            yield _fact("pinned", new)

    def _cheaper(self, after: Compared, child: str, old: str, new: str) -> Iterator[Fact]:
        if new not in self.ledger.homes or old not in after.ledger.homes:
            return
        before, now = (
            side.account.pricing.at(child, new).total_pence - side.account.pricing.at(child, old).total_pence
            for side in (self, after)
        )
        if before >= 0 > now:
            yield ("cheaper", new, NO_ONE, NO_ONE, before, now)

    def rules(self, child: str, home: str) -> frozenset[str]:
        """The rules that shut a home to a child."""
        return self.shut.at(self.ledger.referrals[child], self.ledger.homes[home])[0]

    def beds(self, home: str) -> int:
        """Usable beds that no resident has."""
        return usable_beds(self.ledger.homes[home])

    def living(self, home: str) -> set[str]:
        """The children of the case whom the plan puts there."""
        return {child.id for child in self.account.by_home.get(home, ())}

    def free(self, home: str) -> int:
        """Beds that the plan leaves."""
        return self.beds(home) - len(self.living(home))


def _fact(
    code: str,
    home: str | None = None,
    who: set[str] | frozenset[str] = NO_ONE,
    rules: frozenset[str] = NO_ONE,
) -> Fact:
    return code, home, frozenset(who), rules, None, None
