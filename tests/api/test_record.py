"""The record over HTTP: for auditors alone, page by page, and proved whole."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from matcher.service.actor import Actor
from matcher.service.rights import RIGHTS, Role
from matcher.service.views.payloads import payload_view
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
        "kept_back": [],
        "hash": "",
    }


def test_an_auditor_reads_no_price_no_loss_and_no_hash_to_guess_from(people: People, store: Store) -> None:
    council_id = people["auditor"].session.actor.council_id
    payload = {
        "fund": "la",
        "weekly_price_pence": 480_000,
        "ends_pence": None,
        "loss": {"tier1": 0, "tier2": 41_500},
        "over_centipence": {"la": 900},
        "offers": [{"before_pence": 3, "version": 2}],
        "answer": "5" * 64,
    }
    store.write(council_id, lambda work: audit.append(work, "system", None, "priced", ("home", 1), payload))

    [row] = told(people, "/v1/audit?action=priced")["rows"]

    assert row["payload"] == {
        "fund": "la",
        "weekly_price_pence": None,
        "ends_pence": None,
        "loss": None,
        "over_centipence": None,
        "offers": [{"before_pence": None, "version": 2}],
        "answer": None,
    }
    guarded = ["answer", "before_pence", "loss", "over_centipence", "weekly_price_pence"]
    assert row["kept_back"] == guarded
    assert told(people, "/v1/audit/verify")["whole"]


@pytest.mark.parametrize(
    ("role", "kept_back"),
    [
        ("officer", []),
        ("panel", ["answer", "loss"]),
        ("auditor", ["answer", "loss", "weekly_price_pence"]),
        ("service", ["answer", "loss", "weekly_price_pence"]),
    ],
)
def test_what_is_kept_back_goes_by_rights(role: Role, kept_back: list[str]) -> None:
    payload = {"answer": "5", "loss": {"tier2": 1}, "weekly_price_pence": 2}
    actor = Actor(1, "human", 2, frozenset({role}))
    seen = {name: None if name in kept_back else value for name, value in payload.items()}
    assert payload_view(payload, actor) == (seen, kept_back)
    assert payload_view(None, actor) == (None, [])


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
