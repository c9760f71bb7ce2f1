"""Requests generated from the OpenAPI document, right ones and wrong ones, each asked as every role (G7).

`benchmarks` asks many; the tests ask a few of each.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core import NotSet
from schemathesis.core.errors import UnsupportedSchema

from api.errors import MEDIA_TYPE
from tests.api.council import Council
from tests.api.matrix.cells import ROLES
from tests.api.matrix.world import Ids, World

ENDS_A_SESSION = frozenset({"signOut", "signOutEverywhere", "endSessions", "setActive", "giveRoles"})
"""Asked rightly, these would take away a role whose requests come after them."""
SLOW_ON_PURPOSE = frozenset({"signIn", "setPassword", "changePassword"})
"""Passwords are hashed slowly: these get one request of each kind."""
NOT_GENERATED = frozenset({"addReferral", "changeReferral", "addScenario", "changeScenario"})
"""The generator cannot make these documents; the raw bytes and the tests of the resources try them."""
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@dataclass(frozen=True)
class Generated:
    """One request, before it is known who asks."""

    operation: str
    method: str
    path: str
    documented: frozenset[int]
    query: str
    body: bytes | None


@dataclass
class Fuzzed:
    """What was answered: how often which status, and every answer that must not be."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)


def fuzz(world: World, examples: int, seed: int = 1, roles: tuple[str, ...] = ROLES) -> Fuzzed:
    """Ask every operation on a council's own data `examples` times in each mode, as each role.

    Wrong is a 5xx, a status that is not documented, and an error that is no problem.
    """
    found, chance = Fuzzed(), random.Random(seed)
    for request in generated(world, examples, seed, chance):
        for role in roles:
            _ask(world.ours, role, request, found)
    return found


def generated(world: World, examples: int, seed: int, chance: random.Random) -> Iterator[Generated]:
    """The requests; half of the ids in their addresses are of things that are there."""
    schema = schemathesis.openapi.from_dict(world.ours.app.openapi())
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        raw = operation.definition.raw
        if "Questions" in raw["tags"] or raw["operationId"] in ENDS_A_SESSION:
            continue
        few = 1 if raw["operationId"] in SLOW_ON_PURPOSE else examples
        for mode in MODES:
            yield from (_request(case, raw, world.own, chance) for case in _cases(operation, mode, few, seed))


def _cases(operation: Any, mode: GenerationMode, examples: int, seed: int) -> list[Any]:
    found: list[Any] = []

    @seeded(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def collect(case: Any) -> None:
        found.append(case)

    try:
        collect()
    except (Unsatisfiable, UnsupportedSchema):
        # An address without parameters has no wrong request; a few documents the generator cannot make.
        return []
    return found[:examples]


def _request(case: Any, raw: dict[str, Any], own: Ids, chance: random.Random) -> Generated:
    named = dict(case.path_parameters or {})
    named |= {name: own[name] for name in named if name in own and chance.random() < 0.5}
    path = case.path
    for name, value in named.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="") or "0")
    body = None if isinstance(case.body, NotSet) else _json(case.body)
    query = urlencode({k: str(v) for k, v in (case.query or {}).items()}, errors="replace")
    statuses = frozenset(map(int, raw["responses"]))
    return Generated(raw["operationId"], case.method, path, statuses, query, body)


def _json(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body, default=str).encode("utf-8", "replace")


def _ask(council: Council, role: str, request: Generated, found: Fuzzed) -> None:
    address = f"{request.path}?{request.query}" if request.query else request.path
    answer = council.ask(role, request.method, address, request.body, If_Match='"1"')
    found.asked += 1
    found.operations.add(request.operation)
    found.statuses[answer.status_code] += 1
    # An id written as a path of its own, or as nothing, is another address: nobody documents those.
    fits = answer.status_code in request.documented | {404, 405}
    told = answer.status_code < 400 or answer.headers["content-type"] == MEDIA_TYPE
    if answer.status_code >= 500 or not fits or not told:
        found.wrong.append(
            f"{role} {request.method} {request.operation}: {answer.status_code} {address[:200]}"
        )
