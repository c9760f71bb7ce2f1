"""Referrals over HTTP: added once, changed by version, withdrawn, paged, and seen by right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import code_of, fault_paths
from tests.api.council import Council
from tests.builders import referral
from tests.service.acting import day, last_recorded


def asked(id: str = "R-9", **changes: Any) -> dict[str, Any]:
    return referral(id, **{"needed_by": day(10).isoformat(), **changes})


def added(desk: Council, id: str = "R-9", **changes: Any) -> dict[str, Any]:
    answer = desk.ask(
        "officer", "POST", "/v1/referrals", {"child": f"C-{id}", "referral": asked(id, **changes)}
    )
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_a_referral_that_was_added_is_read_where_its_location_says(desk: Council) -> None:
    body = {"child": "C-9", "referral": asked()}
    made = desk.ask("officer", "POST", "/v1/referrals", body)
    read = desk.get("officer", made.headers["location"])

    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert (read.status_code, read.headers["etag"], read.json()) == (200, '"1"', made.json())
    assert read.json()["reference"] == "R-9"
    assert read.json()["origin"] == {"area": "E08000026", "easting": 430_000, "northing": 280_000}
    assert last_recorded(desk.store, desk.seeded.officer)[0] == "referral_added"


def test_the_same_request_again_adds_nothing(desk: Council) -> None:
    body = {"child": "C-9", "referral": asked()}
    first, second = (
        desk.ask("officer", "POST", "/v1/referrals", body, Idempotency_Key="once") for _ in range(2)
    )

    assert second.content == first.content
    assert second.headers["idempotent-replay"] == "true"
    assert len(desk.get("officer", "/v1/referrals").json()["referrals"]) == 3


def test_a_second_open_referral_of_a_child_is_refused(desk: Council) -> None:
    added(desk)
    again = desk.ask("officer", "POST", "/v1/referrals", {"child": "C-R-9", "referral": asked("R-10")})

    assert code_of(again) == (409, "referral_open")


def test_a_change_names_the_version_that_was_read(desk: Council) -> None:
    place = f"/v1/referrals/{added(desk)['id']}"
    body = {"referral": asked(urgency="urgent")}

    changed = desk.ask("officer", "PUT", place, body, If_Match='"1"')
    assert (changed.status_code, changed.headers["etag"], changed.json()["urgency"]) == (200, '"2"', "urgent")
    assert code_of(desk.ask("officer", "PUT", place, body, If_Match='"1"')) == (412, "precondition_failed")
    assert code_of(desk.ask("officer", "PUT", place, body)) == (428, "precondition_required")


def test_a_withdrawn_referral_stays_on_record_and_changes_no_more(desk: Council) -> None:
    place = f"/v1/referrals/{added(desk)['id']}"
    done = desk.ask("officer", "POST", f"{place}/withdrawal", {"reason": "returned_home"}, If_Match='"1"')

    assert (done.status_code, done.json()["state"], done.headers["etag"]) == (200, "withdrawn", '"2"')
    assert desk.get("officer", place).json() == done.json()
    late = desk.ask("officer", "PUT", place, {"referral": asked()}, If_Match='"2"')
    assert code_of(late) == (409, "referral_closed")


def test_pages_list_each_referral_once_and_a_state_lists_its_own(desk: Council) -> None:
    for number in range(3):
        added(desk, f"R-{number}")
    found, address = [], "/v1/referrals?limit=2&state=open"
    while address:
        page = desk.get("officer", address).json()
        found += [entry["reference"] for entry in page["referrals"]]
        address = page["next"]

    assert sorted(found) == ["A", "B", "R-0", "R-1", "R-2"]
    assert desk.get("officer", "/v1/referrals?state=placed").json() == {"referrals": [], "next": None}


def test_a_child_half_known_is_told_as_half_known(desk: Council) -> None:
    unknown = ["urgency", "needed_by", "flags"]
    left_out = {name: value for name, value in asked().items() if name not in ("urgency", "needed_by")}
    body = {"child": "C-9", "referral": left_out | {"unknown": unknown}}
    made = desk.ask("officer", "POST", "/v1/referrals", body).json()

    assert (made["urgency"], made["needed_by"], made["flags"], made["unknown"]) == (None, None, [], unknown)


SEES = {
    "officer": [],
    "panel": ["origin", "school", "exclusion_zones"],
    "commissioner": ["flags", "origin", "school", "exclusion_zones"],
    "service": ["flags", "origin", "school", "exclusion_zones", "supplement_pence", "max_weekly_pence"],
}


@pytest.mark.parametrize("role", SEES)
def test_each_role_is_shown_what_its_rights_show_and_told_what_is_kept_back(desk: Council, role: str) -> None:
    secret: dict[str, Any] = {
        "flags": ["fire_setting"],
        "max_weekly_pence": 412_377,
        "exclusion_zones": [{"easting": 431_117, "northing": 283_119, "miles": 2}],
        "school": {"easting": 429_331, "northing": 281_777, "area": "E08000026"},
    }
    place = f"/v1/referrals/{added(desk, **secret)['id']}"
    seen = desk.get(role, place)

    assert seen.json()["kept_back"] == SEES[role]
    for name, canary in (
        ("flags", "fire_setting"),
        ("max_weekly_pence", "412377"),
        ("exclusion_zones", "431117"),
        ("school", "429331"),
        ("origin", "430000"),
    ):
        assert (canary in seen.text) == (name not in SEES[role])
    assert seen.json()["school"]["area"] == "E08000026"


def test_a_wrong_referral_is_refused_by_the_places_of_its_faults(desk: Council) -> None:
    wrong = asked(urgency="soon", staff_hours=-1)

    answer = desk.ask("officer", "POST", "/v1/referrals", {"child": "C-9", "referral": wrong})
    assert fault_paths(answer) == ["$.referral.urgency", "$.referral.staff_hours"]
