"""Two walks along one frontier, one from each end, until they meet: a process each."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from matcher.answers.ask import Clock, Settings, solve
from matcher.answers.settings import Progress
from matcher.model.frontier import Point, Side, Walk
from matcher.model.problem import Problem

PAUSE_S = 1.0
"""A walk looks so often where the other one is."""
SIDES: tuple[Side, Side] = ("cheap", "near")


@dataclass
class Track:
    """What both walks came by, each in its own order."""

    cheap: list[Point] = field(default_factory=list)
    near: list[Point] = field(default_factory=list)
    whole: bool = False
    """Whether they met, or one of them came to the other end."""

    @property
    def points(self) -> list[Point]:
        """Cheapest first; where both came by a point it is told once."""
        return sorted({(p.pence, p.metres): p for p in (*self.cheap, *self.near)}.values())


class _Walkers:
    """Both walks' progress. Only `turn` and `take` touch it, under a lock."""

    def __init__(self, problem: Problem, asked: dict[str, Any], hint: tuple[int, ...]) -> None:
        self.problem, self.asked, self.hint = problem, asked, hint
        self.track, self.lock, self.over = Track(), threading.Lock(), threading.Event()

    def turn(self, side: Side) -> dict[str, Any]:
        """What a walk is asked next."""
        with self.lock:
            mine, other = self._of(side)
            return {
                **self.asked,
                "side": side,
                "after": mine[-1] if mine else None,
                "until": other[-1] if other else None,
                "hint": self.hint,
                "pause_s": PAUSE_S,
            }

    def take(self, side: Side, walk: Walk) -> int:
        """Add what a walk found; how many points are known now."""
        with self.lock:
            mine, other = self._of(side)
            mine += walk.points
            met = bool(mine and other) and mine[-1].pence >= other[-1].pence
            if side == "near":
                met = bool(mine and other) and mine[-1].pence <= other[-1].pence
            self.track.whole |= met or walk.ended in ("met", "passed")
            if self.track.whole or walk.ended == "time":
                self.over.set()
            return len(self.track.points)

    def _of(self, side: Side) -> tuple[list[Point], list[Point]]:
        track = self.track
        return (track.cheap, track.near) if side == "cheap" else (track.near, track.cheap)


def walked(
    problem: Problem, asked: dict[str, Any], hint: tuple[int, ...], settings: Settings, clock: Clock
) -> Track:
    """Walk from both ends, or with one worker from the cheap end alone, within the settings' limit."""
    walkers = _Walkers(problem, asked, hint)
    sides = SIDES[: max(1, min(2, settings.workers))]
    with ThreadPoolExecutor(len(sides)) as threads:
        walks = [threads.submit(_walk, walkers, side, settings, clock) for side in sides]
    for walk in walks:
        walk.result()
    return walkers.track


def _walk(walkers: _Walkers, side: Side, settings: Settings, clock: Clock) -> None:
    try:
        while not walkers.over.is_set() and clock.seconds < settings.limit_s:
            walk: Walk = _ask(walkers, side, settings, clock)
            known = walkers.take(side, walk)
            if settings.progress is not None:
                settings.progress(Progress(stage="frontier", seconds=clock.seconds, done=known))
    finally:
        # one walk that fails ends the other: the answer is lost
        walkers.over.set()


def _ask(walkers: _Walkers, side: Side, settings: Settings, clock: Clock) -> Any:
    left = replace(settings, limit_s=max(0.01, settings.limit_s - clock.seconds), progress=None)
    return solve("frontier_walk", walkers.problem, walkers.turn(side), left, clock)
