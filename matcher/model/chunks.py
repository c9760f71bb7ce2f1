"""The parts of a regret table that share their bounds."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.model.problem import Problem

CHUNKS = 4


def chunks(problem: Problem, choices: Iterable[int]) -> list[list[int]]:
    """The parts of a table that share their bounds: always the same, however many processes there are."""
    parts: list[list[int]] = [[] for _ in range(CHUNKS)]
    for choice in choices:
        parts[int(problem.unit[choice]) % CHUNKS].append(choice)
    return [part for part in parts if part]
