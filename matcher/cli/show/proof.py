"""What was proved of an answer, in one sentence that claims no more than that."""

from __future__ import annotations

from matcher.cli.words import amount
from matcher.domain.proposal import Proposal

PROVED = "Proved: nothing better exists under these rules."


def proof_words(proposal: Proposal) -> str:
    """The sentence under a plan's title."""
    if proposal.status == "optimal":
        confirmed = proposal.proof.second_solver == "confirmed"
        return PROVED + (" A second solver agrees." if confirmed else "")
    return f"Best found in {_seconds(proposal.run.seconds)}; {_what_is_open(proposal)}."


def _what_is_open(proposal: Proposal) -> str:
    first, second = proposal.proof.tier1, proposal.proof.tier2
    if first.gap is None:
        return "not proved: more children might be given a home"
    if first.gap > 0:
        return (
            "not proved: more children might be given a home "
            f"(weight without one {first.value}, at least {first.bound})"
        )
    if second.gap is None:
        return "no other plan gives more children a home, but a cheaper one may exist"
    return f"at most {amount(second.gap)} a week better exists"


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
