"""How often one may try: signing in by account and by address, solving by who asks.

Counted in this process's memory: of several processes each counts for itself.
"""

from __future__ import annotations

import math
import time

from anyio import CapacityLimiter
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.settings import ServerSettings
from matcher.errors import TooMany
from matcher.service.actor import Actor
from matcher.service.sessions import plain_email

HASHES_AT_ONCE = 2
"""Each takes 64 MiB and a processor for tens of milliseconds: a flood of sign-ins takes no more."""


class Rates:
    """The counts of one application."""

    def __init__(self, settings: ServerSettings) -> None:
        window_s = settings.sign_in_window_s
        self._per_account = RateLimitItemPerSecond(settings.sign_ins_per_account, window_s, "account")
        self._per_address = RateLimitItemPerSecond(settings.sign_ins_per_address, window_s, "address")
        self._per_actor = RateLimitItemPerSecond(settings.solves_per_minute, 60, "actor")
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self.hashing = CapacityLimiter(HASHES_AT_ONCE)

    def try_sign_in(self, address: str, council: str, email: str) -> None:
        """Count one more try from this address and at this account, known or not. Raises TooMany."""
        self.try_address(address)
        who = (council, plain_email(email))
        self._count(self._per_account, "too many wrong passwords for this account", *who)

    def try_address(self, address: str) -> None:
        """Count one more try from this address alone. Raises TooMany."""
        self._count(self._per_address, "too many sign-ins from here", address)

    def signed_in(self, council: str, email: str) -> None:
        """The account's tries are forgotten: who knows the password did not guess it."""
        self._limiter.clear(self._per_account, council, plain_email(email))

    def try_solve(self, actor: Actor) -> None:
        """Count one more question of this actor. Raises TooMany."""
        who = (str(actor.council_id), actor.kind, str(actor.id))
        self._count(self._per_actor, "too many questions in a minute", *who)

    def _count(self, item: RateLimitItem, sentence: str, *who: str) -> None:
        if self._limiter.hit(item, *who):
            return
        again_at = self._limiter.get_window_stats(item, *who).reset_time
        wait_s = max(1, math.ceil(again_at - time.time()))
        raise TooMany(f"{sentence}: try again in {wait_s} seconds", wait_s)
