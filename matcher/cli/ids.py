"""What is given on the command line is refused in the words of the option it came by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from matcher.errors import BadCase, Fault, NotFound

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


@contextmanager
def named_by_options(**fields: str) -> Iterator[None]:
    """Name options where the library names its fields: `until="--until"`. Raises what comes, so named."""
    try:
        yield
    except NotFound as error:
        field, colon, rest = str(error).partition(":")
        raise NotFound(fields.get(field.partition("[")[0], field) + colon + rest) from None
    except BadCase as error:
        raise BadCase(
            [
                Fault(fields.get(fault.path.removeprefix("$."), fault.path), fault.message)
                for fault in error.faults
            ]
        ) from None
