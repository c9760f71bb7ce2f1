"""Races: one bed and one winner, a fund that is never overspent, no deadlock, and every refusal on record.

CI size; the claim's size is run by the assurance benchmark (failure cases F6 and F8 of the trust page).
"""

from __future__ import annotations

from collections import Counter

from matcher.store.work import Store
from tests.service.decisions.races import RACERS, choices, crowded, deadlocks, poor, race

ROUNDS = 5


def test_the_last_bed_has_one_winner_in_every_round(store: Store) -> None:
    here = crowded(store, ROUNDS)
    waiting = sorted(here.council.referrals)
    for room in sorted(here.council.homes):
        raced = choices(here, [(child, room) for child in waiting[:RACERS]])
        assert race(here, raced) == {"won": 1, "bed_taken": RACERS - 1}
        waiting = [child for child in waiting if child not in here.lives()]
    told = Counter(here.actions_of("decision.accepted", "act.refused"))
    assert told == {"decision.accepted": ROUNDS, "act.refused": ROUNDS * (RACERS - 1)}
    assert deadlocks(store) == 0
    assert here.breaches() == []


def test_fifty_who_accept_the_same_proposal_make_one_decision(store: Store) -> None:
    here = crowded(store, 1)
    same = choices(here, [("C000", "H000")] * RACERS)
    assert race(here, same) == {"won": 1, "decided": RACERS - 1}
    assert deadlocks(store) == 0
    assert here.breaches() == []


def test_a_fund_of_1000_pays_for_three_of_fifty_at_300(store: Store) -> None:
    here = poor(store)
    raced = choices(here, [(f"C{number:03}", f"H{number:03}") for number in range(RACERS)])
    assert race(here, raced) == {"won": 3, "budget": RACERS - 3}
    assert here.committed() == {"la": 900 * 100}
    assert deadlocks(store) == 0
    assert here.breaches() == []
