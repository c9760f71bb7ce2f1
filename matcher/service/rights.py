"""Who may do what: one table, which docs, routes and tests read (trust.md T01–T07, T20)."""

from __future__ import annotations

from typing import Literal

Role = Literal["officer", "panel", "commissioner", "provider", "auditor", "administrator", "service"]
Right = Literal[
    "read_referrals",
    "write_referrals",
    "read_homes",
    "write_homes",
    "write_own_home",
    "reveal_address",
    "see_exact_distance",
    "see_flags",
    "see_prices",
    "read_budgets",
    "write_budgets",
    "ask",
    "read_runs",
    "decide",
    "approve",
    "read_decisions",
    "propose_policy",
    "approve_policy",
    "read_policy",
    "manage_people",
    "read_record",
    "import_data",
    "export_data",
]

_EVERY_CASE_READER: frozenset[Right] = frozenset(
    {
        "read_referrals",
        "read_homes",
        "read_policy",
        "read_runs",
        "read_decisions",
        "see_prices",
        "read_budgets",
    }
)

RIGHTS: dict[Role, frozenset[Right]] = {
    "officer": _EVERY_CASE_READER
    | {
        "write_referrals",
        "write_homes",
        "reveal_address",
        "see_exact_distance",
        "see_flags",
        "ask",
        "decide",
        "import_data",
        "export_data",
    },
    "panel": _EVERY_CASE_READER | {"see_flags", "ask", "approve", "approve_policy"},
    "commissioner": _EVERY_CASE_READER
    | {"ask", "approve", "write_homes", "write_budgets", "propose_policy", "approve_policy", "export_data"},
    "provider": frozenset({"write_own_home"}),
    "auditor": frozenset({"read_record", "read_runs", "read_decisions", "read_policy"}),
    "administrator": frozenset({"manage_people", "read_policy"}),
    "service": frozenset(
        {"read_referrals", "write_referrals", "read_homes", "write_homes", "read_policy", "ask", "read_runs"}
    ),
}
"""The most a role may do; a service account is held to those of its own scopes besides.

A panel and a commissioner see distances in bands: from three exact ones a hidden home could be found. An
auditor sees decisions and the record, and no child's or home's own fields; an administrator sees no case.
"""


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """All that somebody with these roles may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
