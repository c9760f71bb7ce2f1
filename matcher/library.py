"""The Python API that both doors use: read a case, ask, and check any answer.

>>> from matcher import library
>>> case = library.load_case("data/demo/case.json")
>>> proposal = library.allocate(case)
>>> proposal.status
'optimal'
>>> library.verify(case, proposal.model_dump(mode="json", by_alias=True))
()

Each function imports what it needs when it is called: whoever only checks or looks up loads nothing
of the model, and a solving process can start before anything else is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from matcher.answers.settings import Progress, Settings
from matcher.errors import BadCase, Fault, ProposalRejected

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.proposal import Alternatives, OptionTable, Proposal, WhyNot
    from matcher.domain.reference import RuleDocument, Verdict
    from matcher.domain.stream import StreamEvent
    from matcher.domain.types import Model
    from matcher.verify import Breach

    Answer = TypeVar("Answer", bound=Model)

__all__ = [
    "Progress",
    "Settings",
    "allocate",
    "alternatives",
    "check_pins",
    "close",
    "load_case",
    "option_stream",
    "options",
    "rules",
    "verdict",
    "verify",
    "warm",
    "why_not",
]


def warm() -> None:
    """Start a solving process ahead of the first question: importing the solver takes a second."""
    from matcher.model.process import POOL

    POOL.warm()


def close() -> None:
    """End the solving processes that wait; the next question starts a new one."""
    from matcher.model.process import POOL

    POOL.close()


def load_case(source: str | Path | bytes) -> Case:
    """Read a case from a path or from bytes; postcodes become grid points.

    Raises BadCase with every fault, OSError when the file cannot be read.
    """
    from matcher.domain.reading import read_case
    from matcher.geo.resolver import resolver_for

    document = source if isinstance(source, bytes) else _read(Path(source))
    return check_pins(read_case(document, resolver_for(document)))


def _read(path: Path) -> bytes:
    from matcher.domain.bounds import MAX_BYTES

    if path.stat().st_size > MAX_BYTES:
        raise BadCase([Fault("$", f"the document is larger than {MAX_BYTES // 2**20} MB: split it")])
    return path.read_bytes()


def check_pins(case: Case) -> Case:
    """The case itself. Raises BadCase when a pin is to a home that the rules shut."""
    from matcher.rules.book import pin_faults

    faults = pin_faults(case)
    if faults:
        raise BadCase(faults)
    return case


def allocate(case: Case, settings: Settings | None = None) -> Proposal:
    """The best allocation, proved and verified. Raises OutOfTime, PinsClash, SolveFailed."""
    from matcher.answers.allocation import allocation

    return _verified(check_pins(case), allocation(case, settings or Settings()))


def options(
    case: Case,
    referrals: Sequence[str] | None = None,
    settings: Settings | None = None,
    first: int | None = None,
) -> OptionTable:
    """Eligible homes ranked by exact regret, for some referrals or all; with `first`, so many of each.

    Raises NotFound too.
    """
    from matcher.answers.options import option_table

    return _verified(check_pins(case), option_table(case, referrals, settings or Settings(), first))


def option_stream(
    case: Case,
    referrals: Sequence[str] | None = None,
    settings: Settings | None = None,
    first: int | None = None,
) -> Generator[StreamEvent]:
    """The same table as it comes, each event verified: every child's first options, then all others.

    At the time limit what is settled stays, and the last event says what is open. Closing the iterator
    ends the solve. Raises at once or while it is read what `options` raises.
    """
    from matcher.answers.options import option_events

    return _as_verified(case, option_events(check_pins(case), referrals, settings or Settings(), first))


def why_not(case: Case, referral: str) -> WhyNot:
    """Every home with all the rules that shut it to this child. Raises NotFound."""
    from matcher.answers.why_not import why_not as reasons

    return reasons(case, referral)


def alternatives(case: Case, k: int = 3, differ: int = 1, settings: Settings | None = None) -> Alternatives:
    """The k best allocations, each at least `differ` children apart from those before it."""
    from matcher.answers.alternatives import alternatives as plans

    return _verified(check_pins(case), plans(case, k, differ, settings or Settings()))


def verify(case: Case, answer: dict[str, Any]) -> tuple[Breach, ...]:
    """Everything wrong with an answer, recomputed from the case alone; empty when right."""
    from matcher.verify import verify as check

    return check(case, answer)


def verdict(case: Case, answer: dict[str, Any]) -> Verdict:
    """The same as a document: what both doors say of an answer."""
    from matcher.domain.reference import Verdict, Wrong

    found = verify(case, answer)
    wrong = tuple(Wrong(code=breach.code, message=breach.message) for breach in found)
    return Verdict(right=not found, breaches=wrong)


def rules() -> RuleDocument:
    """Every rule with its source, since when, and who may waive it."""
    from matcher.rules.document import rule_document

    return rule_document()


def _as_verified(case: Case, events: Generator[StreamEvent]) -> Generator[StreamEvent]:
    """Pass events on only as long as the verifier finds nothing wrong with them."""
    from matcher.verify.stream import StreamCheck

    check = StreamCheck(case)
    try:
        for event in events:
            _refuse(check.take(json.loads(event.model_dump_json(by_alias=True))))
            yield event
    finally:
        events.close()


def _verified(case: Case, answer: Answer) -> Answer:
    """Pass an answer on only if the verifier, given its JSON, finds nothing wrong with it."""
    _refuse(verify(case, json.loads(answer.model_dump_json(by_alias=True))))
    return answer


def _refuse(breaches: Sequence[Breach]) -> None:
    if breaches:
        raise ProposalRejected([f"{breach.code}: {breach.message}" for breach in breaches])
