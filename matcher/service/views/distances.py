"""An answer for those who must not find a home by its distances (trust.md T02).

Three exact distances give a place away, and so does money with miles in it. Distances are told in bands,
their sums to ten miles; a mile's price is left out, and other money is told to £100 unless it is named here
as free of miles: a field that nobody has thought of is rough until somebody has.
"""

from __future__ import annotations

from typing import Any

from matcher.service.views.bands import about_miles, band, roughly, without_distances, without_sums
from matcher.service.views.rewriting import Document

_OF_A_PAIR = frozenset({"distance_m", "school_distance_m", "distance_now_m", "distance_then_m"})
_OF_MANY = frozenset({"mean_distance_m", "distance_change_m"})
_SUMS = frozenset({"placed", "incremental_pence"})
"""An object with one of these sums over children, and so does a distance in it."""
_MILE_LINES = frozenset({"miles", "school_miles"})
_RULES = frozenset({"distance", "exclusion_zone"})
_PLAIN_MONEY = frozenset(
    {
        "weekly_price_pence",
        "weekly_limit_pence",
        "limit_pence",
        "spent_centipence",
        "centipence",
        "incremental_pence",
        "new_commitment_pence",
        "weekly_pence",
        "yearly_pence",
    }
)
_AS_ASKED = frozenset({"scenario", "parameter", "run", "table", "tier1"})
"""What whoever asked gave, and what holds neither a mile nor its price."""
_ROUGH = frozenset({"highest", "now"})
_FAR = "it is further away than this child's plan allows"


def banded(name: str, value: Any, holder: Document) -> Document | None:
    """What stands in place of a field where exact distances must not be seen."""
    if name in _AS_ASKED:
        return {name: value}
    if isinstance(value, str):
        return {name: _sentence(name, value, holder)}
    if name.endswith("_m") and isinstance(value, int):
        return _distance(name, value, holder)
    return _money(name, value, holder)


def _distance(name: str, value: int, holder: Document) -> Document:
    if name in _OF_A_PAIR and not _SUMS & holder.keys():
        return {f"{name[:-2]}_band": band(value)}
    if name in _OF_A_PAIR | _OF_MANY:
        return {f"{name[:-2]}_about_miles": about_miles(value)}
    return {}


def _money(name: str, value: Any, holder: Document) -> Document | None:
    if name == "tier2" and isinstance(value, dict):
        return {name: {part: n if n is None else roughly(n) for part, n in value.items()}}
    if name == "lines":
        return {name: _without_miles(value)}
    if name == "total_pence":
        return (
            {name: sum(line["pence"] for line in _without_miles(holder["lines"]))}
            if "lines" in holder
            else {}
        )
    if holder.get("waives") == "distance" and name == "size":
        return {name: None}
    if holder.get("field") == "max_miles" and name in ("figure", "answers"):
        return {name: None} if name == "figure" else {name: []}
    rough = name == "tier2" or name in _ROUGH or _is_rough_money(name, holder)
    return {name: roughly(value)} if rough and isinstance(value, int) else None


def _is_rough_money(name: str, holder: Document) -> bool:
    if name in ("value", "before_pence", "after_pence") or "until_pence" in holder:
        return name.endswith("pence") or "sums" in holder or holder.keys() >= {"tier2", "allocation"}
    return name.endswith("pence") and name != "pence" and name not in _PLAIN_MONEY


def _without_miles(lines: Any) -> list[Document]:
    return [line for line in lines if line["code"] not in _MILE_LINES]


def _sentence(name: str, value: str, holder: Document) -> str:
    if name == "reason" and holder.get("rule") in _RULES:
        return _FAR
    if name == "text" and holder.get("code") == "cheaper":
        return without_sums(without_distances(value))
    return without_distances(value)
