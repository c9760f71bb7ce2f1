"""Referrals come in, change and are withdrawn; what may not be is refused, and nothing is half done."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.domain.commands.referrals import AddReferral, ChangeReferral, WithdrawReferral, fill_unknown
from matcher.errors import BadCase, Conflict, Forbidden, NotFound, Precondition
from matcher.service.referrals import (
    ReferralRecord,
    add_referral,
    change_referral,
    get_referral,
    page_of_referrals,
    withdraw_referral,
)
from matcher.store import beds, holds, placements
from matcher.store.work import Store, Work
from tests.builders import referral
from tests.service.acting import day, do, last_recorded, now, recorded, referral_in, rows
from tests.service.seeded import Seeded, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def added(child: str = "K", reference: str = "R-9", **fields: Any) -> AddReferral:
    document = {"child": child, "referral": referral(reference, **fields)}
    fill_unknown(document)
    return AddReferral.model_validate_json(json.dumps(document))


def changed(reference: str, **fields: Any) -> ChangeReferral:
    document = {"referral": referral(reference, **fields)}
    fill_unknown(document)
    return ChangeReferral.model_validate_json(json.dumps(document))


WITHDRAWN = WithdrawReferral(reason="returned_home")


def test_a_referral_comes_into_todays_case(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, add_referral, added(flags=["arson"], max_miles=5))
    found = referral_in(now(store, council.officer).case, "R-9")
    assert (found.flags, found.max_miles, found.current_home) == (("arson",), 5, None)
    assert (new.referral.reference, new.referral.state, new.child.reference) == ("R-9", "open", "K")
    what = ("referral_added", "referral", {"child_id": new.child.id})
    assert last_recorded(store, council.officer) == what


def test_a_child_who_is_known_is_asked_for_again(store: Store, council: Seeded) -> None:
    first = do(store, council.officer, add_referral, added())
    do(store, council.officer, withdraw_referral, first.referral.id, 1, WITHDRAWN)
    again = do(store, council.officer, add_referral, added("K", "R-10", gender="male"))
    assert (again.child.id, again.child.gender, again.child.version) == (first.child.id, "male", 2)


def test_what_was_known_of_a_child_outlives_a_referral_that_does_not_know_it(
    store: Store, council: Seeded
) -> None:
    first = do(store, council.officer, add_referral, added(flags=["arson"], gender="male"))
    do(store, council.officer, withdraw_referral, first.referral.id, 1, WITHDRAWN)
    unknown = added("K", "R-10", gender=None, flags=["bullying"], unknown=["gender", "flags"])
    again = do(store, council.officer, add_referral, unknown)
    assert (again.child.gender, again.child.flags) == ("male", ("arson", "bullying"))
    assert referral_in(now(store, council.officer).case, "R-10").unknown == ("gender", "flags")


@pytest.mark.parametrize(
    ("child", "reference", "code"),
    [
        ("A", "R-9", "referral_open"),
        ("K", "A", "reference_taken"),
        ("A", "B", "reference_taken"),
        ("B", "A", "reference_taken"),
    ],
)
def test_a_code_or_a_child_that_is_taken_is_refused(
    store: Store, council: Seeded, child: str, reference: str, code: str
) -> None:
    before = recorded(store, council.officer)
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, add_referral, added(child, reference))
    assert (refused.value.code, recorded(store, council.officer)) == (code, before)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"funding": [{"fund": "la", "percent": 99}]}, "$.referral.funding"),
        ({"birth_date": "2026-11-24"}, "$.referral.birth_date"),
        ({"flags": ["arson", "arson"]}, "$.referral.flags[1]"),
    ],
)
def test_what_no_case_could_hold_is_refused_where_it_stands(
    store: Store, council: Seeded, fields: dict[str, Any], path: str
) -> None:
    with pytest.raises(BadCase) as new:
        do(store, council.officer, add_referral, added(**fields))
    with pytest.raises(BadCase) as known:
        do(store, council.officer, change_referral, council.referrals["A"], 1, changed("A", **fields))
    for refused in (new, known):
        assert [fault.path for fault in refused.value.faults] == [path]


def test_where_a_child_lives_is_not_said_in_a_referral() -> None:
    with pytest.raises(BadCase, match=r"\$\.referral\.current_home: leave it out"):
        added(current_home="H1")


def test_a_referral_is_changed_in_the_version_that_was_read(store: Store, council: Seeded) -> None:
    key = council.referrals["A"]
    new = do(store, council.officer, change_referral, key, 1, changed("A", solo=True, flags=["arson"]))
    assert (new.referral.version, new.referral.document["solo"], new.child.flags) == (2, True, ("arson",))
    what = last_recorded(store, council.officer)
    assert (what[0], what[2]["version"], "solo" in what[2]["fields"]) == ("referral_changed", 2, True)
    with pytest.raises(Precondition):
        do(store, council.officer, change_referral, key, 1, changed("A"))


def test_an_id_is_kept_for_good(store: Store, council: Seeded) -> None:
    with pytest.raises(BadCase, match=r"\$\.referral\.id: is not this referral's"):
        do(store, council.officer, change_referral, council.referrals["A"], 1, changed("Z"))


def test_withdrawn_a_referral_leaves_the_case_and_lets_its_bed_go(store: Store, council: Seeded) -> None:
    def hold(work: Work) -> int:
        assert council.officer.id is not None
        bed = beds.beds_of(work, council.homes["H1"])[0].id
        until = work.now.replace(hour=23)
        return holds.hold(work, bed, council.referrals["A"], council.officer.id, until)

    rows(store, council.officer, hold)
    gone = do(store, council.officer, withdraw_referral, council.referrals["A"], 1, WITHDRAWN)
    found = now(store, council.officer)
    assert (gone.referral.state, gone.referral.version) == ("withdrawn", 2)
    assert ([child.id for child in found.case.referrals], found.notes) == (["B"], ())
    what = ("referral_withdrawn", "referral", {"reason": "returned_home"})
    assert last_recorded(store, council.officer) == what


def test_a_closed_referral_is_neither_changed_nor_withdrawn(store: Store, council: Seeded) -> None:
    key = council.referrals["A"]
    do(store, council.officer, withdraw_referral, key, 1, WITHDRAWN)
    with pytest.raises(Conflict, match="A is withdrawn: add a new referral instead"):
        do(store, council.officer, withdraw_referral, key, 2, WITHDRAWN)
    with pytest.raises(Conflict, match="A is withdrawn: add a new referral instead"):
        do(store, council.officer, change_referral, key, 2, changed("A"))


def test_an_old_version_is_not_withdrawn(store: Store, council: Seeded) -> None:
    with pytest.raises(Precondition):
        do(store, council.officer, withdraw_referral, council.referrals["A"], 2, WITHDRAWN)


def test_who_may_not_is_refused(store: Store, council: Seeded) -> None:
    key = council.referrals["A"]
    for actor in (council.panel, council.commissioner, council.auditor, council.administrator):
        with pytest.raises(Forbidden):
            do(store, actor, add_referral, added())
        with pytest.raises(Forbidden):
            do(store, actor, change_referral, key, 1, changed("A"))
        with pytest.raises(Forbidden):
            do(store, actor, withdraw_referral, key, 1, WITHDRAWN)
    for actor in (council.provider, council.auditor, council.administrator):
        with pytest.raises(Forbidden):
            do(store, actor, get_referral, key)
        with pytest.raises(Forbidden):
            do(store, actor, page_of_referrals, None, 10)


def test_another_councils_referral_is_unknown(store: Store, council: Seeded) -> None:
    theirs = small(store, "other").referrals["A"]
    for unknown in (theirs, 1):
        with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
            do(store, council.officer, get_referral, unknown)
        with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
            do(store, council.officer, change_referral, unknown, 1, changed("A"))


def test_pages_follow_one_another_and_say_where_a_child_lives(store: Store, council: Seeded) -> None:
    def place(work: Work) -> None:
        bed = (council.homes["H1"], beds.beds_of(work, council.homes["H1"])[0].id)
        placements.add_placement(work, council.children["A"], bed, (day(0), None), 1)

    rows(store, council.officer, place)
    first = do(store, council.officer, page_of_referrals, None, 1)
    second = do(store, council.officer, page_of_referrals, first[0].referral.id, 2)
    both: list[ReferralRecord] = [*first, *second]
    lives = {record.referral.reference: record.lives_at for record in both}
    assert lives == {"A": council.homes["H1"], "B": None}
    assert do(store, council.officer, page_of_referrals, None, 10, "withdrawn") == []
