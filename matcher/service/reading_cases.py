"""Today's case: read by people as far as they may see it, or taken out whole, which is recorded."""

from __future__ import annotations

from matcher.domain.case import Case
from matcher.domain.commands.exports import ExportCase
from matcher.service.actor import Actor
from matcher.service.cases import Today, todays
from matcher.service.days import today
from matcher.service.record import recorded
from matcher.store.work import Work


def get_todays_case(work: Work, actor: Actor) -> Today:
    """What the engine would be asked about now. Raises Forbidden, Conflict (no_policy)."""
    for right in ("read_referrals", "read_homes", "read_policy"):
        actor.require(right)
    return todays(work, today(work))


def export_case(work: Work, actor: Actor, command: ExportCase) -> Case:
    """The whole document, with where homes are, for who may see each of them: recorded, like a reveal.

    Raises Forbidden, Conflict (no_policy).
    """
    for right in ("export_data", "reveal_address", "see_exact_distance", "see_flags", "see_prices"):
        actor.require(right)
    case = get_todays_case(work, actor).case
    held = {"referrals": len(case.referrals), "homes": len(case.homes), "fingerprint": case.fingerprint}
    recorded(work, actor, "case_exported", ("council", work.council_id), reason=command.reason, **held)
    return case
