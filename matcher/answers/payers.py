"""Whose home is another in one plan than in another."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.domain.proposal import Payer


def payers(
    proposed: Mapping[str, str | None], instead: Mapping[str, str | None], but: str | None = None
) -> tuple[Payer, ...]:
    """Every child whose home differs, by id, but the one who is asked about. Both plans hold all children."""
    return tuple(
        Payer(referral=child, proposed=home, instead=instead[child])
        for child, home in sorted(proposed.items())
        if child != but and instead[child] != home
    )
