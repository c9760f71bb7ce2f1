"""What a row of the record tells, without the figures that somebody may not see (trust.md T02, T04)."""

from __future__ import annotations

from typing import Any

from matcher.service.actor import Actor
from matcher.service.views.rewriting import Document, rewritten


def payload_view(payload: Document | None, actor: Actor) -> tuple[Document | None, list[str]]:
    """The payload with null for what is kept back, at any depth, and the names of what is.

    Sums of money go by the right to see prices; a loss, which has miles in it, and the unsalted hash of an
    answer, from which a distance could be guessed, by the right to exact distances besides. `payload` itself,
    which the chain proves, stays as it is.
    """
    priced, exact = actor.may("see_prices"), actor.may("see_exact_distance")
    kept_back: set[str] = set()

    def rule(name: str, value: Any, holder: Document) -> Document | None:
        shown = exact if name == "answer" else priced and exact if name == "loss" else priced
        if shown or value is None or not _is_guarded(name):
            return None
        kept_back.add(name)
        return {name: None}

    return rewritten(payload, rule), sorted(kept_back)


def _is_guarded(name: str) -> bool:
    return name in ("answer", "loss") or name.endswith(("_pence", "_centipence"))
