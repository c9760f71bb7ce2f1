"""An answer for those who must not learn of other children's flags (trust.md T20)."""

from __future__ import annotations

from typing import Any

from matcher.service.views.rewriting import Document

_FIELDS = frozenset(
    {"flags", "flags_known", "risks", "bars", "strengths", "risk", "vulnerability", "exclusion_zones"}
)
_RULES = frozenset({"residents", "solo_occupied", "conflicts", "solo"})
_KEPT_BACK = "the compatibility rule: ask somebody who may see who lives there"


def unflagged(name: str, value: Any, holder: Document) -> Document | None:
    """What stands in place of a field where children's flags must not be seen."""
    if name in _FIELDS:
        return {}
    if holder.get("field") == "flags" and name in ("codes", "answers"):
        return {name: []}
    if name == "reason" and holder.get("rule") in _RULES:
        return {name: _KEPT_BACK}
    if name == "message" and holder.get("code") in _RULES:
        return {name: _KEPT_BACK}
    return None
