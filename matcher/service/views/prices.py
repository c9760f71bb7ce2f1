"""An answer for those who must not see what homes cost (trust.md T04)."""

from __future__ import annotations

from typing import Any

from matcher.service.views.bands import without_sums
from matcher.service.views.rewriting import Document

_FIELDS = frozenset(
    {"lines", "shared_lines", "charges", "funds", "budgets", "sums", "tier2", "highest", "now"}
)


def unpriced(name: str, value: Any, holder: Document) -> Document | None:
    """What stands in place of a field where prices must not be seen."""
    if name in _FIELDS or (name.endswith("pence") and not isinstance(value, dict)):
        return {}
    if (name == "value" and "sums" in holder) or (name == "figure" and "pence" in holder.get("field", "")):
        return {}
    return {name: without_sums(value)} if isinstance(value, str) else None
