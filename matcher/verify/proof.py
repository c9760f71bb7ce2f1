"""What an answer says was proved: whether its own bounds bear it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.verify.breach import Breach, misstated
from matcher.verify.sums import Account

Doc = dict[str, Any]


def proof_breaches(account: Account, answer: Doc) -> Iterator[Breach]:
    """Values are the tiers, no bound is above its value, gaps are what lies between them.

    `optimal` is claimed only where both bounds meet their values. A bound itself is the
    solver's word: nothing short of another solve can check how high it may be.
    """
    proof = answer.get("proof")
    if proof is None:
        return
    proved = True
    for tier, value in (("tier1", account.tier1), ("tier2", account.tier2)):
        yield from _bound(proof[tier], value, f"proof.{tier}")
        proved &= proof[tier]["bound"] is not None and proof[tier]["bound"] >= value
    if answer.get("status") == "optimal" and not proved:
        yield Breach("status", "the answer says optimal, and a bound is below its value")


def _bound(claim: Doc, value: int, place: str) -> Iterator[Breach]:
    bound, what = claim["bound"], "the allocation"
    if claim["value"] != value:
        yield misstated(f"{place}.value", what, claim["value"], value)
    if bound is not None and bound > value:
        yield Breach(f"{place}.bound", f"a bound of {bound} is above the value, {value}")
        return
    gap = None if bound is None else value - bound
    if claim["gap"] != gap:
        yield misstated(f"{place}.gap", what, claim["gap"], gap)
