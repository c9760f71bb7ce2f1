"""Walking through a document, putting other fields in place of some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Document = dict[str, Any]
Rule = Callable[[str, Any, Document], Document | None]
"""Of a field's name, its value and the object it stands in: the fields instead of it; None: as it is."""


def rewritten(value: Any, rule: Rule) -> Any:
    """The same document with every field as the rule has it; `value` itself stays as it is."""
    if isinstance(value, dict):
        fields: Document = {}
        for name, inner in value.items():
            instead = rule(name, inner, value)
            fields |= {name: rewritten(inner, rule)} if instead is None else instead
        return fields
    if isinstance(value, list | tuple):
        return [rewritten(entry, rule) for entry in value]
    return value
