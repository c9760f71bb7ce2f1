"""Options: each child's eligible homes ranked by exact regret, who pays for each; whole or as they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import closing

from matcher.answers.ask import Clock, Settings
from matcher.answers.pins import refuse_clash
from matcher.answers.sheet import Sheet
from matcher.answers.telling import Telling
from matcher.answers.workers import told
from matcher.domain.case import Case
from matcher.domain.proposal import Option, OptionTable
from matcher.domain.stream import Done, Head, OptionEvent, StreamEvent
from matcher.model.outcome import Row, Solved


def option_table(
    case: Case, referrals: Sequence[str] | None, settings: Settings, first: int | None = None
) -> OptionTable:
    """Rank the options of some referrals, or all. Raises NotFound, PinsClash, SolveFailed."""
    head: Head | None = None
    done: Done | None = None
    found: dict[str, list[Option]] = defaultdict(list)
    for event in option_events(case, referrals, settings, first):
        if isinstance(event, Head):
            head = event
        elif isinstance(event, OptionEvent):
            found[event.option.referral].append(event.option)
        elif isinstance(event, Done):
            done = event
    assert head is not None
    assert done is not None
    proved = head.status == "optimal" and done.status == "finished"
    return OptionTable(
        status="optimal" if proved else "best_found",
        tier1=head.tier1,
        tier2=head.tier2,
        options=tuple(option for child in sorted(found) for option in found[child]),
        first=first,
        allocation=head.allocation,
        case_fingerprint=head.case_fingerprint,
        run=done.run,
    )


def option_events(
    case: Case, referrals: Sequence[str] | None, settings: Settings, first: int | None = None
) -> Generator[StreamEvent]:
    """The same as it comes: the first options of every child before any child's others. Not verified yet."""
    clock = Clock()
    return _events(Sheet(case, referrals), settings, clock, first)


def _events(sheet: Sheet, settings: Settings, clock: Clock, first: int | None) -> Generator[StreamEvent]:
    """Closing this ends the solves."""
    with closing(told(sheet.packed.problem, sheet.lists, first, settings, clock)) as parts:
        solved = next(parts)
        assert isinstance(solved, Solved)
        refuse_clash(sheet.facts.case, solved, settings, clock)
        table = Telling(sheet, solved, first)
        yield from table.head()
        for part in parts:
            assert isinstance(part, Row)
            yield from table.take(part)
        yield from table.rest()
        yield table.done(settings, clock)
