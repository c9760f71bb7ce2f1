"""What is seeded comes out again as the same case: on both databases, for the demonstration and at random."""

from __future__ import annotations

import pytest

from benchmarks.tiny import case_of as tiny_case
from benchmarks.tiny import tiny
from matcher.domain.reading import read_case
from matcher.domain.types import age_on
from matcher.errors import Broken
from matcher.service.cases import case_of, deciding_of
from matcher.service.days import london_day
from matcher.service.seeding import moved_to, seed_demo
from matcher.store.work import Store
from tests.conftest import NOON
from tests.service.seeded import DEMO, demo_today, seeded, settled, small

TODAY = london_day(NOON)


def test_the_demonstration_comes_out_as_it_went_in(store: Store) -> None:
    case = read_case(DEMO.read_bytes())
    council = settled(store, case, "demo")
    with store.read(council.council_id) as work:
        assert case_of(work, case.as_of).fingerprint == case.fingerprint


def test_random_cases_come_out_as_they_went_in(store: Store) -> None:
    for seed in range(50):
        case = tiny_case(tiny(seed))
        council = settled(store, case, f"tiny-{seed}")
        with store.read(council.council_id) as work:
            assert case_of(work, case.as_of).fingerprint == case.fingerprint, seed


def test_two_councils_each_see_their_own_case(store: Store) -> None:
    demo, other = seeded(store), small(store)
    with store.read(demo.council_id) as work:
        assert case_of(work, TODAY).fingerprint == demo.case.fingerprint
    with store.read(other.council_id) as work:
        assert case_of(work, TODAY).fingerprint == other.case.fingerprint


def test_a_council_is_seeded_once(store: Store) -> None:
    council = small(store)
    with pytest.raises(Broken) as refused:
        store.write(council.council_id, lambda work: seed_demo(work, council.case))
    assert refused.value.constraint == "uq_children_council_id_reference"


def test_the_first_policy_says_how_decisions_are_made(store: Store) -> None:
    council = small(store)
    with store.read(council.council_id) as work:
        deciding = deciding_of(work)
    assert deciding.model_dump() == {
        "second_person_above_weekly_pence": 700_000,
        "second_person_at_a_distance": True,
        "second_person_by_waiver": True,
        "hold_minutes": 120,
        "holds_per_officer": 3,
    }


def test_a_case_moved_to_another_day_keeps_every_age_and_every_wait() -> None:
    case, moved = read_case(DEMO.read_bytes()), demo_today()
    assert moved.as_of == TODAY
    for before, after in zip(case.referrals, moved.referrals, strict=True):
        assert age_on(before.birth_date, case.as_of) == age_on(after.birth_date, TODAY)
        assert before.needed_by - case.as_of == after.needed_by - TODAY
    assert moved_to(moved, TODAY).fingerprint == moved.fingerprint
