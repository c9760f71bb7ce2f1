"""The statutory route stated once more, as plain questions about one child and one home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.geo.reference import adjoining_areas
from matcher.verify.ledger import Ledger, completed_years, straight_line_m
from matcher.verify.office_days import KNOWN_YEARS, after, month_later, on_or_before

TWENTY_MILES_M = 20 * 16_093 // 10
Ask = tuple[str, str, str, date | None]
"""A step's code, its kind, who, and the last day for it."""


@dataclass(frozen=True)
class Ruling:
    """What the law asks of one child in one home, on the case's day."""

    ledger: Ledger
    child: Referral
    home: Home
    parted: bool
    """A sibling who is not to live apart is placed in another home."""

    @property
    def start(self) -> date:
        """The latest of today, the day the child needs it, and the day the home can take one."""
        today, ready = self.ledger.case.as_of, self.home.available_from
        return max(today, ready) if self._open("needed_by") else max(today, ready, self.child.needed_by)

    @property
    def area(self) -> str:
        own, there = self.child.origin.area, self.home.location.area
        if own == there:
            return "in"
        return "adjoining" if there in adjoining_areas().get(own, ()) else "at_a_distance"

    @property
    def urgent(self) -> bool:
        return self.child.urgency == "emergency" and not self._open("urgency")

    @property
    def year_10_or_11(self) -> bool:
        """By the September after which the child is in year 10, to the leaving day of year 11."""
        born = self.child.birth_date
        turns_15 = born.year + 15
        enters = date(turns_15 - (born.month < 9), 9, 1)
        june = date(enters.year + 2, 6, 30)
        return enters <= self.start <= june - timedelta((june.isoweekday() - 5) % 7)

    @property
    def approval(self) -> str:
        asked = [who for _, kind, who, _ in self.steps() if kind == "approval"]
        return next((who for who in ("director", "nominated_officer") if who in asked), "none")

    def steps(self) -> Iterator[Ask]:
        """Every step that is asked for; none of a child who stays."""
        if self.child.current_home == self.home.id:
            return
        yield from self._of_the_home()
        yield from self._of_the_area()
        yield from self._of_every_placement()
        yield from self._of_school_and_family()

    def _of_the_home(self) -> Iterator[Ask]:
        kind, registered = self.home.placement_type, self.home.registered
        age = completed_years(self.child.birth_date, self.ledger.case.as_of)
        ordered = "deprivation_of_liberty" in self.child.flags
        if not registered:
            yield "unregistered", "bar", "nobody", None
        if kind == "supported_accommodation":
            if age < 16:
                yield "under_16", "bar", "nobody", None
            else:
                yield "supported_suitable", "task", "social_worker", self._before
                if not registered:
                    yield "supported_unregistered", "bar", "nobody", None
        if kind == "secure_home":
            if age < 13:
                yield "secure_under_13", "approval", "secretary_of_state", self._before
            yield "secure_order", "court", "court", self._days_later(3)
            yield "secure_review", "task", "review_panel", self._a_month_later
        elif ordered:
            yield "liberty_order", "court", "high_court", self._before
        if ordered and kind in ("secure_home", "supported_accommodation"):
            yield "liberty_overlap", "record", "legal", self._before
        if kind in ("childrens_home", "secure_home"):
            yield "impact", "consult", "registered_manager", self._before
        if kind == "short_break":
            yield "short_breaks", "record", "social_worker", self._before

    def _of_the_area(self) -> Iterator[Ask]:
        if self.area == "in":
            return
        yield "area_notice", "notice", "area_authority", self._before_or_five
        yield "reason_area", "record", "social_worker", self._before
        if self.home.placement_type == "foster" and self.home.provision == "internal":
            return
        yield "relatives", "consult", "relatives", self._before_or_approval
        if self.area == "adjoining":
            yield "nominated_officer", "approval", "nominated_officer", self._before
            yield "area_notified", "consult", "area_authority", self._before_or_approval
        else:
            yield "director", "approval", "director", self._before
            yield "area_consulted", "consult", "area_authority", self._before_or_approval

    def _of_every_placement(self) -> Iterator[Ask]:
        yield "wishes", "task", "social_worker", self._before
        yield "placement_plan", "task", "social_worker", self._before_or_five
        yield "placement_notice", "notice", "persons_concerned", self._before_or_five
        yield "first_visit", "task", "social_worker", self._days_later(7)
        if self.child.current_home is not None:
            yield "ending_review", "task", "reviewing_officer", self._before
            told = self._working(10) if self.urgent else self._before
            yield "ending_notice", "notice", "present_carers", told

    def _of_school_and_family(self) -> Iterator[Ask]:
        if self.child.school is not None or self._open("school"):
            if self.year_10_or_11 and not self.urgent:
                yield "key_stage_4", "approval", "nominated_officer", self._before
            else:
                yield "schooling", "task", "social_worker", self._before
        if straight_line_m(self.child.origin, self.home.location) > TWENTY_MILES_M:
            yield "reason_far", "record", "social_worker", self._before
        if self.parted:
            yield "reason_siblings", "record", "social_worker", self._before

    def _open(self, field: str) -> bool:
        """Whether nobody knows this of the child yet: then the stricter is asked."""
        return field in self.child.unknown

    @property
    def _known(self) -> bool:
        return self.start.year in KNOWN_YEARS

    @property
    def _before(self) -> date | None:
        return max(self.ledger.case.as_of, on_or_before(self.start)) if self._known else None

    @property
    def _before_or_five(self) -> date | None:
        return self._working(5) if self.urgent else self._before

    @property
    def _before_or_approval(self) -> date | None:
        """In an emergency five working days after the first day on which it can be approved: today."""
        today = self.ledger.case.as_of
        return (after(today, 5) if self._known else None) if self.urgent else self._before

    def _working(self, days: int) -> date | None:
        return after(self.start, days) if self._known else None

    def _days_later(self, days: int) -> date | None:
        return self.start + timedelta(days) if self._known else None

    @property
    def _a_month_later(self) -> date | None:
        return month_later(self.start) if self._known else None
