"""Councils and people for tests: two councils, a person of each role, and their requests. All invented."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI

from api.main import create_app
from api.settings import ServerSettings
from api.signed_in import FORM_HEADER, LOOPBACK_COOKIE
from matcher.service import passwords, people, sessions
from matcher.service.actor import Actor, system
from matcher.service.people import AddUser
from matcher.service.sessions import SignedIn
from matcher.store import audit, councils
from matcher.store.people import Person
from matcher.store.rows import add
from matcher.store.tables.homes import PROVIDERS
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.api.client import JSON, send

PASSWORD = "four words are enough"


@cache
def password_hash() -> str:
    """One hash for everybody: it is slow on purpose."""
    return passwords.hashed(PASSWORD, "nobody@example.invalid")


def council(store: Store, code: str) -> int:
    """A council with nothing in it but the beginning of its record."""
    council_id = store.write(EVERY_COUNCIL, lambda work: councils.found(work, code, f"Council {code}", None))
    store.write(council_id, audit.begin_chain)
    return council_id


def hire(store: Store, council_id: int, email: str, *roles: str, password: bool = True) -> Person:
    """Somebody new, added at the command line."""

    def act(work: Work) -> Person:
        provider = add(work, PROVIDERS, name=email, created_at=work.now) if "provider" in roles else None
        asked = {"email": email, "name": "Somebody", "roles": roles, "provider_id": provider}
        command = AddUser.model_validate(asked)
        kept = password_hash() if password else None
        return people.add_user(work, system(council_id), command, kept)

    return store.write(council_id, act)


def signed_in(store: Store, council_id: int, user_id: int) -> SignedIn:
    """A session without the slow part."""
    return store.write(council_id, lambda work: sessions.begin(work, user_id, "password"))


def actor(person: Person, council_id: int) -> Actor:
    """Who this person is to a function of the service."""
    roles: Any = person.roles
    return Actor(council_id, "human", person.id, roles, person.provider_id)


def app_on(store: Store, **settings: Any) -> FastAPI:
    """An application on this store, with these settings and no others from the environment."""
    return create_app(ServerSettings(**settings), store)


@dataclass(frozen=True)
class Browser:
    """Somebody's requests: with the cookie, and with the form's token on every change."""

    app: FastAPI
    session: SignedIn
    cookie: str = LOOPBACK_COOKIE

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        given = {"Cookie": f"{self.cookie}={self.session.token}", FORM_HEADER: self.session.form_token}
        content = None if body is None else json.dumps(body).encode()
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return send(self.app, method, path, content, {**JSON, **given, **more})

    def get(self, path: str) -> httpx.Response:
        return self.send("GET", path)
