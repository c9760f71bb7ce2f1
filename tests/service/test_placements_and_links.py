"""Placements made elsewhere and their ends; siblings, relationships, pins, forbids and waivers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from matcher.domain.commands.links import Relate, SetGroup, SetPair, Waive
from matcher.domain.commands.placements import EndPlacement, ImportPlacement
from matcher.domain.commands.referrals import AddReferral, WithdrawReferral
from matcher.domain.home import Resident
from matcher.errors import BadCase, Conflict, Forbidden, NotFound
from matcher.service.actor import Actor
from matcher.service.homes import get_home
from matcher.service.links import end_waiver, relate, set_group, set_pair, waive
from matcher.service.placements import end_placement, get_placement, import_placement, page_of_placements
from matcher.service.referrals import add_referral, withdraw_referral
from matcher.store import holds
from matcher.store.work import Store
from tests.service.acting import day, do, home_in, last_recorded, now
from tests.service.seeded import Seeded, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def imported(
    store: Store, council: Seeded, home: str = "H1", child: str | Resident = "K", **fields: Any
) -> ImportPlacement:
    bed = do(store, council.officer, get_home, council.homes[home]).beds[0]
    resident = (
        Resident(id=child, birth_date=date(2012, 5, 1), gender="male", flags=("arson",))
        if isinstance(child, str)
        else child
    )
    values: dict[str, Any] = {"child": resident, "starts": day(-9), "weekly_price_pence": 5}
    return ImportPlacement(home_id=bed.home_id, bed_id=bed.id, **values | fields)


def ends(offset: int) -> EndPlacement:
    return EndPlacement(ends=day(offset), reason="moved")


def test_an_imported_child_is_a_resident_until_the_placement_ends(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, import_placement, imported(store, council))
    assert (new.source, new.decision_id, new.weekly_price_pence) == ("import", None, 5)
    what = {"child_id": new.child_id, "home_id": new.home_id, "bed_id": new.bed_id}
    assert last_recorded(store, council.officer) == ("placement_imported", "placement", what)
    assert [child.id for child in home_in(now(store, council.officer).case, "H1").residents] == ["K"]
    done = do(store, council.officer, end_placement, new.id, ends(2))
    assert done.ends == day(2)
    assert home_in(now(store, council.officer, day(1)).case, "H1").beds == 0
    assert home_in(now(store, council.officer, day(2)).case, "H1").beds == 1
    told = {"ends": "2026-11-25", "reason": "moved", "home_id": new.home_id}
    assert last_recorded(store, council.officer) == ("placement_ended", "placement", told)


@pytest.mark.parametrize(
    ("ends", "allowed"), [(None, False), (1, False), (0, True)], ids=["open", "later", "over"]
)
def test_a_child_who_waits_is_placed_by_a_decision_and_not_by_an_import(
    store: Store, council: Seeded, ends: int | None, allowed: bool
) -> None:
    """An officer alone once placed a child so, above the limit for a second person and charged to no fund."""
    case = now(store, council.officer).case
    waiting = next(child for child in case.referrals if child.current_home is None)
    known = Resident(id=waiting.id, birth_date=waiting.birth_date, gender=waiting.gender, flags=waiting.flags)
    command = imported(store, council, child=known, ends=None if ends is None else day(ends))
    if allowed:
        do(store, council.officer, import_placement, command)
        return
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, import_placement, command)
    assert refused.value.code == "child_waits"


def test_a_bed_that_is_held_takes_no_import(store: Store, council: Seeded) -> None:
    command = imported(store, council)
    [referral_id, *_] = council.referrals.values()
    until = store.clock() + timedelta(minutes=5)
    do_hold = council.officer.id or 0
    store.write(
        council.council_id, lambda work: holds.hold(work, command.bed_id, referral_id, do_hold, until)
    )
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, import_placement, command)
    assert refused.value.code == "bed_held"


def test_nights_that_touch_are_allowed_and_nights_that_overlap_are_not(store: Store, council: Seeded) -> None:
    do(store, council.officer, import_placement, imported(store, council, ends=day(3)))
    with pytest.raises(Conflict) as bed:
        do(store, council.officer, import_placement, imported(store, council, child="L", starts=day(2)))
    with pytest.raises(Conflict) as child:
        do(store, council.officer, import_placement, imported(store, council, "H2", starts=day(2)))
    assert (bed.value.code, child.value.code) == ("bed_taken", "child_placed")
    do(store, council.officer, import_placement, imported(store, council, child="L", starts=day(3)))
    do(store, council.officer, import_placement, imported(store, council, "H2", starts=day(3)))


@pytest.mark.parametrize(
    ("child", "code"),
    [("A", "child_differs"), ("R-7", "reference_taken")],
)
def test_a_child_who_is_somebody_else_is_not_imported(
    store: Store, council: Seeded, child: str, code: str
) -> None:
    if child == "R-7":
        _refer_another_as(store, council, child)
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, import_placement, imported(store, council, child=child))
    assert refused.value.code == code


def _refer_another_as(store: Store, council: Seeded, reference: str) -> None:
    asked = council.case.referrals[0].model_copy(update={"id": reference})
    do(store, council.officer, add_referral, AddReferral(child="C-7", referral=asked))


def test_a_placement_is_of_a_child_who_is_born_and_lasts_a_night(store: Store, council: Seeded) -> None:
    with pytest.raises(BadCase, match=r"\$\.ends: is not after starts"):
        imported(store, council, ends=day(-9))
    with pytest.raises(BadCase, match=r"\$\.child\.birth_date: is after starts"):
        imported(store, council, starts=date(2012, 4, 30))
    unborn = Resident(id="K", birth_date=day(1), gender="male")
    command = imported(store, council, child=unborn.id, starts=day(2)).model_copy(update={"child": unborn})
    with pytest.raises(BadCase, match=r"\$\.child\.birth_date: is after today"):
        do(store, council.officer, import_placement, command)


def test_an_end_is_moved_until_it_has_passed(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, import_placement, imported(store, council))
    with pytest.raises(Conflict) as early:
        do(store, council.officer, end_placement, new.id, ends(-9))
    assert early.value.code == "ends_too_early"
    do(store, council.officer, end_placement, new.id, ends(5))
    do(store, council.officer, import_placement, imported(store, council, child="L", starts=day(5)))
    with pytest.raises(Conflict) as taken:
        do(store, council.officer, end_placement, new.id, ends(6))
    assert taken.value.code == "bed_taken"
    do(store, council.officer, end_placement, new.id, ends(0))
    with pytest.raises(Conflict) as over:
        do(store, council.officer, end_placement, new.id, ends(1))
    assert over.value.code == "placement_over"


def test_who_may_not_place_or_end_is_refused(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, import_placement, imported(store, council))
    others = (council.panel, council.commissioner, council.auditor, council.administrator, council.service)
    for actor in (*others, council.provider):
        with pytest.raises(Forbidden):
            do(store, actor, import_placement, imported(store, council, "H2", "L"))
        with pytest.raises(Forbidden):
            do(store, actor, end_placement, new.id, ends(1))
    for actor in (council.auditor, council.administrator, council.provider):
        with pytest.raises(Forbidden):
            do(store, actor, get_placement, new.id)


def test_placements_come_in_pages_of_a_day(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, import_placement, imported(store, council, ends=day(3)))
    assert do(store, council.panel, get_placement, new.id) == new
    assert do(store, council.panel, page_of_placements, None, 10, day(2)) == (new,)
    assert do(store, council.panel, page_of_placements, None, 10, day(3)) == ()
    assert do(store, council.panel, page_of_placements, new.id, 10) == ()


def both(council: Seeded) -> tuple[int, int]:
    return council.children["A"], council.children["B"]


def test_a_sibling_group_is_set_changed_and_removed(store: Store, council: Seeded) -> None:
    for rule in ("together", "apart"):
        command = SetGroup(reference="S", rule=rule, child_ids=both(council))
        do(store, council.officer, set_group, command)
        found = now(store, council.officer).case.sibling_groups
        assert [(one.id, one.rule, sorted(one.members)) for one in found] == [("S", rule, ["A", "B"])]
    do(store, council.officer, set_group, SetGroup(reference="S", rule=None))
    assert now(store, council.officer).case.sibling_groups == ()
    with pytest.raises(Conflict, match="there is nothing here to remove"):
        do(store, council.officer, set_group, SetGroup(reference="S", rule=None))
    with pytest.raises(NotFound):
        do(store, council.officer, set_group, SetGroup(reference="S", rule="apart", child_ids=(1, 2)))


def test_a_group_names_two_children() -> None:
    for children in ((), (1,), (1, 1), (1, 2, 2)):
        with pytest.raises(BadCase, match=r"\$\.child_ids"):
            SetGroup(reference="S", rule="apart", child_ids=children)


def test_a_relationship_is_set_in_either_order_changed_and_removed(store: Store, council: Seeded) -> None:
    a, b = both(council)
    do(store, council.officer, relate, Relate(child_ids=(a, b), kind="avoid"))
    do(store, council.officer, relate, Relate(child_ids=(b, a), kind="must_not_share"))
    found = now(store, council.officer).case.relationships
    assert [(one.a, one.b, one.kind) for one in found] == [("A", "B", "must_not_share")]
    do(store, council.officer, relate, Relate(child_ids=(a, b), kind=None))
    assert now(store, council.officer).case.relationships == ()
    with pytest.raises(Conflict, match="there is nothing here to remove"):
        do(store, council.officer, relate, Relate(child_ids=(a, b), kind=None))
    with pytest.raises(BadCase, match="names one child twice"):
        Relate(child_ids=(a, a), kind="avoid")


def pair(council: Seeded, kind: Any, home: str = "H1") -> SetPair:
    ids = {"referral_id": council.referrals["A"], "home_id": council.homes[home]}
    return SetPair(**ids, kind=kind, reason="the panel of Monday")


def test_a_pin_becomes_a_forbid_and_then_nothing(store: Store, council: Seeded) -> None:
    do(store, council.panel, set_pair, pair(council, "pin"))
    found = now(store, council.officer).case
    assert ([(one.referral, one.home) for one in found.pins], found.forbids) == ([("A", "H1")], ())
    do(store, council.panel, set_pair, pair(council, "forbid"))
    found = now(store, council.officer).case
    assert (found.pins, [(one.referral, one.home) for one in found.forbids]) == ((), [("A", "H1")])
    do(store, council.panel, set_pair, pair(council, None))
    found = now(store, council.officer).case
    assert (found.pins, found.forbids) == ((), ())
    told = {"kind": None, "home_id": council.homes["H1"]}
    assert last_recorded(store, council.officer) == ("pair_set", "referral", told)


def test_a_child_is_pinned_to_one_home(store: Store, council: Seeded) -> None:
    do(store, council.panel, set_pair, pair(council, "pin"))
    do(store, council.panel, set_pair, pair(council, "forbid", "H2"))
    with pytest.raises(Conflict) as refused:
        do(store, council.panel, set_pair, pair(council, "pin", "H2"))
    assert refused.value.code == "pinned_elsewhere"


def test_a_rule_is_waived_once_and_holds_again(store: Store, council: Seeded) -> None:
    ids = {"referral_id": council.referrals["A"], "home_id": council.homes["H1"]}
    command = Waive(**ids, rule="distance", reason="her aunt lives near")
    key = do(store, council.panel, waive, command)
    found = now(store, council.officer).case.waivers
    assert [(one.referral, one.rule, one.home) for one in found] == [("A", "distance", "H1")]
    with pytest.raises(Conflict) as refused:
        do(store, council.panel, waive, command)
    assert refused.value.code == "waived_already"
    do(store, council.panel, end_waiver, key)
    assert now(store, council.officer).case.waivers == ()
    with pytest.raises(NotFound):
        do(store, council.panel, end_waiver, key)


def test_nothing_more_is_said_of_a_closed_referral(store: Store, council: Seeded) -> None:
    gone = WithdrawReferral(reason="returned_home")
    do(store, council.officer, withdraw_referral, council.referrals["A"], 1, gone)
    wanted = Waive(referral_id=council.referrals["A"], rule="age", reason="a panel")
    for act, command in ((set_pair, pair(council, "pin")), (waive, wanted)):
        with pytest.raises(Conflict) as refused:
            do(store, council.panel, act, command)
        assert refused.value.code == "referral_closed"


def test_pins_and_waivers_are_a_panels_and_siblings_an_officers(store: Store, council: Seeded) -> None:
    wanted = Waive(referral_id=council.referrals["A"], rule="age", reason="a panel")
    neither: tuple[Actor, ...] = (council.auditor, council.administrator, council.provider)
    for actor in (council.officer, council.service, *neither):
        with pytest.raises(Forbidden):
            do(store, actor, set_pair, pair(council, "pin"))
        with pytest.raises(Forbidden):
            do(store, actor, waive, wanted)
    for actor in (council.panel, council.commissioner, *neither):
        with pytest.raises(Forbidden):
            do(store, actor, relate, Relate(child_ids=both(council), kind="avoid"))
        with pytest.raises(Forbidden):
            do(store, actor, set_group, SetGroup(reference="S", rule="apart", child_ids=both(council)))
