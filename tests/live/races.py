"""Races over HTTP: many at one bed, many at one fund, many with one key. Each returns what was answered."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from matcher.domain.case import Case
from tests.builders import budget, case, home, referral
from tests.live.stage import Council, Stage

RACERS = 50
PRICE_PENCE = 30_000
AGAIN_S = 0.05
"""After which an impatient client asks again whether its first request is done."""


@dataclass(frozen=True)
class Raced:
    """What each racer was told, and the council afterwards."""

    answers: tuple[httpx.Response, ...]
    council: Council

    @property
    def told(self) -> Counter[tuple[int, str]]:
        """How often each status and code was answered."""
        return Counter((answer.status_code, code_of(answer)) for answer in self.answers)


def code_of(answer: httpx.Response) -> str:
    """The code of a problem; nothing of what went well."""
    return str(answer.json()["code"]) if answer.status_code >= 400 else ""


def one_bed(children: int = RACERS) -> Case:
    """So many children, all of whom could live in the one bed there is."""
    return case([referral(f"R-{n}") for n in range(children)], [home("H-1", places=1)])


def one_fund(children: int = RACERS, enough_for: int = 3) -> Case:
    """A home for each child, and money for a few of them."""
    return a_home_each(children, budgets=[budget(enough_for * PRICE_PENCE + 1)])


def a_home_each(children: int, **more: Any) -> Case:
    """So many children, each of whom one home suits and no other."""
    numbers = range(children)
    return case(
        [referral(f"R-{n}", need=f"need-{n}") for n in numbers],
        [_home_for(n) for n in numbers],
        **more,
    )


def _home_for(number: int) -> dict[str, Any]:
    return home(
        f"H-{number}",
        places=1,
        needs_met=[f"need-{number}"],
        weekly_price_pence=PRICE_PENCE,
        name=f"Home {number}",
    )


def all_at_once(
    stage: Stage, headers: dict[str, str], acts: Sequence[Callable[[httpx.Client], Any]]
) -> list[Any]:
    """Do these acts at the same moment, each with a connection that is open already."""
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[httpx.Client], Any]) -> Any:
        with stage.client(headers) as client:
            client.get("/livez")
            ready.wait(60)
            return act(client)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def deciding(body: dict[str, Any], key: str) -> Callable[[httpx.Client], httpx.Response]:
    """One decision under one key."""
    return lambda client: client.post("/v1/decisions", json=body, headers={"Idempotency-Key": key})


def race(stage: Stage, given: Case, code: str) -> Raced:
    """Every child's officer decides at once: for the one home, or for the child's own."""
    council = stage.council(given, code)
    homes = [given.homes[min(n, len(given.homes) - 1)].id for n in range(len(given.referrals))]
    bodies = [council.decision(child.id, home) for child, home in zip(given.referrals, homes, strict=True)]
    acts = [deciding(body, f"{code}-{number}") for number, body in enumerate(bodies)]
    return Raced(tuple(all_at_once(stage, council.signed_in(), acts)), council)


def same_key(stage: Stage, code: str, racers: int = RACERS) -> Raced:
    """One decision sent so many times under one key, each again until it is answered for good."""
    council = stage.council(one_bed(2), code)
    body = council.decision("R-0", "H-1")
    once = deciding(body, f"{code}-key")

    def until_answered(client: httpx.Client) -> httpx.Response:
        answer = once(client)
        while answer.status_code == 409 and code_of(answer) == "idempotency_key_running":
            time.sleep(AGAIN_S)
            answer = once(client)
        return answer

    return Raced(tuple(all_at_once(stage, council.signed_in(), [until_answered] * racers)), council)
