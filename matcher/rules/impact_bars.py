"""Every rule that stands between two children in one home, told apart; `pairing` stops at the first."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domain.home import Home, Resident
from matcher.domain.impact import Bar
from matcher.rules.facts import NONE, Child, Facts


def lives_in(child: Child, home: Home) -> bool:
    """Whether a child of this home's lives there today: a resident, or one under review."""
    return isinstance(child, Resident) or child.current_home == home.id


def bars(facts: Facts, a: Child, b: Child, home: Home) -> tuple[Bar, ...]:
    """All rules between the two, whether or not they bind: between two who live there they do not."""
    excludes = not (lives_in(a, home) and lives_in(b, home))
    return tuple(bar.model_copy(update={"excludes": excludes}) for bar in _all(facts, a, b))


def _all(facts: Facts, a: Child, b: Child) -> Iterator[Bar]:
    both = (min(a.id, b.id), max(a.id, b.id))
    if b.id in facts.must_not_share.get(a.id, NONE):
        yield Bar(code="must_not_share", excludes=True, children=both)
    groups = [group for group in facts.groups_of.get(a.id, ()) if b.id in group.members]
    if any(group.rule == "apart" for group in groups):
        yield Bar(code="apart", excludes=True, children=both)
    yield from _of_flags(facts, a, b)
    gap, most = abs(facts.age(a) - facts.age(b)), facts.policy.max_age_gap_years
    if most is not None and gap > most and not groups:
        yield Bar(code="age_gap", excludes=True, children=both, gap_years=gap, limit_years=most)
    alone = tuple(child.id for child in (a, b) if facts.is_solo(child))
    if alone:
        yield Bar(code="solo", excludes=True, children=tuple(sorted(alone)))


def _of_flags(facts: Facts, a: Child, b: Child) -> Iterator[Bar]:
    for carrier, other in ((a, b), (b, a)):
        for risk, harm in dict.fromkeys(facts.policy.incompatible_flags):
            if risk in carrier.flags and harm in other.flags:
                children = (carrier.id, other.id)
                yield Bar(code="incompatible_flags", excludes=True, children=children, flags=(risk, harm))
