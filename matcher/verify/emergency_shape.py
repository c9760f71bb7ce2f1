"""What an emergency answer is built like: one record for every type of `domain/emergency.py`."""

from __future__ import annotations

from typing import get_args

from matcher.domain.absent import UNKNOWN_FIELDS
from matcher.domain.emergency import MustCode
from matcher.verify.shape import Record, list_of, one_of, or_null, text, whole, yes_no

FIELD = one_of(UNKNOWN_FIELDS)
MUST = Record(
    {
        "rule": or_null(text),
        "field": FIELD,
        "must": one_of(get_args(MustCode)),
        "codes": list_of(text),
        "figure": or_null(whole),
        "day": or_null(text),
    },
    {},
)
CAVEAT = Record(
    {"code": one_of(("no_admission_left", "beds_for_group"))},
    {"group": or_null(text), "needed": or_null(whole), "free": or_null(whole)},
)
OPTION = Record(
    {"home": text},
    {
        "rank": whole,
        "weekly_price_pence": whole,
        "own_pence": whole,
        "distance_m": whole,
        "in_area": yes_no,
        "stays": yes_no,
        "hangs_on": list_of(MUST),
        "if_lives_here": yes_no,
        "caveats": list_of(CAVEAT),
    },
)
IF_ANSWERED = Record(
    {"value": text, "weight": whole, "changed": whole, "sure": list_of(text), "possible": list_of(text)}, {}
)
QUESTION = Record(
    {
        "field": FIELD,
        "options": whole,
        "expected_changed": whole,
        "total_weight": whole,
    },
    {"answers": list_of(IF_ANSWERED)},
)
EMERGENCY = Record(
    {"referral": text, "sure": list_of(OPTION), "possible": list_of(OPTION)},
    {
        "schema": text,
        "unknown": list_of(FIELD),
        "shut": list_of(text),
        "ask_next": or_null(FIELD),
        "questions": list_of(QUESTION),
        "first_places": whole,
        "case_fingerprint": text,
    },
)
