"""A seeded council behind its HTTP door: one browser for each role, and a program with a key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx
from fastapi import FastAPI

from api.signed_in import FORM_HEADER, LOOPBACK_COOKIE
from matcher.service import tokens
from matcher.service.actor import Actor
from matcher.service.rights import RIGHTS
from matcher.store import service_accounts as accounts
from matcher.store.tables.base import new_id
from matcher.store.work import Store, Work
from tests.api.client import JSON, send
from tests.people import app_on, signed_in
from tests.service.seeded import Seeded, seeded, small

PEOPLE = ("officer", "second_officer", "panel", "commissioner", "provider", "auditor", "administrator")
_keys = count(1)


@dataclass(frozen=True)
class Council:
    """The application, what was seeded, and the headers that make somebody known."""

    app: FastAPI
    store: Store
    seeded: Seeded
    known_by: Mapping[str, Mapping[str, str]]

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A request of this role, or of `nobody`; a change has a key of its own unless one is given."""
        given = {**JSON, **self.known_by.get(who, {})}
        if method != "GET":
            given["Idempotency-Key"] = f"key-{next(_keys)}"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return send(self.app, method, path, content, given)

    def get(self, who: str, path: str) -> httpx.Response:
        """What this role reads there."""
        return self.ask(who, "GET", path)


def small_council(store: Store, code: str = "small", **settings: Any) -> Council:
    """Two children, two homes of one bed each."""
    return behind_door(store, small(store, code), **settings)


def demo_council(store: Store, code: str = "demo", **settings: Any) -> Council:
    """The demonstration council."""
    return behind_door(store, seeded(store, code), **settings)


def behind_door(store: Store, council: Seeded, app: FastAPI | None = None, **settings: Any) -> Council:
    """Sessions for all people, and a key for a program with every scope."""
    known_by = {name: _cookie(store, getattr(council, name)) for name in PEOPLE}
    key = store.write(council.council_id, lambda work: _widest_key(work, council.administrator))
    known_by["service"] = {"Authorization": f"Bearer {key}"}
    return Council(app or app_on(store, **settings), store, council, known_by)


def _widest_key(work: Work, by: Actor) -> str:
    """Every right that the role may have; no administrator makes it, since some do not go together."""
    account_id = new_id()
    key = tokens.fresh(work.council_id, account_id)
    print_of_key = tokens.fingerprint(key)
    accounts.new_account(work, account_id, "another case system", print_of_key, RIGHTS["service"], by.id)
    return key


def _cookie(store: Store, person: Actor) -> dict[str, str]:
    assert person.id is not None
    session = signed_in(store, person.council_id, person.id)
    return {"Cookie": f"{LOOPBACK_COOKIE}={session.token}", FORM_HEADER: session.form_token}
