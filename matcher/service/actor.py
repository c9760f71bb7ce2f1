"""Who acts: a person, a service account, or this program itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matcher.errors import Forbidden
from matcher.service.rights import Right, Role, rights_of


@dataclass(frozen=True)
class Actor:
    """Somebody known, in one council. `scopes`: all that a service account was given; None for people."""

    council_id: int
    kind: Literal["human", "service", "system"]
    id: int | None
    roles: frozenset[Role]
    provider_id: int | None = None
    scopes: frozenset[Right] | None = None

    def may(self, right: Right) -> bool:
        """Whether the actor has this right."""
        held = rights_of(self.roles)
        return right in (held if self.scopes is None else held & self.scopes)

    def require(self, right: Right) -> None:
        """Raises Forbidden without it."""
        if not self.may(right):
            raise Forbidden(
                f"this needs the right {right}, which none of your roles has: ask your administrator"
            )


def system(council_id: int) -> Actor:
    """The program itself, at the command line: it seeds, migrates and keeps house; it decides nothing."""
    return Actor(council_id, "system", None, frozenset())
