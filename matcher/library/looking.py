"""The questions that need no solver: why not, whether an answer is right, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.proposal import WhyNot
    from matcher.domain.reference import RuleDocument, Verdict
    from matcher.verify import Breach


def why_not(case: Case, referral: str) -> WhyNot:
    """Every home with all the rules that shut it to this child. Raises NotFound."""
    from matcher.answers.why_not import why_not as reasons

    return reasons(case, referral)


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
