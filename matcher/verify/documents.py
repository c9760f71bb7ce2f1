"""What each kind of answer is built like: one record for every type of `domain/proposal.py`."""

from __future__ import annotations

from typing import get_args

from matcher.domain.proposal import LineCode, Status
from matcher.verify.shape import Record, Shape, list_of, map_of, number, one_of, or_null, text, whole, yes_no

ALLOCATION = map_of(or_null(text))
STATUS = one_of(get_args(Status))

LINE = Record({"code": one_of(get_args(LineCode)), "pence": whole}, {})
WARNED = Record({"rule": text}, {"reason": text})
PLACEMENT = Record(
    {"referral": text},
    {
        "home": text,
        "stays": yes_no,
        "weekly_price_pence": whole,
        "distance_m": whole,
        "school_distance_m": or_null(whole),
        "in_area": yes_no,
        "lines": list_of(LINE),
        "total_pence": whole,
        "warnings": list_of(WARNED),
    },
)
SHARED_LINE = Record(
    {
        "code": one_of(("avoid", "split_siblings")),
        "referrals": list_of(text),
        "homes": list_of(text),
        "pence": whole,
    },
    {"group": or_null(text)},
)
SEPARATION = Record({"referrals": list_of(text), "home": text, "weight": whole}, {})
UNPLACED = Record(
    {"referral": text},
    {
        "weight": whole,
        "eligible_homes": whole,
        "near_misses": whole,
        "shut_by": map_of(whole),
        "reason": text,
    },
)
FUND_SPEND = Record({"fund": text}, {"spent_centipence": whole, "limit_pence": or_null(whole)})
TOTALS = Record(
    {},
    {
        "placed": whole,
        "unplaced": whole,
        "incremental_pence": whole,
        "distance_m": whole,
        "in_area": whole,
    },
)
NOT_KNOWN = Record({"referral": text}, {"fields": list_of(text)})
BOUND = Record({"value": whole, "bound": or_null(whole), "gap": or_null(whole)}, {})
PROOF = Record(
    {"tier1": BOUND, "tier2": BOUND},
    {"second_solver": or_null(one_of(("confirmed", "not_finished"))), "unique": yes_no},
)
RUN = Record(
    {},
    {
        "engine_version": text,
        "solver": text,
        "seconds": number,
        "seed": whole,
        "limit_s": number,
        "distance": text,
    },
)
_ANSWERED: dict[str, Shape] = {"schema": text, "status": STATUS, "case_fingerprint": text, "run": RUN}
_TIERS: dict[str, Shape] = {"tier1": whole, "tier2": whole}

PROPOSAL = Record(
    {"allocation": ALLOCATION},
    _ANSWERED
    | _TIERS
    | {
        "proof": PROOF,
        "placements": list_of(PLACEMENT),
        "shared_lines": list_of(SHARED_LINE),
        "separations": list_of(SEPARATION),
        "unplaced": list_of(UNPLACED),
        "funds": list_of(FUND_SPEND),
        "totals": TOTALS,
        "unknown": list_of(NOT_KNOWN),
    },
)
REGRET = Record(_TIERS, {})
PAYER = Record({"referral": text}, {"proposed": or_null(text), "instead": or_null(text)})
OPTION = Record(
    {"referral": text, "home": text},
    {
        "rank": whole,
        "regret": or_null(REGRET),
        "exact": yes_no,
        "proposed": yes_no,
        "weekly_price_pence": whole,
        "own_pence": whole,
        "distance_m": whole,
        "in_area": yes_no,
        "stays": yes_no,
        "who_pays": list_of(PAYER),
    },
)
OPTION_TABLE = Record(
    {"allocation": ALLOCATION, "options": list_of(OPTION)}, _ANSWERED | _TIERS | {"first": or_null(whole)}
)
SHUT_BY = Record({"rule": text}, {"reason": text, "waivable": yes_no})
HOME_ANSWER = Record({"home": text}, {"rules": list_of(SHUT_BY)})
WHY_NOT = Record(
    {"referral": text, "homes": list_of(HOME_ANSWER)},
    {
        "schema": text,
        "shut_by": map_of(whole),
        "near_misses": list_of(text),
        "eligible": list_of(text),
        "case_fingerprint": text,
    },
)
ALTERNATIVES = Record({"proposals": list_of(PROPOSAL)}, _ANSWERED | {"differ": whole, "complete": yes_no})
