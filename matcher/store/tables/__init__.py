"""Every table, one file a subject. Importing this fills `METADATA`."""

from __future__ import annotations

from matcher.store.tables import children, decisions, homes, money, people, policies, record, runs
from matcher.store.tables.base import METADATA

__all__ = ["METADATA", "children", "decisions", "homes", "money", "people", "policies", "record", "runs"]
