"""What the service adds to the engine: `python -m benchmarks.service`, over loopback, in one run.

`match`: POST /v1/match at county size, end to end, against the engine on the same bytes in this process, turn
by turn; what counts is the ratio of the medians. `reads`: fifty people who read once a second each, a plain
page of the store and a row of it, on SQLite and PostgreSQL. `crowd`: the same fifty without a pause, which
tells how much one process gives.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from benchmarks.machine import load, now, setting
from benchmarks.run import RESULTS, Line, rung_of, warm_up
from matcher import library
from tests.databases import KINDS, fresh_database
from tests.live.stage import Council, Stage, staged
from tests.service.seeded import demo_today

USERS = 50
READ_TARGET_MS = 20.0
MATCH_TARGET = 1.3
LIMIT_S = 60.0


def match_line(stage: Stage, seed: int, repeat: int) -> Line:
    """The engine and the service on one county case, in turns."""
    rung = rung_of("county", seed, "slack", "sparse")
    engine_s, service_s = [], []
    with stage.client({"Content-Type": "application/json"}) as client:

        def ask() -> bytes:
            answer = client.post("/v1/match", params={"limit_s": LIMIT_S}, content=rung.document)
            answer.raise_for_status()
            return answer.content

        ask()
        _engine(rung.document)
        for _ in range(repeat):
            engine_s.append(_timed(lambda: _engine(rung.document)))
            service_s.append(_timed(ask))
        same = _plan(ask()) == _plan(_engine(rung.document))
    ratio = median(service_s) / median(engine_s)
    return {
        "what": "match",
        "size": rung.size,
        "seed": seed,
        "fingerprint": rung.fingerprint,
        "engine_seconds": round(median(engine_s), 4),
        "service_seconds": round(median(service_s), 4),
        "ratio": round(ratio, 3),
        "target": MATCH_TARGET,
        "met": same and ratio <= MATCH_TARGET,
        "repeats": [[round(s, 4) for s in engine_s], [round(s, 4) for s in service_s]],
    }


def _engine(document: bytes) -> bytes:
    """From the case's bytes to the verified answer's bytes, as `allocate` is counted everywhere here."""
    answer = library.allocate(library.load_case(document), library.Settings(limit_s=LIMIT_S))
    return answer.model_dump_json(by_alias=True).encode()


def _plan(answer: bytes) -> Any:
    return json.loads(answer)["allocation"]


def _timed(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def read_lines(stage: Stage, kind: str, seconds: float) -> Iterator[Line]:
    """Plain reads of the demonstration council: paced as people are, then without a pause."""
    council = stage.council(demo_today(), f"reads-{kind}")
    paths = ["/v1/referrals?limit=20", f"/v1/homes/{next(iter(council.seeded.homes.values()))}"]
    for what, pause_s in (("reads", 1.0), ("crowd", 0.0)):
        milliseconds, wrong = _crowd(stage, council, paths, seconds, pause_s)
        cuts = quantiles(milliseconds, n=100)
        yield {
            "what": what,
            "database": kind,
            "users": USERS,
            "pause_s": pause_s,
            "requests": len(milliseconds),
            "per_second": round(len(milliseconds) / seconds, 1),
            "wrong": wrong,
            "p50_ms": round(median(milliseconds), 2),
            "p95_ms": round(cuts[94], 2),
            "target_ms": READ_TARGET_MS,
            "met": not wrong and cuts[94] < READ_TARGET_MS,
        }


def _crowd(
    stage: Stage, council: Council, paths: list[str], seconds: float, pause_s: float
) -> tuple[list[float], int]:
    """Every answer's milliseconds, and how many answers were not 200; users begin one after the other."""
    headers = [council.signed_in() for _ in range(USERS)]
    until = time.monotonic() + seconds

    def user(number: int) -> tuple[list[float], int]:
        draw, found, wrong = Random(number), [], 0
        with stage.client(headers[number]) as client:
            time.sleep(pause_s * draw.random())
            while time.monotonic() < until:
                start = time.perf_counter()
                answer = client.get(draw.choice(paths))
                found.append((time.perf_counter() - start) * 1_000)
                wrong += answer.status_code != 200
                time.sleep(pause_s * draw.uniform(0.5, 1.5))
        return found, wrong

    with ThreadPoolExecutor(USERS) as pool:
        told = list(pool.map(user, range(USERS)))
    return [one for found, _ in told for one in found], sum(wrong for _, wrong in told)


def lines(asked: argparse.Namespace) -> Iterator[Line]:
    """Everything asked for, a line at a time."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            with fresh_database(kind, Path(folder)) as url, staged(url, solves_per_minute=10_000) as stage:
                if kind == KINDS[0]:
                    warm_up()
                    yield from (match_line(stage, seed, asked.repeat) for seed in range(1, asked.seeds + 1))
                yield from read_lines(stage, kind, asked.seconds)


def told(line: Line) -> str:
    """A measurement in one line for whoever watches."""
    verdict = "met" if line["met"] else "NOT MET"
    if line["what"] == "match":
        times = f"{line['engine_seconds']} s and {line['service_seconds']} s"
        return f"match county-{line['seed']}: engine and service {times}, ratio {line['ratio']}: {verdict}"
    figures = f"p50 {line['p50_ms']} ms, p95 {line['p95_ms']} ms, {line['per_second']} a second"
    return f"{line['what']} {line['database']} {line['users']} users: {figures}: {verdict}"


def main(arguments: list[str] | None = None) -> None:
    """Measure, and add the lines to a file of results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="county cases; default 3")
    parser.add_argument("--repeat", type=int, default=5, help="the median of this many; default 5")
    parser.add_argument("--seconds", type=float, default=30.0, help="of reading, each time; default 30")
    parser.add_argument("--out", type=Path, help="a file of JSON lines to add to")
    asked = parser.parse_args(arguments)
    out = asked.out or RESULTS / f"{now()[:10]}-service.jsonl"
    out.parent.mkdir(parents=True, exist_ok=True)
    for line in lines(asked):
        with out.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "load": load(), "date": now(), **setting()}) + "\n")
        sys.stdout.write(told(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
