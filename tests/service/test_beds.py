"""Beds are opened, blocked and usable again; prices change from a day on."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.commands.homes import AddContract, BlockBed, OpenBeds
from matcher.errors import BadCase, Conflict, Forbidden, NotFound
from matcher.service.beds import add_contract, block_bed, open_beds, unblock_bed
from matcher.service.homes import get_home
from matcher.store import homes
from matcher.store.work import Store
from tests.service.acting import day, do, home_in, last_recorded, now, rows
from tests.service.seeded import Seeded, small

STAFFING = BlockBed(reason="staffing")


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def bed_of(store: Store, council: Seeded, reference: str = "H1") -> int:
    return do(store, council.officer, get_home, council.homes[reference]).beds[0].id


def test_new_beds_can_be_used_at_once(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    found = do(store, council.officer, open_beds, key, OpenBeds(labels=("2", "attic room")))
    assert sorted(bed.label for bed in found) == ["1", "2", "attic room"]
    assert home_in(now(store, council.officer).case, "H1").beds == 3
    what = ("beds_opened", "home", {"labels": ["2", "attic room"]})
    assert last_recorded(store, council.officer) == what


def test_a_label_is_one_beds_alone(store: Store, council: Seeded) -> None:
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, open_beds, council.homes["H1"], OpenBeds(labels=("2", "1")))
    assert refused.value.code == "bed_label_taken"
    assert home_in(now(store, council.officer).case, "H1").places == 1


def test_a_bed_is_blocked_once_and_usable_again_once(store: Store, council: Seeded) -> None:
    key, bed = council.homes["H1"], bed_of(store, council)
    blocked = do(store, council.officer, block_bed, key, bed, STAFFING)
    assert (blocked.blocked, blocked.blocked_reason) == (True, "staffing")
    assert home_in(now(store, council.officer).case, "H1").beds == 0
    with pytest.raises(Conflict, match="this bed is blocked already"):
        do(store, council.officer, block_bed, key, bed, STAFFING)
    usable = do(store, council.officer, unblock_bed, key, bed)
    assert (usable.blocked, usable.blocked_reason) == (False, None)
    assert home_in(now(store, council.officer).case, "H1").beds == 1
    assert last_recorded(store, council.officer) == ("bed_unblocked", "bed", {"home_id": key})
    with pytest.raises(Conflict, match="this bed is not blocked"):
        do(store, council.officer, unblock_bed, key, bed)


def test_a_bed_is_found_in_its_own_home_alone(store: Store, council: Seeded) -> None:
    for home_id, bed in ((council.homes["H2"], bed_of(store, council)), (council.homes["H1"], 1)):
        with pytest.raises(NotFound):
            do(store, council.officer, block_bed, home_id, bed, STAFFING)


def test_a_provider_blocks_its_own_beds_and_knows_of_no_others(store: Store, council: Seeded) -> None:
    bed = bed_of(store, council)
    do(store, council.provider, block_bed, council.homes["H1"], bed, STAFFING)
    do(store, council.provider, unblock_bed, council.homes["H1"], bed)
    other = rows(store, council.officer, lambda work: homes.provider_named(work, "Another Provider"))
    rows(
        store,
        council.officer,
        lambda work: homes.change_home(work, council.homes["H1"], 1, provider_id=other),
    )
    with pytest.raises(NotFound):
        do(store, council.provider, block_bed, council.homes["H1"], bed, STAFFING)


def test_who_may_not_touch_beds_or_prices_is_refused(store: Store, council: Seeded) -> None:
    key, bed = council.homes["H1"], bed_of(store, council)
    for actor in (council.panel, council.auditor, council.administrator):
        with pytest.raises(Forbidden):
            do(store, actor, block_bed, key, bed, STAFFING)
        with pytest.raises(Forbidden):
            do(store, actor, unblock_bed, key, bed)
    for actor in (council.panel, council.auditor, council.administrator, council.provider):
        with pytest.raises(Forbidden):
            do(store, actor, open_beds, key, OpenBeds(labels=("2",)))
        with pytest.raises(Forbidden):
            do(store, actor, add_contract, key, contract(5))


def contract(starts: int, ends: int | None = None, **prices: Any) -> AddContract:
    return AddContract(
        **{"weekly_price_pence": 1_000 + starts} | prices,
        starts=day(starts),
        ends=None if ends is None else day(ends),
    )


def test_a_new_price_holds_from_its_day_and_ends_the_one_before(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    new = do(store, council.commissioner, add_contract, key, contract(5, void_charge_pence=7))
    assert (new.weekly_price_pence, new.void_charge_pence, new.starts, new.ends) == (1_005, 7, day(5), None)
    assert home_in(now(store, council.officer, day(4)).case, "H1").weekly_price_pence == 300_000
    assert home_in(now(store, council.officer, day(5)).case, "H1").weekly_price_pence == 1_005
    first, second = do(store, council.officer, get_home, key).contracts
    assert (first.ends, second.starts) == (day(5), day(5))
    what = last_recorded(store, council.officer)
    assert (what[0], what[2]["weekly_price_pence"], what[2]["starts"]) == (
        "contract_added",
        1_005,
        "2026-11-28",
    )


def test_a_price_between_two_others_ends_where_the_next_begins(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    do(store, council.officer, add_contract, key, contract(9))
    do(store, council.officer, add_contract, key, contract(5))
    found = do(store, council.officer, get_home, key).contracts
    assert [(one.starts, one.ends) for one in found] == [(day(0), day(5)), (day(5), day(9)), (day(9), None)]


def test_contracts_of_a_home_do_not_overlap(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    do(store, council.officer, add_contract, key, contract(9))
    with pytest.raises(Conflict) as overlaps:
        do(store, council.officer, add_contract, key, contract(5, 10))
    assert overlaps.value.code == "contract_overlaps"
    do(store, council.officer, add_contract, key, contract(5, 9))
    with pytest.raises(Conflict) as taken:
        do(store, council.officer, add_contract, key, contract(5, 6))
    assert taken.value.code == "contract_starts_taken"


def test_a_contract_lasts_a_day_at_least() -> None:
    assert contract(5, 6).ends == day(6)
    with pytest.raises(BadCase, match=r"\$\.ends: is not after starts"):
        contract(5, 5)
