"""Whether the parts answer: the data folder, the database, the engine on one invented child."""

from __future__ import annotations

import hmac
import json
from functools import cache
from threading import Event
from typing import Literal

from api import profile
from api.settings import ServerSettings
from matcher import library
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.errors import MatcherError
from matcher.store.watched import absent
from matcher.store.work import Store

_LIMIT_S = 5.0
_PLACE = {"easting": 433_000, "northing": 279_000, "area": "E08000026"}
_CHILD = {
    "id": "probe-child",
    "birth_date": "2012-01-01",
    "gender": "female",
    "origin": _PLACE,
    "need": "general",
    "urgency": "planned",
    "needed_by": "2026-04-01",
    "placement_types": ["foster"],
    "funding": [{"fund": "la", "percent": 100}],
}
_HOME = {
    "id": "probe-home",
    "name": "Probe",
    "provider": "Probe",
    "provision": "internal",
    "placement_type": "foster",
    "location": _PLACE,
    "registered": True,
    "judgement": "good",
    "needs_met": ["general"],
    "min_age": 0,
    "max_age": 17,
    "genders": ["female"],
    "step_free": True,
    "places": 1,
    "available_from": "2026-04-01",
    "weekly_price_pence": 1,
}
_PRICES = (
    "pence_per_mile",
    "pence_per_school_mile",
    "out_of_area_pence",
    "move_pence",
    "avoid_pence",
    "split_siblings_pence",
)


def missing_data(server: ServerSettings) -> list[str]:
    """The folders of the data directory that are not there, by name."""
    return [name for name in ("reference", "demo") if not (server.data_dir / name).is_dir()]


def store_answers(store: Store, server: ServerSettings) -> Literal["answers", "none"]:
    """Whether the database answers and is of this program's version. Raises StoreFailed."""
    if absent(store) and not server.production:
        return "none"
    profile.require_fit(store, server)
    return "answers"


def may_scrape(server: ServerSettings, authorization: str | None) -> bool:
    """Whether this header lets somebody read the metrics: with the token, or in development without one."""
    if server.metrics_token is None:
        return not server.production
    wanted = f"Bearer {server.metrics_token.get_secret_value()}".encode()
    return hmac.compare_digest((authorization or "").encode(), wanted)


def engine_answers(cancel: Event) -> bool:
    """Whether the engine places one child in the one home there is."""
    try:
        proposal = library.allocate(_question(), library.Settings(limit_s=_LIMIT_S, cancel=cancel))
    except MatcherError:
        return False
    return proposal.allocation == {"probe-child": "probe-home"}


@cache
def _question() -> Case:
    provision = {"internal": 0, "block": 0, "framework": 0, "spot": 0}
    weights = {"emergency": 1, "urgent": 1, "planned": 1}
    policy = dict.fromkeys(_PRICES, 0) | {"unplaced_weight": weights, "provision_pence": provision}
    case = {
        "schema": "placement-case/1",
        "as_of": "2026-04-01",
        "policy": policy,
        "referrals": [_CHILD],
        "homes": [_HOME],
    }
    return read_case(json.dumps(case).encode())
