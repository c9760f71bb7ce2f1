"""A council with its people and its case, for tests: the demonstration council, or a tiny one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matcher.domain.case import Case
from matcher.domain.deciding import Deciding
from matcher.domain.reading import read_case
from matcher.service.actor import Actor
from matcher.service.days import london_day
from matcher.service.rights import Role
from matcher.service.seeding import SeededRows, begin_council, moved_to, seed_demo
from matcher.store import councils, homes
from matcher.store.rows import add, put
from matcher.store.tables.people import SERVICE_ACCOUNTS, USER_ROLES, USERS
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.builders import case as built
from tests.builders import home, referral
from tests.conftest import NOON

DEMO = Path(__file__).parents[2] / "data" / "demo" / "case.json"
SCOPES = ["read_referrals", "write_referrals", "read_homes", "write_homes", "read_policy", "ask", "read_runs"]


@dataclass(frozen=True)
class Seeded:
    """A council, one actor of each role (two officers), and ids by the references of its case."""

    council_id: int
    case: Case
    officer: Actor
    second_officer: Actor
    panel: Actor
    commissioner: Actor
    auditor: Actor
    administrator: Actor
    provider: Actor
    service: Actor
    children: Mapping[str, int]
    referrals: Mapping[str, int]
    homes: Mapping[str, int]


def seeded(store: Store, code: str = "demo", deciding: Deciding | None = None) -> Seeded:
    """The demonstration council, its dates moved to the store's day."""
    return settled(store, demo_today(), code, deciding)


def small(store: Store, code: str = "small", deciding: Deciding | None = None) -> Seeded:
    """Children A and B, homes H1 and H2 with one bed each; everybody may live everywhere."""
    return settled(store, small_case(), code, deciding)


def settled(store: Store, case: Case, code: str, deciding: Deciding | None = None) -> Seeded:
    """A new council with this case and people of all roles."""
    council_id = store.write(EVERY_COUNCIL, lambda work: councils.found(work, code, f"Council {code}", None))

    def settle(work: Work) -> Seeded:
        begin_council(work, case, deciding)
        return _with_people(work, case, seed_demo(work, case))

    return store.write(council_id, settle)


@cache
def demo_today() -> Case:
    """The demonstration case as if it were the day on which stored tests happen."""
    return moved_to(read_case(DEMO.read_bytes()), london_day(NOON))


@cache
def small_case() -> Case:
    """Two children and two homes of one bed each, H1 nearer and H2 dearer."""
    first = home("H1", places=1)
    second = home("H2", places=1, weekly_price_pence=400_000)
    document = built(referrals=[referral("A"), referral("B")], homes=[first, second])
    return moved_to(document, london_day(NOON))


def _with_people(work: Work, case: Case, rows: SeededRows) -> Seeded:
    first_home = homes.home(work, next(iter(rows.home_ids.values())))
    officer = _person(work, "officer")
    return Seeded(
        council_id=work.council_id,
        case=case,
        officer=officer,
        second_officer=_person(work, "officer", "second"),
        panel=_person(work, "panel"),
        commissioner=_person(work, "commissioner"),
        auditor=_person(work, "auditor"),
        administrator=_person(work, "administrator"),
        provider=_person(work, "provider", provider_id=first_home.provider_id),
        service=_service(work, officer.id),
        children=rows.child_ids,
        referrals=rows.referral_ids,
        homes=rows.home_ids,
    )


def _person(work: Work, role: Role, name: str = "first", provider_id: int | None = None) -> Actor:
    email = f"{name}.{role}@council.test"
    key = add(work, USERS, email=email, name=f"{name} {role}", provider_id=provider_id, created_at=work.now)
    put(work, USER_ROLES, user_id=key, role=role)
    return Actor(work.council_id, "human", key, frozenset({role}), provider_id)


def _service(work: Work, created_by: int | None) -> Actor:
    values = {"name": "case system", "key_hash": "none", "scopes": SCOPES, "created_by": created_by}
    key = add(work, SERVICE_ACCOUNTS, **values, created_at=work.now)
    return Actor(work.council_id, "service", key, frozenset({"service"}))
