"""The impact matrix: for each child asked about, the risks to and from everyone who would live there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.impact import (
    Assessed,
    HomeImpact,
    How,
    Impact,
    ImpactChild,
    Meeting,
    PairStrength,
    PlacementStrength,
)
from matcher.domain.impact_table import ImpactTable
from matcher.domain.proposal import Status
from matcher.domain.referral import Referral
from matcher.errors import NotFound
from matcher.rules.book import ORDER
from matcher.rules.chances import Chances
from matcher.rules.facts import NONE, Child, Facts
from matcher.rules.impact import risks_from, strength_flags
from matcher.rules.impact_bars import bars, lives_in

Allocation = dict[str, str | None]


def impact(
    case: Case,
    table: ImpactTable,
    allocation: Allocation | None,
    referral: str | None = None,
    home: str | None = None,
    status: Status | None = None,
) -> Impact:
    """Every placement of the allocation, or those of one child or one home; or one pair, placed or not.

    A pair needs no allocation. Raises NotFound for an id that the case does not hold.
    """
    facts = Facts(case)
    _refuse_unknown(facts, referral, home)
    living = Living(facts, allocation)
    asked: dict[str, list[str]] = defaultdict(list)
    for child, where in _pairs(allocation or {}, referral, home):
        asked[where].append(child)
    return Impact(
        referral=referral,
        home=home,
        status=status,
        allocation=allocation,
        homes=tuple(_home(living, table, facts.homes[where], asked[where]) for where in sorted(asked)),
        table=table,
        case_fingerprint=case.fingerprint,
    )


def _refuse_unknown(facts: Facts, referral: str | None, home: str | None) -> None:
    if referral is not None and referral not in facts.referrals:
        raise NotFound("referral: the case has no referral with this id")
    if home is not None and home not in facts.homes:
        raise NotFound("home: the case has no home with this id")


def _pairs(allocation: Allocation, referral: str | None, home: str | None) -> Iterator[tuple[str, str]]:
    if referral is not None and home is not None:
        yield referral, home
        return
    for child, where in sorted(allocation.items()):
        if where is not None and referral in (None, child) and home in (None, where):
            yield child, where


class Living:
    """Who would live in a home: its residents, and whom the allocation puts there.

    Without an allocation, those under review who live there today.
    """

    def __init__(self, facts: Facts, allocation: Allocation | None) -> None:
        self.facts = facts
        self.reviewed = allocation is None
        self.placed: dict[str, list[str]] = defaultdict(list)
        for child, home in (allocation or {}).items():
            if home is not None:
                self.placed[home].append(child)
        if allocation is None:
            self.placed |= {home: list(ids) for home, ids in facts.reviews_in.items()}

    def there(self, home: Home, asked: list[str]) -> dict[str, Child]:
        """By id, those asked about too."""
        referred = [self.facts.given[child] for child in {*self.placed[home.id], *asked}]
        together: list[Child] = [*referred, *home.residents]
        return {child.id: child for child in sorted(together, key=lambda child: child.id)}

    def how(self, child: Child, home: Home, asked: list[str]) -> How:
        """In which way the child would live there."""
        if not isinstance(child, Referral):
            return "resident"
        if child.current_home != home.id:
            return "joins"
        return "under_review" if self.reviewed and child.id not in asked else "stays"


def _home(living: Living, table: ImpactTable, home: Home, asked: list[str]) -> HomeImpact:
    facts, there = living.facts, living.there(home, asked)
    return HomeImpact(
        home=home.id,
        children=tuple(
            ImpactChild(
                id=child.id,
                how=living.how(child, home, asked),
                flags_known=not (isinstance(child, Referral) and "flags" in child.unknown),
                strengths=strength_flags(table, child),
            )
            for child in there.values()
        ),
        assessed=tuple(_assessed(facts, facts.given[child], home) for child in sorted(asked)),
        meetings=tuple(
            _meeting(facts, table, one, other, home)
            for one in there.values()
            for other in there.values()
            if one.id < other.id and {one.id, other.id} & set(asked)
        ),
    )


def _assessed(facts: Facts, child: Referral, home: Home) -> Assessed:
    """A rule that some answers to what is not known would keep is told apart: nothing is said of a child
    that nobody recorded."""
    chance = Chances(facts).at(child, home)
    return Assessed(
        referral=child.id,
        shut_by=tuple(code for code in ORDER if code in chance.broken),
        may_be_shut_by=tuple(code for code in ORDER if code in chance.hanging),
        strengths=tuple(_placement_strengths(facts, child, home)),
    )


def _placement_strengths(facts: Facts, child: Referral, home: Home) -> Iterator[PlacementStrength]:
    stays = facts.stays(child, home)
    if stays:
        yield "stays"
    if home.location.area == child.origin.area:
        yield "in_area"
    spare = home.spare_staff_hours
    if child.staff_hours and spare is not None and spare >= child.staff_hours and not stays:
        yield "staff_to_spare"


def _meeting(facts: Facts, table: ImpactTable, a: Child, b: Child, home: Home) -> Meeting:
    return Meeting(
        children=(a.id, b.id),
        bars=bars(facts, a, b, home),
        avoid=b.id in facts.avoid.get(a.id, NONE),
        risks=risks_from(table, a, b) + risks_from(table, b, a),
        strengths=tuple(_pair_strengths(facts, table.close_in_age_years, a, b, home)),
    )


def _pair_strengths(facts: Facts, close_years: int, a: Child, b: Child, home: Home) -> Iterator[PairStrength]:
    groups = [group for group in facts.groups_of.get(a.id, ()) if b.id in group.members]
    if groups and all(group.rule != "apart" for group in groups):
        yield "siblings"
    if lives_in(a, home) and lives_in(b, home):
        yield "live_together"
    if abs(facts.age(a) - facts.age(b)) <= close_years:
        yield "close_in_age"
