"""People who enter the same thing at the same moment: one of them does it, the others are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from matcher.domain.commands.homes import AddContract, AddHome, BlockBed
from matcher.domain.commands.links import SetPair, Waive
from matcher.domain.commands.money import AddBudget
from matcher.domain.commands.offers import RecordOffer
from matcher.domain.commands.placements import ImportPlacement
from matcher.domain.commands.referrals import AddReferral
from matcher.domain.home import Resident
from matcher.errors import Conflict
from matcher.service.beds import add_contract, block_bed
from matcher.service.budgets import add_budget
from matcher.service.homes import add_home, get_home
from matcher.service.links import set_pair, waive
from matcher.service.offers import record_offer
from matcher.service.placements import import_placement
from matcher.service.referrals import add_referral
from matcher.store.work import Store
from tests.service.acting import TODAY, day, do, now
from tests.service.seeded import Seeded, small

RACERS = 8


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def race(act: Callable[[int], object]) -> Counter[str]:
    """All at once: how many did it, and what the others were told."""
    barrier = Barrier(RACERS)

    def one(number: int) -> str:
        barrier.wait()
        try:
            act(number)
        except Conflict as refused:
            return refused.code
        return "done"

    with ThreadPoolExecutor(RACERS) as pool:
        return Counter(pool.map(one, range(RACERS)))


def others(code: str) -> Counter[str]:
    return Counter({"done": 1, code: RACERS - 1})


def test_one_referral_has_an_id_and_a_child_waits_once(store: Store, council: Seeded) -> None:
    asked = council.case.referrals[0]

    def same_id(number: int) -> None:
        new = asked.model_copy(update={"id": "R-9"})
        do(store, council.officer, add_referral, AddReferral(child=f"C-{number}", referral=new))

    def same_child(number: int) -> None:
        new = asked.model_copy(update={"id": f"R-1{number}"})
        do(store, council.officer, add_referral, AddReferral(child="C-99", referral=new))

    assert race(same_id) == others("reference_taken")
    told = race(same_child)
    assert (told["done"], told.keys() <= {"done", "referral_open", "reference_taken"}) == (1, True)
    assert len(now(store, council.officer).case.referrals) == 4


def test_one_child_gets_the_bed_and_one_act_blocks_it(store: Store, council: Seeded) -> None:
    bed = do(store, council.officer, get_home, council.homes["H1"]).beds[0]

    def move_in(number: int) -> None:
        child = Resident(id=f"K-{number}", birth_date=day(-4_000), gender="male")
        where = {"home_id": bed.home_id, "bed_id": bed.id, "starts": TODAY, "ends": day(2)}
        new = ImportPlacement.model_validate({"child": child, "weekly_price_pence": 1} | where)
        do(store, council.officer, import_placement, new)

    def block(number: int) -> None:
        do(store, council.officer, block_bed, bed.home_id, bed.id, BlockBed(reason="repairs"))

    assert race(move_in) == others("bed_taken")
    assert race(block) == others("bed_blocked")


def test_one_answer_one_contract_one_limit(store: Store, council: Seeded) -> None:
    a, h1 = council.referrals["A"], council.homes["H1"]
    answer = RecordOffer(referral_id=a, home_id=h1, status="offered")
    contract = AddContract(weekly_price_pence=1, starts=day(3))
    limit = AddBudget(fund="la", weekly_limit_pence=1)

    assert race(lambda _: do(store, council.officer, record_offer, answer)) == others("offer_exists")
    taken = others("contract_starts_taken")
    assert race(lambda _: do(store, council.officer, add_contract, h1, contract)) == taken
    assert race(lambda _: do(store, council.commissioner, add_budget, limit)) == others("fund_taken")


def test_one_home_has_an_id_and_a_child_one_pin_and_one_waiver(store: Store, council: Seeded) -> None:
    a, homes = council.referrals["A"], list(council.homes.values())
    house = council.case.homes[0].model_copy(update={"id": "H9", "provider": "New Provider"})
    new = AddHome(home=house, address="1 Invented Street", contract_starts=TODAY)
    rule = Waive(referral_id=a, rule="age", reason="a panel")

    def pin(number: int) -> None:
        said = SetPair(referral_id=a, home_id=homes[number % 2], kind="pin", reason="a panel")
        do(store, council.panel, set_pair, said)

    told = race(lambda _: do(store, council.officer, add_home, new))
    assert (told["done"], told.keys() <= {"done", "reference_taken", "provider_taken"}) == (1, True)
    assert race(lambda _: do(store, council.panel, waive, rule)) == others("waived_already")
    race(pin)
    assert len(now(store, council.officer).case.pins) == 1
