"""How an answer to "what would it take" is built."""

from __future__ import annotations

from typing import get_args

from matcher.domain.relax import Waives
from matcher.verify.documents import ALLOCATION, RUN, STATUS
from matcher.verify.in_the_way import LIMIT_IN_THE_WAY
from matcher.verify.payers import WHOLE_PAYER
from matcher.verify.shape import Record, list_of, number, one_of, or_null, text, whole, yes_no

WAIVER = Record(
    {"waives": one_of(get_args(Waives)), "price_pence": whole, "size": number},
    {
        "referral": or_null(text),
        "home": or_null(text),
        "fund": or_null(text),
        "group": or_null(text),
    },
)
SET = Record(
    {
        "price_pence": whole,
        "waivers": list_of(WAIVER),
        "allocation": ALLOCATION,
        "tier1": whole,
        "tier2": whole,
        "status": STATUS,
        "who_pays": or_null(list_of(WHOLE_PAYER)),
    },
    {},
)
PROPOSED = Record({"status": STATUS, "tier1": whole, "tier2": whole, "allocation": ALLOCATION}, {})
RELAX = Record(
    {
        "referral": text,
        "sets": list_of(SET),
        "unwaived": Record({"tier1": whole, "allocation": ALLOCATION, "places": yes_no}, {}),
        "status": STATUS,
        "home": or_null(text),
        "allowed": whole,
        "proposed": or_null(PROPOSED),
        "complete": yes_no,
        "in_the_way": list_of(Record({"rule": text, "homes": whole, "only": whole}, {})),
        "open_with_waivers": list_of(text),
        "limits_in_the_way": list_of(LIMIT_IN_THE_WAY),
        "case_fingerprint": text,
    },
    {"schema": text, "run": RUN},
)
