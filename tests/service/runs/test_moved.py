"""What has moved between a run and a decision on it, read from the rows of today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from matcher.errors import Fault
from matcher.service.days import london_day
from matcher.service.moved import moved
from matcher.service.seeding import moved_to
from matcher.store import beds, contracts, holds, homes, links, offers, placements, policies, referrals
from matcher.store.proposals import StoredProposal
from matcher.store.work import Store, Work
from tests.builders import case, home, referral
from tests.conftest import NOON
from tests.service.runs.asked import asked, later, proposed, written
from tests.service.seeded import Seeded, settled, small

TODAY = london_day(NOON)
Change = Callable[[Work, Seeded], object]


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def moved_since(store: Store, council: Seeded, one: StoredProposal) -> list[Fault]:
    with store.read(council.council_id) as work:
        return moved(work, one)


def declined(work: Work, council: Seeded) -> None:
    offers.add_offer(work, council.referrals["A"], council.homes["H1"], council.officer.id, status="declined")


def dearer(work: Work, council: Seeded) -> None:
    [now] = contracts.contracts_of(work, council.homes["H1"])
    contracts.end_contract(work, now.id, TODAY + timedelta(days=1))
    prices = {"weekly_price_pence": 310_000, "void_charge_pence": 0, "sibling_discount_percent": 0}
    contracts.add_contract(work, council.homes["H1"], prices, TODAY + timedelta(days=1))


def closed(work: Work, council: Seeded) -> None:
    homes.change_home(work, council.homes["H1"], 1, open=False)


def blocked(work: Work, council: Seeded) -> None:
    [bed] = beds.beds_of(work, council.homes["H1"])
    beds.set_blocked(work, bed.id, "repairs")


def taken(work: Work, council: Seeded) -> None:
    """Somebody whom the plan did not send."""
    [bed] = beds.beds_of(work, council.homes["H1"])
    where = (council.homes["H1"], bed.id)
    placements.add_placement(work, council.children["B"], where, (TODAY, None), 300_000)
    referrals.close(work, council.referrals["B"], "placed")


def withdrawn(work: Work, council: Seeded) -> None:
    referrals.close(work, council.referrals["A"], "withdrawn")


def sooner(work: Work, council: Seeded) -> None:
    known = referrals.referral(work, council.referrals["A"])
    referrals.change_document(work, known.id, known.version, {**known.document, "urgency": "emergency"})


def repriced(work: Work, council: Seeded) -> None:
    price_list = council.case.policy.model_copy(update={"pence_per_mile": 999}).model_dump(mode="json")
    rules = policies.in_force(work, TODAY)
    assert rules is not None
    key = policies.add_policy(work, (price_list, rules.deciding), TODAY, "fuel", council.officer.id)
    policies.approve(work, key, council.panel.id)


def kept_apart(work: Work, council: Seeded) -> None:
    links.add_group(work, "G1", "apart", [council.children["A"], council.children["B"]])


def waived(work: Work, council: Seeded) -> None:
    links.add_waiver(work, council.referrals["A"], "distance", None, "near school", council.panel.id)


def forbidden(work: Work, council: Seeded) -> None:
    pair = (council.referrals["A"], council.homes["H1"])
    links.add_pair(work, "forbid", pair, "risk", council.panel.id)


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (declined, ["$.offer"]),
        (dearer, ["$.home.weekly_price_pence"]),
        (closed, ["$.home"]),
        (blocked, ["$.home.places"]),
        (taken, ["$.home.residents", "$.home.places"]),
        (withdrawn, ["$.referral"]),
        (sooner, ["$.referral.urgency"]),
        (repriced, ["$.policy.pence_per_mile"]),
        (kept_apart, ["$.sibling_groups.G1"]),
        (waived, ["$.waivers"]),
        (forbidden, ["$.forbids"]),
    ],
)
def test_what_people_changed_since_is_told(
    store: Store, council: Seeded, change: Change, paths: list[str]
) -> None:
    one = proposed(store, council, asked(store, council), "A")
    tomorrow = later(store, days=1)
    assert moved_since(tomorrow, council, one) == []
    written(store, council, lambda work: change(work, council))
    assert [fault.path for fault in moved_since(tomorrow, council, one)] == paths


def test_a_bed_held_for_the_child_itself_is_there_and_one_held_for_another_is_not(
    store: Store, council: Seeded
) -> None:
    run_id = asked(store, council)
    one = proposed(store, council, run_id, "A")

    def held(referral_id: int) -> Callable[[Work], object]:
        def hold(work: Work) -> None:
            [bed] = beds.beds_of(work, council.homes["H1"])
            assert council.officer.id is not None
            holds.release_expired(work, [bed.id])
            holds.hold(work, bed.id, referral_id, council.officer.id, work.now + timedelta(hours=2))

        return hold

    written(store, council, held(council.referrals["A"]))
    assert moved_since(store, council, one) == []
    after = later(store, hours=3)
    written(after, council, held(council.referrals["B"]))
    assert [fault.path for fault in moved_since(after, council, one)] == ["$.forbids"]


def test_a_plan_mate_who_has_come_is_expected(store: Store) -> None:
    shared = case(referrals=[referral("A"), referral("B")], homes=[home("H1", places=2)])
    council = settled(store, moved_to(shared, TODAY), "shared")
    run_id = asked(store, council)
    one = proposed(store, council, run_id, "A")

    def placed(work: Work) -> None:
        bed = beds.beds_of(work, council.homes["H1"])[0]
        where = (council.homes["H1"], bed.id)
        placements.add_placement(work, council.children["B"], where, (TODAY, None), 300_000)
        referrals.close(work, council.referrals["B"], "placed")

    written(store, council, placed)
    assert moved_since(store, council, one) == []
    alone = proposed(store, council, asked(store, council), "A")
    assert moved_since(store, council, alone) == []


@pytest.mark.parametrize(
    "change",
    [{"rank": 9}, {"proposed": False}, {"document": {}}, {"hash": "0" * 64}],
    ids=lambda c: next(iter(c)),
)
def test_a_proposal_that_is_not_the_one_that_was_shown_is_told(
    store: Store, council: Seeded, change: dict[str, Any]
) -> None:
    one = proposed(store, council, asked(store, council), "A")
    altered = replace(one, **change)
    assert [fault.path for fault in moved_since(store, council, altered)] == ["$.proposal"]


def test_a_plan_of_another_version_of_the_engine_is_told(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = proposed(store, council, asked(store, council), "A")
    monkeypatch.setattr("matcher.service.moved.__version__", "9.9.9")
    assert [fault.path for fault in moved_since(store, council, one)] == ["$.run.engine_version"]
