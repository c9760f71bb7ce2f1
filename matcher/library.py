"""The Python API that both doors use: read a case, ask, and check any answer.

>>> from matcher import library
>>> case = library.load_case("data/demo/case.json")
>>> proposal = library.allocate(case)
>>> proposal.status
'optimal'
>>> library.verify(case, proposal.model_dump(mode="json", by_alias=True))
()
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from matcher.domain.case import Case
from matcher.domain.proposal import Alternatives, OptionTable, Proposal, WhyNot
from matcher.verify import Breach


@dataclass(frozen=True)
class Progress:
    """One report from a running solve; `incumbent`, `bound` are the stage's own tier."""

    stage: str
    seconds: float
    incumbent: int | None = None
    bound: int | None = None
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Settings:
    """How to solve. `limit_s` covers the whole call; `workers` never changes the answer."""

    limit_s: float = 60.0
    workers: int = 1
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    cancel: Event = field(default_factory=Event)


def load_case(source: str | Path | bytes) -> Case:
    """Read a case document from a path or from bytes. Raises BadCase with every fault."""
    raise NotImplementedError


def allocate(case: Case, settings: Settings = Settings()) -> Proposal:
    """The best allocation, proved and verified. Raises OutOfTime, PinsClash, SolveFailed."""
    raise NotImplementedError


def options(
    case: Case, referrals: Sequence[str] | None = None, settings: Settings = Settings()
) -> OptionTable:
    """Eligible homes ranked by exact regret, for some referrals or all. Raises NotFound too."""
    raise NotImplementedError


def why_not(case: Case, referral: str) -> WhyNot:
    """Every home with all the rules that shut it to this child. Raises NotFound."""
    raise NotImplementedError


def alternatives(
    case: Case, k: int = 3, differ: int = 1, settings: Settings = Settings()
) -> Alternatives:
    """The k best allocations, each at least `differ` children apart from those before it."""
    raise NotImplementedError


def verify(case: Case, answer: dict[str, Any]) -> tuple[Breach, ...]:
    """Everything wrong with an answer, recomputed from the case alone; empty when right."""
    raise NotImplementedError
