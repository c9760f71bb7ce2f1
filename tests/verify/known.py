"""The cases with known answers, and the optimal allocation that their regrets give away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matcher.domain.case import Case
from matcher.domain.reading import read_case

CASES = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class Known:
    """One case and what an independent solver found for it."""

    name: str
    case: Case
    expected: dict[str, Any]

    def __str__(self) -> str:
        return self.name

    @property
    def allocation(self) -> dict[str, str | None]:
        """Every child in its one home without regret: in these cases no child has two."""
        free = [key.split("|") for key, regret in self.expected["regret"].items() if regret == [0, 0]]
        homes: dict[str, str | None] = dict.fromkeys((child.id for child in self.case.referrals), None)
        for child_id, home_id in free:
            assert homes[child_id] is None
            homes[child_id] = home_id
        return homes


def _read() -> list[Known]:
    expected = json.loads((CASES / "expected.json").read_bytes())
    return [
        Known(name, read_case((CASES / f"{name}.json").read_bytes()), answer)
        for name, answer in sorted(expected.items())
    ]


KNOWN = _read()
