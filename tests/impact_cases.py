"""Two homes of invented children for the impact matrix, and a small table made for them.

H1: residents R1 (may be hurt), R2 (hits); review W lives there. H2 is empty. A hits and may be hurt,
B is kind, and S is a sibling of A. All are 12 years old.
"""

from __future__ import annotations

import json
from typing import Any

from matcher.domain.case import Case
from matcher.domain.impact_table import ImpactTable
from tests.builders import Doc, case, group, home, policy, referral, resident

HITS, SOFT, LIGHTS = "violence", "easily_hurt", "fire_setting"


def row(risk: str, vulnerability: str | None, level: str) -> Doc:
    """A row of a table in plain words."""
    named = {} if vulnerability is None else {"vulnerability": vulnerability}
    words = f"{{carrier}} ({risk}) may harm {{vulnerable}}"
    return {"risk": risk, "level": level, "words": words, "source": "s"} | named


def table_document(**changes: Any) -> Doc:
    """The table's document; any field by name."""
    written: Doc = {
        "schema": "placement-impact-table/1",
        "name": "Small table",
        "as_of": "2026-04-01",
        "sources": [{"code": "s", "words": "made for tests"}],
        "risks": [row(HITS, None, "low"), row(HITS, SOFT, "high"), row(LIGHTS, None, "medium")],
        "strengths": [{"flag": "kind", "words": "is kind", "source": "s"}],
    }
    return written | changes


def table(**changes: Any) -> ImpactTable:
    """The same, read."""
    return ImpactTable.model_validate_json(json.dumps(table_document(**changes)))


def children(**changes: Any) -> Case:
    """The case above; `policy_changes=` for its policy, any other field by name."""
    referrals = [
        referral("A", flags=[HITS, SOFT]),
        referral("B", flags=["kind"]),
        referral("S"),
        referral("W", current_home="H1", flags=[SOFT]),
    ]
    homes = [
        home("H1", places=6, residents=[resident("R1", flags=[SOFT]), resident("R2", flags=[HITS])]),
        home("H2", places=2),
    ]
    changed = changes.pop("policy_changes", {})
    fields: Doc = {"policy": policy(**changed), "sibling_groups": [group("A", "S")]} | changes
    return case(fields.pop("referrals", referrals), fields.pop("homes", homes), **fields)


ALLOCATION: dict[str, str | None] = {"A": "H1", "B": "H1", "S": "H2", "W": "H1"}
