"""An option table told as it comes: rows in, events out."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.answers.ask import Clock, Settings, run_of
from matcher.answers.sheet import Against, Sheet
from matcher.domain.stream import Done, FirstOptions, Head, OptionEvent, StreamEvent
from matcher.model.lists import FIRST
from matcher.model.outcome import Row, Solved


class Telling:
    """What was told of a table so far: the places that are certain, and what else is known."""

    def __init__(self, sheet: Sheet, solved: Solved, first: int | None) -> None:
        self.sheet, self.first, self.against = sheet, first, Against(sheet, solved)
        self.certain: dict[int, list[int]] = {number: [] for number in sheet.options}
        """By list: the positions told in their places."""
        self.known: dict[tuple[int, int], Row] = {}
        self.options = self.open = 0

    def head(self) -> Iterator[StreamEvent]:
        """The allocation and how much is asked; lists that hold nothing are final at once."""
        yield Head(
            status="optimal" if self.against.proved else "best_found",
            tier1=self.against.tier1,
            tier2=self.against.tier2,
            allocation=self.against.allocation,
            children=len(self.sheet.options),
            options=sum(len(rows) for rows in self.sheet.options.values()),
            first=self.first,
            case_fingerprint=self.sheet.facts.case.fingerprint,
        )
        for number, rows in self.sheet.options.items():
            if not rows:
                yield self._first_options(number)

    def take(self, row: Row) -> Iterator[StreamEvent]:
        """One row: told at once where its place is certain."""
        self.known[row.number, row.position] = row
        places = self.certain[row.number]
        if row.certain and len(places) < self._wanted(row.number):
            places.append(row.position)
            yield self._option(row.number, row.position, len(places))
            if len(places) == min(self.first or FIRST, len(self.sheet.options[row.number])):
                yield self._first_options(row.number)

    def rest(self) -> Iterator[StreamEvent]:
        """What time left without a certain place, in the order known."""
        for number, places in self.certain.items():
            left = set(range(len(self.sheet.options[number]))) - set(places)
            wanted = range(len(places) + 1, self._wanted(number) + 1)
            order = sorted(self._order(number, at) for at in left)
            for rank, (*_, position) in zip(wanted, order, strict=False):
                yield self._option(number, position, rank)

    def done(self, settings: Settings, clock: Clock) -> Done:
        """How it ended."""
        unsure = sum(len(places) < self._wanted(number) for number, places in self.certain.items())
        return Done(
            status="not_finished" if self.open or unsure else "finished",
            options=self.options,
            open=self.open,
            open_children=unsure,
            run=run_of(settings, clock),
        )

    def _wanted(self, number: int) -> int:
        """How many rows of a list are asked."""
        listed = len(self.sheet.options[number])
        return listed if self.first is None else min(self.first, listed)

    def _option(self, number: int, position: int, rank: int) -> OptionEvent:
        row = self.known.pop((number, position), None)
        option = self.against.option(number, position, rank, row)
        self.options += 1
        self.open += not option.exact
        return OptionEvent(option=option)

    def _first_options(self, number: int) -> FirstOptions:
        homes = (self.sheet.home(number, position) for position in self.certain[number])
        return FirstOptions(referral=self.sheet.child(number), homes=tuple(homes))

    def _order(self, number: int, position: int) -> tuple[bool, int, int, int]:
        """By regret as far as known, unknown ones last; positions break ties."""
        regret = self.against.regret(number, position, self.known.get((number, position)))
        return (regret is None, *((0, 0) if regret is None else (regret.tier1, regret.tier2)), position)
