"""Money: a fund's row has the last word, and only a commissioner lets it go over."""

from __future__ import annotations

import pytest

from matcher.domain.deciding import Deciding
from matcher.errors import Conflict, Forbidden
from matcher.store import budgets
from matcher.store.rows import every
from matcher.store.tables.money import BUDGET_OVERRIDES
from matcher.store.work import Store
from tests.builders import budget, case, home, referral
from tests.service.decisions.acts import ALONE, BOTH, Desk, desk


def council(store: Store, limit_pence: int, deciding: Deciding = ALONE) -> Desk:
    """One child, one home of 300 000 pence a week, and a fund that has since been cut to this limit."""
    here = desk(store, case([referral("A")], [home("H1")], budgets=[budget(300_000)]), deciding)
    with here.store.read(here.council.council_id) as work:
        key = budgets.every_budget(work)[0].id
    here.change(lambda work: budgets.set_limit(work, key, None, limit_pence))
    return here


def overrides(here: Desk) -> list[tuple[int, int, str]]:
    """Who let how much over, and why."""
    with here.store.read(here.council.council_id) as work:
        rows = every(work, BUDGET_OVERRIDES)
    return [(row.granted_by, row.centipence, row.reason) for row in rows]


def test_the_last_penny_of_a_fund_can_be_spent(store: Store) -> None:
    here = council(store, 300_000)
    assert here.accept("A").state == "final"
    assert here.committed() == {"la": 300_000 * 100}
    assert here.breaches() == []


def test_one_penny_more_is_refused_with_the_way_out(store: Store) -> None:
    here = council(store, 299_999)
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "budget"
    assert str(refused.value).endswith("or send over_budget to ask a commissioner to let it go over")
    assert [str(fault) for fault in refused.value.changed] == ["$.budgets.la: £0.01 a week short"]
    assert (here.lives(), here.committed()) == ({}, {"la": 0})


def test_a_commissioner_lets_a_fund_go_over_by_name_and_reason(store: Store) -> None:
    here = council(store, 250_000)
    decision = here.accept("A", over_budget=True)
    assert (decision.state, decision.grounds, here.committed()) == ("awaiting", ("budget",), {"la": 0})
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert (refused.value.code, str(refused.value)) == (
        "budget",
        "not enough headroom in: la. A commissioner approves it with over_budget_reason,"
        " or an officer withdraws it",
    )
    with pytest.raises(Forbidden):
        here.approve(decision, reason="there is no other home")
    here.approve(decision, actor=here.council.commissioner, reason="there is no other home")
    assert overrides(here) == [(here.council.commissioner.id, 50_000 * 100, "there is no other home")]
    assert here.committed() == {"la": 300_000 * 100}
    assert here.breaches() == []


def test_where_there_is_enough_nobody_needs_to_let_it_over(store: Store) -> None:
    here = council(store, 300_000)
    assert here.accept("A", over_budget=True).state == "final"
    assert overrides(here) == []


def test_money_is_taken_when_it_is_final_and_not_before(store: Store) -> None:
    """What awaits takes nothing; so the fund may be empty by the time somebody approves."""
    here = council(store, 300_000, BOTH)
    decision = here.accept("A")
    assert here.committed() == {"la": 0}
    with here.store.read(here.council.council_id) as work:
        key = budgets.every_budget(work)[0].id
    here.change(lambda work: budgets.set_limit(work, key, None, 100))
    with pytest.raises(Conflict) as refused:
        here.approve(decision)
    assert refused.value.code == "budget"
    assert here.breaches() == []


def test_a_fund_without_a_budget_is_unlimited(store: Store) -> None:
    here = desk(store, case([referral("A")], [home("H1")], budgets=[budget(0, "health")]))
    assert here.accept("A").state == "final"
    assert here.committed() == {"health": 0}


def test_a_cost_is_shared_among_funds_by_the_percent(store: Store) -> None:
    funding = [{"fund": "la", "percent": 67}, {"fund": "health", "percent": 33}]
    given = case(
        [referral("A", funding=funding)],
        [home("H1", weekly_price_pence=100_001, void_charge_pence=1_000)],
        budgets=[budget(100_000), budget(100_000, "health")],
    )
    here = desk(store, given)
    here.accept("A")
    assert here.committed() == {"la": 67 * 99_001, "health": 33 * 99_001}
    assert here.breaches() == []
