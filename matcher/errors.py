"""Every exception this product raises, and the one HTTP status each of them means.

MatcherError
  x BadCase             the caller's data is wrong; carries every fault found          422
  x NotFound            an id that the case does not hold                              404
  x SolveFailed
    + OutOfTime         no answer inside the time allowed; never "no home exists"      503 + Retry-After
    + SolverCrashed     the solving process died; the next request gets a new one      500
    + ModelInvalid      the model we built is not valid: our fault                     500
    + SolversDisagree   a second solver contradicts the first: nothing is shown        500
    + Cancelled         the caller asked to stop                                       409
  x PinsClash           the case's own pins cannot all be kept; names the fewest       422
  x ProposalRejected    our verifier refused our own answer: nothing is shown          500
  x Unauthenticated     nobody has signed in, or no longer                             401
  x Forbidden           this person or account may not do that                         403
  x Conflict            it changed since it was shown; `changed` says what             409
  x Precondition        the version named in If-Match is not today's, or is missing    412, 428
  x TooMany             a limit in number or in time                                   429 + Retry-After
  x StoreFailed
    + Broken            a constraint of the database, by name: callers give it words   409
    + StoreBusy         somebody else's lock was not had in time                       503 + Retry-After
    + StoreDown         no database answers; nothing was written                       503 + Retry-After
    + StoreUnfit        the database is missing, of another version, or not safe       503 + Retry-After
  x Misconfigured       the server's settings: it does not start                       none

No message holds anything of a child but its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a document: where (a JSON path), what, and the way out."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class MatcherError(Exception):
    """The root of all errors raised on purpose."""

    status = 500
    code = "error"


class BadCase(MatcherError):
    """The document breaks its own definition; `faults` holds all that were found."""

    status = 422
    code = "bad_case"
    shown = 20

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[: self.shown]]
        if len(self.faults) > self.shown:
            lines.append(f"… and {len(self.faults) - self.shown} more")
        super().__init__("\n".join(lines))


class NotFound(MatcherError):
    """An id was asked for that the case does not hold."""

    status = 404
    code = "not_found"


class SolveFailed(MatcherError):
    """The solver gave nothing that may be shown."""

    code = "solve_failed"


class OutOfTime(SolveFailed):
    """No answer inside the time allowed. It says nothing about whether a home exists."""

    status = 503
    code = "out_of_time"


class SolverCrashed(SolveFailed):
    """The solving process ended without an answer."""

    code = "solver_crashed"


class ModelInvalid(SolveFailed):
    """The solver refused the model itself: a bug of ours, never "no home exists"."""

    code = "model_invalid"


class SolversDisagree(SolveFailed):
    """Two solvers contradict each other on the same case: neither answer is shown."""

    code = "solvers_disagree"


class Cancelled(SolveFailed):
    """The caller asked the solve to stop."""

    status = 409
    code = "cancelled"


class PinsClash(MatcherError):
    """The case's pins cannot all be kept; `pins` is a smallest set that clashes, `because` adds sentences."""

    status = 422
    code = "pins_clash"

    def __init__(self, pins: Sequence[tuple[str, str]], because: Sequence[str] = ()) -> None:
        self.pins = tuple(pins)
        known = "".join(f" {sentence}." for sentence in because)
        named = "; ".join(f"{referral} at {home}" for referral, home in self.pins)
        super().__init__(
            f"these pins cannot all be kept: {named}.{known} Take one of them out, "
            "or change what stands between them (beds, staff hours, budgets, who may share)."
            if self.pins
            else "no allocation keeps every review in a home: nothing can be proposed."
        )


class ProposalRejected(MatcherError):
    """The verifier found our own answer wrong; `breaches` says how."""

    code = "proposal_rejected"

    def __init__(self, breaches: Sequence[str]) -> None:
        self.breaches = tuple(breaches)
        super().__init__("our own answer failed verification: " + "; ".join(self.breaches))


class Unauthenticated(MatcherError):
    """Nobody has signed in, or the session or key is no longer good."""

    status = 401
    code = "unauthenticated"


class Forbidden(MatcherError):
    """Who asks is known, and may not do that."""

    status = 403
    code = "forbidden"


class Conflict(MatcherError):
    """What the caller saw is no longer so: nothing was done. `changed` says what moved, by its path."""

    status = 409
    code = "conflict"

    def __init__(self, code: str, message: str, changed: Sequence[Fault] = ()) -> None:
        self.code = code
        self.changed = tuple(changed)
        super().__init__(message)


class Precondition(MatcherError):
    """A change needs If-Match with the version that was read; 428 where it is missing."""

    status = 412
    code = "precondition_failed"

    def __init__(self, message: str, missing: bool = False) -> None:
        if missing:
            self.status, self.code = 428, "precondition_required"
        super().__init__(message)


class TooMany(MatcherError):
    """A limit in number or time; `retry_after_s` says when it is worth trying again."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(message)


class StoreFailed(MatcherError):
    """The database did not take or give what was asked; nothing was written."""

    status = 503
    code = "store_failed"


class Broken(StoreFailed):
    """A constraint of the database refused a row; `constraint` is its name and nothing of the row."""

    status = 409
    code = "conflict"

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(f"the record does not allow that ({constraint})")


class StoreBusy(StoreFailed):
    """A lock or a connection was not had in time."""

    code = "store_busy"


class StoreDown(StoreFailed):
    """No database answers."""

    code = "store_down"


class StoreUnfit(StoreFailed):
    """This program may not work on that database as it is."""

    code = "store_unfit"


class Misconfigured(MatcherError):
    """The server does not start with these settings; `sentences` says all that is wrong with them."""

    code = "misconfigured"

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))
