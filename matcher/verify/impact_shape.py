"""What an impact answer is built like: one record for every type of `domain/impact.py`.

The table is read by its own types (`verify.impact`).
"""

from __future__ import annotations

from typing import get_args

from matcher.domain.impact import BarCode, How, PairStrength, PlacementStrength
from matcher.domain.impact_table import LEVELS
from matcher.verify.documents import ALLOCATION, STATUS
from matcher.verify.shape import Record, list_of, one_of, or_null, text, whole, yes_no

BAR = Record(
    {"code": one_of(get_args(BarCode)), "excludes": yes_no, "children": list_of(text)},
    {"flags": or_null(list_of(text)), "gap_years": or_null(whole), "limit_years": or_null(whole)},
)
RISK = Record(
    {
        "carrier": text,
        "vulnerable": text,
        "risk": text,
        "vulnerability": or_null(text),
        "level": one_of(LEVELS),
        "words": text,
    },
    {},
)
MEETING = Record(
    {
        "children": list_of(text),
        "bars": list_of(BAR),
        "avoid": yes_no,
        "risks": list_of(RISK),
        "strengths": list_of(one_of(get_args(PairStrength))),
    },
    {},
)
CHILD = Record(
    {"id": text, "how": one_of(get_args(How)), "flags_known": yes_no, "strengths": list_of(text)}, {}
)
ASSESSED = Record(
    {
        "referral": text,
        "shut_by": list_of(text),
        "strengths": list_of(one_of(get_args(PlacementStrength))),
    },
    {"may_be_shut_by": list_of(text)},
)
HOME_IMPACT = Record(
    {
        "home": text,
        "children": list_of(CHILD),
        "assessed": list_of(ASSESSED),
        "meetings": list_of(MEETING),
    },
    {},
)
IMPACT = Record(
    {
        "referral": or_null(text),
        "home": or_null(text),
        "allocation": or_null(ALLOCATION),
        "homes": list_of(HOME_IMPACT),
        "table": Record({}, {}),
    },
    {"schema": text, "status": or_null(STATUS), "case_fingerprint": text},
)
