"""Siblings who must live together: all of them in one act, or none."""

from __future__ import annotations

import pytest

from matcher.domain.commands.decisions import Approve, Close
from matcher.domain.deciding import Deciding
from matcher.errors import BadCase, Conflict
from matcher.service import decisions
from matcher.store import beds
from matcher.store.work import Store
from tests.builders import budget, case, group, home, referral
from tests.service.decisions.acts import ALONE, BOTH, TODAY, Desk, desk


def siblings(store: Store, deciding: Deciding = ALONE, **changes: int) -> Desk:
    """Two who must live together, a third child, and one home with two beds that fits them."""
    homes = [home("H1", sibling_discount_percent=10, **changes), home("H2", weekly_price_pence=500_000)]
    given = case(
        [referral("A"), referral("B")],
        homes,
        sibling_groups=[group("A", "B", rule="together")],
        budgets=[budget(10**7)],
    )
    return desk(store, given, deciding)


def test_both_are_placed_in_one_act_with_their_discount(store: Store) -> None:
    here = siblings(store)
    one, other = here.decide("accept", here.choice("A"), here.choice("B"))
    assert one.together_id == other.together_id == one.id
    assert here.lives() == {"A": ("H1", TODAY, None), "B": ("H1", TODAY, None)}
    assert here.committed() == {"la": (300_000 + 270_000) * 100}
    assert here.actions() == ["decision.accepted", "decision.accepted"]
    assert here.breaches() == []


def test_one_alone_is_refused_with_the_way_out(store: Store) -> None:
    here = siblings(store)
    with pytest.raises(Conflict) as refused:
        here.accept("A")
    assert refused.value.code == "together"
    assert [str(fault) for fault in refused.value.changed] == ["$.choices: a proposal for B is missing"]
    assert here.lives() == {}


def test_two_homes_in_one_act_are_refused(store: Store) -> None:
    here = siblings(store)
    with pytest.raises(BadCase) as refused:
        here.decide("override", here.choice("A", "H1"), here.choice("B", "H2"), reason="space")
    assert [fault.path for fault in refused.value.faults] == ["$.choices"]


@pytest.mark.parametrize("rule", [None, "prefer_together"])
def test_only_siblings_are_one_act(store: Store, rule: str | None) -> None:
    groups = [group("A", "B", rule=rule)] if rule else []
    here = desk(store, case([referral("A"), referral("B")], [home("H1")], sibling_groups=groups))
    if rule:
        here.decide("accept", here.choice("A"), here.choice("B"))
        assert set(here.lives()) == {"A", "B"}
        return
    with pytest.raises(Conflict) as refused:
        here.decide("accept", here.choice("A"), here.choice("B"))
    assert refused.value.code == "together"
    told = "$.choices: B: no sibling group joins it to A"
    assert ([str(fault) for fault in refused.value.changed], here.lives()) == ([told], {})


def test_where_one_bed_is_lost_neither_is_placed(store: Store) -> None:
    here = siblings(store)
    with here.store.read(here.council.council_id) as work:
        bed = beds.beds_of(work, here.council.homes["H1"])[1]
    here.change(lambda work: beds.set_blocked(work, bed.id, "repair"))
    with pytest.raises(Conflict) as refused:
        here.decide("accept", here.choice("A"), here.choice("B"))
    assert refused.value.code == "bed_taken"
    assert (here.lives(), here.committed(), here.breaches()) == ({}, {"la": 0}, [])


def test_they_are_approved_together_by_all_their_hashes(store: Store) -> None:
    here = siblings(store, BOTH)
    act = here.decide("accept", here.choice("A"), here.choice("B"))
    with pytest.raises(Conflict) as refused:
        here.approve(act[0])
    assert refused.value.code == "stale"
    command = Approve(shown_hashes=tuple(decision.shown_hash for decision in act))
    done = here.close(decisions.approve, act[1], command, here.council.panel)
    assert [decision.state for decision in done] == ["final", "final"]
    assert set(here.lives()) == {"A", "B"}
    assert here.breaches() == []


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_they_are_refused_and_withdrawn_together(store: Store, end: str) -> None:
    here = siblings(store, BOTH)
    act = here.decide("accept", here.choice("A"), here.choice("B"))
    actor = here.council.panel if end == "refuse" else here.council.officer
    done = here.close(getattr(decisions, end), act[1], Close(reason="not this home"), actor)
    assert {decision.state for decision in done} == {{"refuse": "refused", "withdraw": "withdrawn"}[end]}
    assert len(done) == 2
    assert here.breaches() == []
