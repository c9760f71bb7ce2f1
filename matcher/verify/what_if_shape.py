"""What a what-if answer is built like."""

from __future__ import annotations

from typing import get_args

from matcher.domain.types import Provision
from matcher.domain.what_if import WhyCode
from matcher.verify.documents import PROPOSAL, RUN, STATUS
from matcher.verify.shape import Found, Record, Shape, list_of, one_of, or_null, text, whole


def anything(value: object, path: str, found: Found) -> None:
    """Whatever it is: its own reader will say what is wrong with it."""


_FIGURES: dict[str, Shape] = {
    "placed": whole,
    "unplaced": whole,
    "weekly_pence": whole,
    "yearly_pence": whole,
    "distance_m": whole,
    "mean_distance_m": or_null(whole),
    "in_area": whole,
    "out_of_area_approvals": whole,
    "provision": Record({name: whole for name in get_args(Provision)}, {}),
}
FIGURES = Record(_FIGURES, {})
_WHY = Record(
    {"code": one_of(get_args(WhyCode))},
    {
        "text": text,
        "home": or_null(text),
        "referrals": list_of(text),
        "rules": list_of(text),
        "before_pence": or_null(whole),
        "after_pence": or_null(whole),
    },
)
_MOVE = Record({"referral": text, "from": or_null(text), "to": or_null(text)}, {"why": list_of(_WHY)})
_TOLD = ("allocation", "tier1", "tier2", "status", "proof", "case_fingerprint")
_PLAN = {name: PROPOSAL.fields[name] for name in _TOLD} | {"figures": FIGURES}
_BASE = Record(_PLAN, PROPOSAL.fields)
_SCENARIO = Record(
    _PLAN
    | {
        "name": text,
        "scenario": anything,
        "changes": list_of(_MOVE),
        "to_refer": list_of(Record({"referral": text, "home": text}, {})),
        "difference": Record(_FIGURES | {"tier1": whole, "tier2": whole}, {}),
    },
    PROPOSAL.fields,
)
WHAT_IF = Record(
    {"base": _BASE, "scenarios": list_of(_SCENARIO), "status": STATUS, "case_fingerprint": text},
    {"schema": text, "run": RUN},
)
