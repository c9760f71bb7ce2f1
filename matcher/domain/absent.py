"""What may not be known of a child yet, and what stands in its place while a document is read."""

from __future__ import annotations

from typing import Any, Literal, get_args

UnknownField = Literal[
    "gender",
    "school",
    "need",
    "also_needs",
    "flags",
    "urgency",
    "needed_by",
    "placement_types",
    "max_miles",
    "exclusion_zones",
    "step_free",
    "solo",
    "staff_hours",
    "supplement_pence",
    "max_weekly_pence",
    "funding",
    "current_home",
]
"""The fields that a referral may name in `unknown`: all but id, origin and birth_date."""

UNKNOWN_FIELDS: tuple[UnknownField, ...] = get_args(UnknownField)

NOT_KNOWN = "not_known"
"""The need and the fund of a child whose need or funding is not known."""

STAND_INS: dict[str, Any] = {
    "gender": "non_binary",
    "need": NOT_KNOWN,
    "urgency": "emergency",
    "needed_by": "0001-01-01",
    "placement_types": ["childrens_home"],
    "funding": [{"fund": NOT_KNOWN, "percent": 100}],
}
"""What stands for a field that every other referral must give. The rules ask `unknown`, not these."""


def fill_absent(case: Any) -> bool:
    """Put stand-ins where a parsed case says that a field is not known; whether it says so at all.

    Changes `case`. Whatever is not built like a case is left for its types to refuse.
    """
    referrals = case.get("referrals") if isinstance(case, dict) else None
    if not isinstance(referrals, list):
        return False
    return any([_fill(entry) for entry in referrals if isinstance(entry, dict) and "unknown" in entry])


def fill_added(document: Any) -> bool:
    """The same for the children that a document's scenarios add; whether there are any."""
    scenarios = [document, *_list(document, "scenarios")]
    changes = [change for scenario in scenarios for change in _list(scenario, "changes")]
    added = [change.get("referral") for change in changes if isinstance(change, dict)]
    return any([_fill(entry) for entry in added if isinstance(entry, dict) and "unknown" in entry])


def _list(holder: Any, name: str) -> list[Any]:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def _fill(referral: dict[str, Any]) -> bool:
    named = referral["unknown"]
    known = {name for name in named if isinstance(name, str)} if isinstance(named, list) else set()
    absent = [name for name in UNKNOWN_FIELDS if name in known and referral.get(name) is None]
    for name in absent:
        if name in STAND_INS:
            referral[name] = STAND_INS[name]
        else:
            referral.pop(name, None)
    return bool(absent)
