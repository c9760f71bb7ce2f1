"""The record over HTTP: for auditors alone, page by page, and proved whole."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from matcher.service.rights import RIGHTS
from matcher.store import audit
from matcher.store.engine import is_sqlite
from matcher.store.work import Store, Work
from tests.api.client import code_of
from tests.conftest import NOON
from tests.people import Browser, app_on, council, hire, signed_in

PATHS = ("/v1/audit", "/v1/audit/verify", "/v1/audit/head")
People = dict[str, Browser]
PERSONS = [role for role in RIGHTS if role != "service"]


@pytest.fixture
def people(store: Store) -> People:
    """A signed-in person of each role, in a council whose record begins with their coming."""
    council_id = council(store, "north")
    app = app_on(store)
    found: People = {}
    for role in PERSONS:
        person = hire(store, council_id, f"{role}@example.invalid", role, password=False)
        found[role] = Browser(app, signed_in(store, council_id, person.id))
    for number in range(3):
        store.write(council_id, partial(happened, number=number))
    return found


def happened(work: Work, number: int) -> int:
    return audit.append(work, "service", 9, "told", ("home", 5 + number), {"beds": number})


def told(people: People, path: str) -> Any:
    answer = people["auditor"].get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_record_is_read_by_auditors_alone(people: People) -> None:
    for role in PERSONS:
        answers = [people[role].get(path) for path in PATHS]
        assert [answer.status_code for answer in answers] == [200 if role == "auditor" else 403] * 3
        assert role == "auditor" or {code_of(answer)[1] for answer in answers} == {"forbidden"}


def test_nobody_reads_it_without_signing_in(people: People, store: Store) -> None:
    stranger = Browser(people["auditor"].app, people["auditor"].session, cookie="another")
    assert [stranger.get(path).status_code for path in PATHS] == [401] * 3


def test_a_row_tells_codes_and_ids(people: People) -> None:
    [row] = told(people, "/v1/audit?action=told&subject_id=6&subject_kind=home")["rows"]

    assert row | {"sequence": 0, "hash": ""} == {
        "sequence": 0,
        "at": NOON.isoformat().replace("+00:00", "Z"),
        "actor_kind": "service",
        "actor_id": 9,
        "action": "told",
        "subject_kind": "home",
        "subject_id": 6,
        "payload": {"beds": 1},
        "hash": "",
    }


def test_next_leads_through_every_page_of_what_was_asked_for(people: People) -> None:
    seen, path = [], "/v1/audit?actor_id=9&limit=2&since=2026-01-01T00%3A00%3A00%2B00%3A00"
    for _ in range(3):
        page = told(people, path)
        seen.append([row["subject_id"] for row in page["rows"]])
        if page["next"] is None:
            break
        path = page["next"]
    assert seen == [[5, 6], [7]]


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-01-01T00:00:00",
        "subject_id=0",
        "subject_id=9007199254740992",
        "action=DROP%20TABLE",
        "limit=201",
        "after=x",
        "who=7",
    ],
)
def test_a_query_is_read_strictly(people: People, query: str) -> None:
    answer = people["auditor"].get(f"/v1/audit?{query}")

    assert code_of(answer) == (422, "bad_case")


def test_the_head_that_was_kept_is_found_again_and_another_is_not(people: People) -> None:
    head = told(people, "/v1/audit/head")
    sequence, good, wrong = head["sequence"], head["hash"], "0" * 64

    whole = told(people, f"/v1/audit/verify?sequence={sequence}&hash={good}")
    other = told(people, f"/v1/audit/verify?sequence={sequence}&hash={wrong}")

    assert whole == {
        "whole": True,
        "rows": sequence,
        "head": head,
        "payloads_erased_through": 0,
        "bad": None,
    }
    assert (other["whole"], other["bad"]["kind"], other["bad"]["sequence"]) == (
        False,
        "not_as_anchored",
        sequence,
    )
    half = people["auditor"].get(f"/v1/audit/verify?sequence={sequence}")
    assert code_of(half) == (422, "bad_case")


def test_the_first_bad_row_is_named_in_words(people: People, store: Store) -> None:
    with store.engine.begin() as connection:
        if is_sqlite(store.engine):
            connection.execute(text("DROP TRIGGER never_update_audit"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
            connection.execute(text("ALTER TABLE audit NO FORCE ROW LEVEL SECURITY"))
        connection.execute(text("UPDATE audit SET subject_id = 4 WHERE action = 'told'"))

    verdict = told(people, "/v1/audit/verify")

    first = verdict["rows"] + 1
    assert verdict["whole"] is False
    assert verdict["bad"] == {
        "sequence": first,
        "kind": "altered",
        "after": 0,
        "message": f"row {first} was altered",
    }


def test_another_councils_auditor_reads_another_record(people: People, store: Store) -> None:
    south = council(store, "south")
    person = hire(store, south, "a@example.invalid", "auditor", password=False)
    theirs = Browser(people["auditor"].app, signed_in(store, south, person.id))

    ours = {row["hash"] for row in told(people, "/v1/audit")["rows"]}

    assert not ours & {row["hash"] for row in theirs.get("/v1/audit").json()["rows"]}
