"""Homes and their addresses: added, changed, revealed; a provider meets its own alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from matcher.domain.commands.homes import AddHome, ChangeHome, CorrectAddress, RevealAddress
from matcher.domain.place import Place
from matcher.errors import BadCase, Conflict, Forbidden, NotFound, Precondition
from matcher.service.homes import (
    add_home,
    change_home,
    correct_address,
    get_home,
    page_of_homes,
    reveal_address,
    voids,
)
from matcher.store import beds, placements
from matcher.store.work import Store, Work
from tests.builders import home
from tests.service.acting import day, do, home_in, last_recorded, now, recorded, rows
from tests.service.seeded import Seeded, small

ADDRESS = "1 Canary Row"


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def added(reference: str = "H9", **fields: Any) -> AddHome:
    document = {"home": home(reference, **fields), "address": ADDRESS, "contract_starts": "2026-11-23"}
    return AddHome.model_validate_json(json.dumps(document))


def facts(**fields: Any) -> ChangeHome:
    document = {name: value for name, value in home("H1").items() if name in ChangeHome.model_fields}
    return ChangeHome.model_validate_json(json.dumps(document | fields))


def test_a_new_home_comes_into_todays_case_with_its_beds(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, add_home, added(places=3, provider="Another Provider"))
    found = home_in(now(store, council.officer).case, "H9")
    assert (found.beds, found.provider, found.weekly_price_pence) == (3, "Another Provider", 300_000)
    assert [bed.label for bed in new.beds] == ["1", "2", "3"]
    assert last_recorded(store, council.officer) == ("home_added", "home", {"places": 3})


def test_a_home_with_a_known_provider_is_the_same_providers(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, add_home, added())
    assert new.home.provider_id == council.provider.provider_id


def test_an_id_that_is_taken_is_refused(store: Store, council: Seeded) -> None:
    with pytest.raises(Conflict) as refused:
        do(store, council.officer, add_home, added("H1"))
    assert refused.value.code == "reference_taken"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"residents": [{"id": "K", "birth_date": "2014-01-01", "gender": "male"}]}, "$.home.residents"),
        ({"blocked_places": 1}, "$.home.blocked_places"),
        ({"min_age": 18, "max_age": 8}, "$.home.min_age"),
    ],
)
def test_a_new_home_is_empty_and_possible(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(BadCase) as refused:
        added(**fields)
    assert [fault.path for fault in refused.value.faults] == [path]


def test_what_no_case_could_hold_is_refused(store: Store, council: Seeded) -> None:
    with pytest.raises(BadCase) as refused:
        do(store, council.officer, add_home, added(genders=["male", "male"]))
    assert [fault.path for fault in refused.value.faults] == ["$.home.genders[1]"]
    with pytest.raises(BadCase, match=r"\$\.needs_met: names the same entry twice"):
        facts(needs_met=["general", "general"])


def test_a_home_is_changed_in_the_version_that_was_read(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    new = do(
        store, council.commissioner, change_home, key, 1, facts(name="Elm House", judgement="inadequate")
    )
    found = home_in(now(store, council.officer).case, "H1")
    assert (new.home.version, found.name, found.judgement) == (2, "Elm House", "inadequate")
    what = last_recorded(store, council.officer)
    assert (what[0], what[2]["version"]) == ("home_changed", 2)
    assert {"judgement", "name"} <= set(what[2]["fields"])
    with pytest.raises(Precondition):
        do(store, council.commissioner, change_home, key, 1, facts())


def test_a_closed_home_leaves_the_case_and_comes_back(store: Store, council: Seeded) -> None:
    key = council.homes["H1"]
    do(store, council.officer, change_home, key, 1, facts(open=False))
    assert [one.id for one in now(store, council.officer).case.homes] == ["H2"]
    do(store, council.officer, change_home, key, 2, facts())
    assert sorted(one.id for one in now(store, council.officer).case.homes) == ["H1", "H2"]


def test_an_address_is_revealed_with_a_reason_and_recorded_without_itself(
    store: Store, council: Seeded
) -> None:
    new = do(store, council.officer, add_home, added()).home.id
    why = RevealAddress(reason="visit", referral_id=council.referrals["A"])
    found = do(store, council.officer, reveal_address, new, why)
    assert (found.address, found.location["area"]) == (ADDRESS, "E08000026")
    told = {"reason": "visit", "referral_id": council.referrals["A"]}
    assert last_recorded(store, council.officer) == ("address_revealed", "home", told)
    assert "Canary" not in json.dumps(recorded(store, council.officer))


def test_an_address_is_for_officers_alone(store: Store, council: Seeded) -> None:
    why = RevealAddress(reason="visit")
    others = (council.panel, council.commissioner, council.auditor, council.administrator, council.provider)
    for actor in (*others, council.service):
        with pytest.raises(Forbidden):
            do(store, actor, reveal_address, council.homes["H1"], why)
    assert last_recorded(store, council.officer)[0] == "council_seeded"


def test_an_address_is_not_revealed_for_a_referral_that_is_not_here(store: Store, council: Seeded) -> None:
    with pytest.raises(NotFound):
        do(
            store,
            council.officer,
            reveal_address,
            council.homes["H1"],
            RevealAddress(reason="visit", referral_id=1),
        )


def test_a_corrected_address_moves_the_home(store: Store, council: Seeded) -> None:
    where = Place(easting=400_000, northing=300_000, area="E08000029")
    to = CorrectAddress(address="2 Canary Row", location=where)
    do(store, council.officer, correct_address, council.homes["H1"], to)
    assert home_in(now(store, council.officer).case, "H1").location == where
    with pytest.raises(Forbidden):
        do(store, council.commissioner, correct_address, council.homes["H1"], to)


def test_nothing_of_where_a_home_is_comes_with_it(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, add_home, added())
    assert "Canary" not in repr(new)
    assert str(home()["location"]["easting"]) not in repr(new)


def test_a_provider_reads_its_own_homes_and_knows_of_no_other(store: Store, council: Seeded) -> None:
    other = do(store, council.officer, add_home, added(provider="Another Provider")).home.id
    page = do(store, council.provider, page_of_homes, None, 10)
    assert sorted(record.home.reference for record in page) == ["H1", "H2"]
    assert do(store, council.provider, get_home, council.homes["H1"]).home.reference == "H1"
    for unknown in (other, 1):
        with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
            do(store, council.provider, get_home, unknown)


def test_who_may_not_read_or_write_homes_is_refused(store: Store, council: Seeded) -> None:
    for actor in (council.auditor, council.administrator, replace(council.provider, provider_id=None)):
        with pytest.raises(Forbidden):
            do(store, actor, get_home, council.homes["H1"])
    for actor in (council.auditor, council.administrator, council.provider, council.panel):
        with pytest.raises(Forbidden):
            do(store, actor, add_home, added())
        with pytest.raises(Forbidden):
            do(store, actor, change_home, council.homes["H1"], 1, facts())


def test_the_beds_of_a_home_are_counted(store: Store, council: Seeded) -> None:
    new = do(store, council.officer, add_home, added(places=4))

    def live(work: Work) -> None:
        placements.add_placement(
            work, council.children["A"], (new.home.id, new.beds[0].id), (day(3), None), 1
        )
        beds.set_blocked(work, new.beds[1].id, "repairs")

    rows(store, council.officer, live)
    counted = voids(do(store, council.officer, get_home, new.home.id))
    assert counted == {"taken": 1, "blocked": 1, "free": 2}
