"""Whether one child or one home, by itself, is what a case may hold: the domain's own checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from matcher.domain.case import Case
from matcher.domain.faults import case_faults
from matcher.domain.home import Home, Resident
from matcher.domain.referral import Referral
from matcher.errors import BadCase, Fault


def check_referral(referral: Referral, day: date) -> None:
    """Raises BadCase, with paths from `$.referral`."""
    _raise(day, "$.referrals[0]", "$.referral", referrals=(referral,))


def check_home(home: Home, day: date) -> None:
    """Raises BadCase, with paths from `$.home`."""
    _raise(day, "$.homes[0]", "$.home", homes=(home,))


def check_resident(child: Resident, day: date) -> None:
    """Raises BadCase, with paths from `$.child`."""
    if child.birth_date > day:
        raise BadCase([Fault("$.child.birth_date", "is after today: correct it")])


def _raise(day: date, path: str, root: str, **lists: Any) -> None:
    """A case without a policy: no check between fields asks for one."""
    empty: dict[str, Any] = {name: () for name, field in Case.model_fields.items() if field.default == ()}
    found = case_faults(Case.model_construct(as_of=day, **empty | lists))
    faults = [Fault(fault.path.replace(path, root, 1), fault.message) for fault in found]
    if faults:
        raise BadCase(faults)
