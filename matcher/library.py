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

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from matcher.answers.allocation import allocation
from matcher.answers.alternatives import alternatives as _alternatives
from matcher.answers.ask import Progress, Settings
from matcher.answers.options import option_table
from matcher.answers.why_not import why_not as _why_not
from matcher.domain.case import Case
from matcher.domain.proposal import Alternatives, OptionTable, Proposal, WhyNot
from matcher.domain.reading import MAX_BYTES, read_case
from matcher.domain.types import Model
from matcher.errors import BadCase, Fault, ProposalRejected
from matcher.geo.resolver import resolver_for
from matcher.rules.book import pin_faults
from matcher.verify import Breach
from matcher.verify import verify as verify_answer

Answer = TypeVar("Answer", bound=Model)

__all__ = [
    "Progress",
    "Settings",
    "allocate",
    "alternatives",
    "check_pins",
    "load_case",
    "options",
    "verify",
    "why_not",
]


def load_case(source: str | Path | bytes) -> Case:
    """Read a case from a path or from bytes; postcodes become grid points.

    Raises BadCase with every fault, OSError when the file cannot be read.
    """
    document = source if isinstance(source, bytes) else _read(Path(source))
    return check_pins(read_case(document, resolver_for(document)))


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_BYTES:
        raise BadCase([Fault("$", f"the document is larger than {MAX_BYTES // 2**20} MB: split it")])
    return path.read_bytes()


def check_pins(case: Case) -> Case:
    """The case itself. Raises BadCase when a pin is to a home that the rules shut."""
    faults = pin_faults(case)
    if faults:
        raise BadCase(faults)
    return case


def allocate(case: Case, settings: Settings | None = None) -> Proposal:
    """The best allocation, proved and verified. Raises OutOfTime, PinsClash, SolveFailed."""
    return _verified(check_pins(case), allocation(case, settings or Settings()))


def options(
    case: Case, referrals: Sequence[str] | None = None, settings: Settings | None = None
) -> OptionTable:
    """Eligible homes ranked by exact regret, for some referrals or all. Raises NotFound too."""
    return _verified(check_pins(case), option_table(case, referrals, settings or Settings()))


def why_not(case: Case, referral: str) -> WhyNot:
    """Every home with all the rules that shut it to this child. Raises NotFound."""
    return _why_not(case, referral)


def alternatives(case: Case, k: int = 3, differ: int = 1, settings: Settings | None = None) -> Alternatives:
    """The k best allocations, each at least `differ` children apart from those before it."""
    return _verified(check_pins(case), _alternatives(case, k, differ, settings or Settings()))


def verify(case: Case, answer: dict[str, Any]) -> tuple[Breach, ...]:
    """Everything wrong with an answer, recomputed from the case alone; empty when right."""
    return verify_answer(case, answer)


def _verified(case: Case, answer: Answer) -> Answer:
    """Pass an answer on only if the verifier, given its JSON, finds nothing wrong with it."""
    breaches = verify_answer(case, json.loads(answer.model_dump_json(by_alias=True)))
    if breaches:
        raise ProposalRejected([f"{breach.code}: {breach.message}" for breach in breaches])
    return answer
