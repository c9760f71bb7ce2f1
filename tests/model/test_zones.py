"""Early allocations, by few patterns and by zones, against every allocation there is."""

from __future__ import annotations

from random import Random

import pytest

from matcher.model import zones as under_test
from matcher.model.integer import joined_cost
from matcher.model.master import ANY, Question
from matcher.model.zones import improved
from tests.differential.engine import limits
from tests.model.known import programs


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small cases have few patterns, and a zone of all homes would be no zone."""
    monkeypatch.setattr(under_test, "FEW", 1)
    monkeypatch.setattr(under_test, "ZONE_HOMES", 2)
    monkeypatch.setattr(under_test, "QUIET", 12)
    monkeypatch.setattr(under_test, "GAPS_PER_MILLION", (1_000, 100_000, 1_000_000, 10**9))


def test_what_is_met_is_an_allocation_there_is_and_never_dearer_than_what_was_known() -> None:
    best = met = 0
    for known, both, _ in programs(60):
        if not known.plans:
            continue
        level, plans = known.plans[0].value[0], {plan.chosen for plan in known.plans}
        bound = both.joined.ask(Question(level=level), known.master.impossible).bound
        assert bound is not None
        for start in (None, known.plans[-1].chosen):
            found = improved(both.joined.master, bound, level, start, limits())

            if found is None:
                assert start is None, known.seed
                continue
            assert found in plans, known.seed
            assert start is None or joined_cost(known.master, found) <= joined_cost(known.master, start)
            best += joined_cost(known.master, found) == known.least(ANY)
            met += 1
    assert met > 60
    assert best > 0.8 * met


def test_a_zone_keeps_the_rest_as_it_is_and_gives_back_what_it_spent() -> None:
    seen = 0
    for known, both, _ in programs(40):
        if not known.plans:
            continue
        master, start = both.joined.master, known.plans[-1].chosen
        bound = both.joined.ask(Question(level=known.plans[0].value[0]), known.master.impossible).bound
        patterns = None if bound is None else master.within(bound, master.impossible)
        if bound is None or patterns is None:
            continue
        part, mine = under_test.Zones(master, bound, patterns).part(start, Random(1))

        assert set(part.kept) <= set(start)
        assert not {int(known.problem.unit[c]) for c in part.kept} & set(part.units)
        assert all(int(known.problem.unit[c]) in part.units for made in mine for c in made)
        seen += bool(part.kept)
    assert seen > 10
