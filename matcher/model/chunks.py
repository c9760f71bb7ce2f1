"""The parts of a question about options that share their bounds."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.model.problem import Problem

CHUNKS = 4
NOBODY = -1
"""Stands in a list for an option that no allocation can use: it has no choice."""

Lists = Mapping[int, tuple[int, ...]]
"""Choices by number of a list, each list in the order that breaks ties."""


def chunks(problem: Problem, lists: Lists) -> list[dict[int, tuple[int, ...]]]:
    """The lists in parts that share their bounds: always the same, however many processes there are."""
    parts: list[dict[int, tuple[int, ...]]] = [{} for _ in range(CHUNKS)]
    for number, choices in sorted(lists.items()):
        unit = next((int(problem.unit[choice]) for choice in choices if choice != NOBODY), 0)
        parts[unit % CHUNKS][number] = choices
    return [part for part in parts if part]
