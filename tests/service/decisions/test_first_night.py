"""A choice is looked at with the eyes of its first night too; and no bed is promised twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.errors import Conflict
from matcher.service.decisions.scene import beds_for, locked
from matcher.store import contracts, placements
from matcher.store.work import Store, Work
from tests.builders import AS_OF, case, home, referral
from tests.service.decisions.acts import BOTH, TODAY, Desk, desk

SOON = TODAY + timedelta(days=30)
WRITTEN = date.fromisoformat(AS_OF) + timedelta(days=30)
"""The same day as a case says it, before it is moved to today."""


def told(here: Desk, starts: date) -> list[str]:
    """What is in the way of accepting A's proposal from this night on; empty: it was accepted."""
    try:
        here.accept("A", starts=starts)
    except Conflict as conflict:
        refused = conflict
    else:
        assert here.lives() == {"A": ("H1", starts, None)}
        return []
    assert (refused.code, here.lives(), here.actions()) == ("starts", {}, [])
    return [str(fault) for fault in refused.changed]


def end_contract(here: Desk, ends: date) -> None:
    """The only contract of H1 ends."""
    key = here.council.homes["H1"]
    here.change(lambda work: contracts.end_contract(work, contracts.contracts_of(work, key)[0].id, ends))


@pytest.mark.parametrize(("days", "allowed"), [(-1, True), (0, False)])
def test_a_contract_is_in_force_on_the_first_night(store: Store, days: int, allowed: bool) -> None:
    here = desk(store, case([referral("A")], [home("H1")]))
    end_contract(here, SOON)
    starts = SOON + timedelta(days=days)
    words = f"$.starts: H1 has no contract in force on {starts:%Y-%m-%d}"
    assert told(here, starts) == ([] if allowed else [words])


@pytest.mark.parametrize(("pence", "allowed"), [(300_000, True), (300_001, False)])
def test_the_contract_of_the_first_night_has_the_price_that_was_shown(
    store: Store, pence: int, allowed: bool
) -> None:
    here = desk(store, case([referral("A")], [home("H1")]))
    end_contract(here, SOON)
    prices = {"weekly_price_pence": pence, "void_charge_pence": 0, "sibling_discount_percent": 0}
    here.change(lambda work: contracts.add_contract(work, here.council.homes["H1"], prices, SOON))
    words = f"$.starts: H1 has a contract at other prices on {SOON:%Y-%m-%d}"
    assert told(here, SOON) == ([] if allowed else [words])


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (1, False)])
def test_an_offered_price_stands_on_the_first_night(store: Store, days: int, allowed: bool) -> None:
    offer = {"referral": "A", "home": "H1", "status": "offered", "weekly_price_pence": 290_000}
    here = desk(store, case([referral("A")], [home("H1")], offers=[offer | {"expires": WRITTEN.isoformat()}]))
    starts = SOON + timedelta(days=days)
    when = f"its price stands until {SOON:%Y-%m-%d}, not on {starts:%Y-%m-%d}"
    assert told(here, starts) == ([] if allowed else [f"$.starts: the offer of H1 for A: {when}"])


@pytest.mark.parametrize(("days", "allowed"), [(-1, True), (0, False)])
def test_nobody_is_eighteen_on_the_first_night(store: Store, days: int, allowed: bool) -> None:
    born = WRITTEN.replace(year=WRITTEN.year - 18)
    here = desk(store, case([referral("A", birth_date=born.isoformat())], [home("H1")]))
    starts = SOON + timedelta(days=days)
    words = f"$.starts: A is 18 or older on {starts:%Y-%m-%d}"
    assert told(here, starts) == ([] if allowed else [words])


def test_an_approval_looks_at_the_first_night_again(store: Store) -> None:
    here = desk(store, case([referral("A")], [home("H1")]), BOTH)
    decision = here.accept("A", starts=SOON)
    end_contract(here, SOON)
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert (refused.value.code, here.lives()) == ("starts", {})


@pytest.mark.parametrize("leaves", [True, False])
def test_the_bed_of_a_child_who_leaves_is_promised_once(store: Store, leaves: bool) -> None:
    here = desk(
        store, case([referral("A", current_home="H1"), referral("B")], [home("H1", places=1), home("H2")])
    )
    child, where = here.council.referrals["A"], here.council.homes["H1"]
    if leaves:
        here.change(lambda work: placements.end(work, _placement_of(work, here), SOON))
        here.hold("B", "H1", starts=SOON)

    def found(work: Work) -> bool:
        return child in beds_for(work, locked(work, [child], [where]), [(child, where)], SOON)

    assert here.change(found) is not leaves


def _placement_of(work: Work, here: Desk) -> int:
    return placements.lasting_of(work, [here.council.children["A"]], TODAY)[0].id
