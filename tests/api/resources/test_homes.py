"""Homes, beds, contracts and addresses over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.commands.homes import FACTS_EXAMPLE, HOME_EXAMPLE
from tests.api.client import code_of
from tests.api.council import Council
from tests.service.acting import day, last_recorded

HOME = HOME_EXAMPLE | {
    "id": "H-9",
    "provider": "Somebody Else",
    "location": {"easting": 431_117, "northing": 283_119, "area": "E08000026"},
}
ADD = {"home": HOME, "address": "17 Invented Street", "contract_starts": day(0).isoformat()}


def added(desk: Council) -> dict[str, Any]:
    answer = desk.ask("officer", "POST", "/v1/homes", ADD)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_a_home_comes_with_its_beds_and_its_contract_and_without_where_it_is(desk: Council) -> None:
    made = desk.ask("officer", "POST", "/v1/homes", ADD)
    read = desk.get("officer", made.headers["location"])

    assert read.json() == made.json()
    assert (read.headers["etag"], read.json()["free_beds"], len(read.json()["beds"])) == ('"1"', 3, 3)
    assert read.json()["contracts"][0]["weekly_price_pence"] == 480_000
    for secret in ("Invented Street", "431117", "283119"):
        assert secret not in made.text


def test_where_a_home_is_is_shown_for_a_reason_and_each_look_is_recorded(desk: Council) -> None:
    home = added(desk)
    looks = [
        desk.ask("officer", "POST", f"/v1/homes/{home['id']}/address", {"reason": "visit"}) for _ in range(2)
    ]

    shown = {"address": "17 Invented Street", "area": "E08000026", "easting": 431_117, "northing": 283_119}
    assert [look.json() for look in looks] == [shown, shown]
    action, subject, what = last_recorded(desk.store, desk.seeded.officer)
    assert (action, subject, what["reason"]) == ("address_revealed", "home", "visit")
    assert "Invented Street" not in str(what)


@pytest.mark.parametrize("role", ["panel", "commissioner", "provider", "service", "auditor", "administrator"])
def test_nobody_else_is_shown_where_a_home_is(desk: Council, role: str) -> None:
    answer = desk.ask(role, "POST", f"/v1/homes/{added(desk)['id']}/address", {"reason": "visit"})

    assert code_of(answer) == (403, "forbidden")


def test_a_corrected_address_is_the_one_that_is_then_shown(desk: Council) -> None:
    place = f"/v1/homes/{added(desk)['id']}/address"
    new = {"address": "2 Other Road", "location": {"easting": 1, "northing": 2, "area": "E08000029"}}

    assert desk.ask("officer", "PUT", place, new).status_code == 204
    assert desk.ask("officer", "POST", place, {"reason": "visit"}).json()["address"] == "2 Other Road"


def test_a_change_of_a_home_names_the_version_that_was_read(desk: Council) -> None:
    place = f"/v1/homes/{added(desk)['id']}"
    closed = FACTS_EXAMPLE | {"open": False}

    changed = desk.ask("commissioner", "PUT", place, closed, If_Match='"1"')
    assert (changed.status_code, changed.headers["etag"], changed.json()["open"]) == (200, '"2"', False)
    assert code_of(desk.ask("commissioner", "PUT", place, closed, If_Match='"1"'))[0] == 412


def test_beds_are_opened_blocked_and_usable_again(desk: Council) -> None:
    place = f"/v1/homes/{added(desk)['id']}"
    opened = desk.ask("officer", "POST", f"{place}/beds", {"labels": ["annexe"]})
    assert (
        opened.status_code,
        [bed["label"] for bed in opened.json()["beds"] if bed["label"] == "annexe"],
    ) == (
        201,
        ["annexe"],
    )
    bed = f"{place}/beds/{opened.json()['beds'][0]['id']}/blocking"

    blocked = desk.ask("officer", "POST", bed, {"reason": "repairs"})
    assert (blocked.json()["blocked"], blocked.json()["blocked_reason"]) == (True, "repairs")
    assert desk.get("officer", place).json()["free_beds"] == 3
    assert code_of(desk.ask("officer", "POST", bed, {"reason": "repairs"})) == (409, "bed_blocked")
    assert desk.ask("officer", "DELETE", bed).json()["blocked"] is False
    assert desk.get("officer", place).json()["free_beds"] == 4


def test_a_new_contract_ends_the_one_before_on_its_first_day(desk: Council) -> None:
    place = f"/v1/homes/{added(desk)['id']}"
    starts = day(100).isoformat()
    made = desk.ask(
        "officer", "POST", f"{place}/contracts", {"weekly_price_pence": 500_000, "starts": starts}
    )

    assert (made.status_code, made.json()["ends"]) == (201, None)
    first, second = desk.get("officer", place).json()["contracts"]
    assert (first["ends"], second) == (starts, made.json())


def test_a_provider_sees_and_blocks_its_own_and_no_other(desk: Council) -> None:
    theirs = added(desk)
    own = desk.seeded.homes["H1"]

    listed = desk.get("provider", "/v1/homes").json()["homes"]
    assert {home["id"] for home in listed} == set(desk.seeded.homes.values())
    assert all(home["contracts"] for home in listed)
    unknown = desk.get("provider", "/v1/homes/1")
    assert (desk.get("provider", f"/v1/homes/{theirs['id']}").content, unknown.status_code) == (
        unknown.content,
        404,
    )
    bed = desk.get("provider", f"/v1/homes/{own}").json()["beds"][0]["id"]
    blocking = f"/v1/homes/{own}/beds/{bed}/blocking"
    assert desk.ask("provider", "POST", blocking, {"reason": "staffing"}).status_code == 200


def test_a_program_without_the_right_to_see_prices_is_told_so(desk: Council) -> None:
    home = desk.get("service", f"/v1/homes/{added(desk)['id']}").json()

    assert (home["contracts"], home["kept_back"]) == (None, ["contracts"])
