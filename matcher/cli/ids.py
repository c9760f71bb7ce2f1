"""Ids given on the command line: refused before any work, in the words of the option they came by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matcher.errors import NotFound

if TYPE_CHECKING:
    from matcher.domain.case import Case


def refuse_unknown(case: Case, referrals: Iterable[str] = (), home: str | None = None) -> None:
    """Raise NotFound, which names the option, for the first id that the case does not hold."""
    children = {child.id for child in case.referrals}
    for referral in referrals:
        if referral not in children:
            raise NotFound(f"--referral {referral}: no referral of the case has this id")
    if home is not None and home not in {known.id for known in case.homes}:
        raise NotFound(f"--home {home}: no home of the case has this id")
