"""Referrals: they come in, change, and are withdrawn; a decision alone places a child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.commands.referrals import AddReferral, ChangeReferral, WithdrawReferral
from matcher.domain.referral import Referral
from matcher.errors import BadCase, Conflict, Fault, Precondition
from matcher.service.actor import Actor
from matcher.service.alone import check_referral
from matcher.service.days import today
from matcher.service.documents import referral_row
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import children, decisions, holds, placements
from matcher.store import referrals as kept
from matcher.store.children import StoredChild
from matcher.store.referrals import State, StoredReferral
from matcher.store.work import Work


@dataclass(frozen=True)
class ReferralRecord:
    """A referral, its child, and the home where the child lives today (its id), if in one of ours."""

    referral: StoredReferral
    child: StoredChild
    lives_at: int | None


def get_referral(work: Work, actor: Actor, referral_id: int) -> ReferralRecord:
    """Raises Forbidden, NotFound."""
    actor.require("read_referrals")
    return _records(work, [kept.referral(work, referral_id)])[0]


def page_of_referrals(
    work: Work, actor: Actor, after: int | None, limit: int, state: State | None = None
) -> Sequence[ReferralRecord]:
    """At most `limit` referrals with ids above `after`. Raises Forbidden."""
    actor.require("read_referrals")
    return _records(work, kept.page_of(work, after, limit, state))


def add_referral(work: Work, actor: Actor, command: AddReferral) -> ReferralRecord:
    """A new open referral; its child's own fields are then as given here.

    Raises Forbidden, BadCase, Conflict (reference_taken, referral_open).
    """
    actor.require("write_referrals")
    asked = command.referral
    check_referral(asked, today(work))
    _refuse_a_taken_reference(work, command)
    with told(
        uq_children_council_id_reference=("reference_taken", "another child has this code: choose another"),
        uq_referrals_council_id_reference=("reference_taken", "another referral has this id: choose another"),
        uq_referrals_one_open=(
            "referral_open",
            "this child is waiting already: change that referral instead",
        ),
    ):
        child_id = _keep_child(work, command.child, asked)
        created_by = actor.id if actor.kind == "human" else None
        referral_id = kept.add_referral(work, asked.id, child_id, referral_row(asked), created_by)
    recorded(work, actor, "referral_added", ("referral", referral_id), child_id=child_id)
    return _records(work, [kept.referral(work, referral_id)])[0]


def change_referral(
    work: Work, actor: Actor, referral_id: int, version: int, command: ChangeReferral
) -> ReferralRecord:
    """What is asked from now on.

    Raises Forbidden, NotFound, Precondition, BadCase, Conflict (referral_closed).
    """
    actor.require("write_referrals")
    before = _open(work, referral_id)
    asked = command.referral
    if asked.id != before.reference:
        raise BadCase([Fault("$.referral.id", "is not this referral's: an id is kept for good")])
    check_referral(asked, today(work))
    kept.change_document(work, referral_id, version, referral_row(asked))
    _change_child(work, before.child_id, asked)
    fields = _changed(before, referral_row(asked))
    recorded(work, actor, "referral_changed", ("referral", referral_id), version=version + 1, fields=fields)
    return _records(work, [kept.referral(work, referral_id)])[0]


def withdraw_referral(
    work: Work, actor: Actor, referral_id: int, version: int, command: WithdrawReferral
) -> ReferralRecord:
    """Nothing more is asked for the child; its holds are over.

    Raises Forbidden, NotFound, Precondition, Conflict (referral_closed, decision_awaiting).
    """
    actor.require("write_referrals")
    before = _open(work, referral_id)
    if before.version != version:
        raise Precondition("it has changed since you read it: read it again, then change it")
    if decisions.placing_of(work, [referral_id]):
        raise Conflict("decision_awaiting", "a decision awaits a second person: withdraw that first")
    kept.close(work, referral_id, "withdrawn")
    holds.release_of(work, referral_id)
    recorded(work, actor, "referral_withdrawn", ("referral", referral_id), reason=command.reason)
    return _records(work, [kept.referral(work, referral_id)])[0]


def _open(work: Work, referral_id: int) -> StoredReferral:
    found = kept.referral(work, referral_id, lock=True)
    if found.state != "open":
        raise Conflict("referral_closed", f"{found.reference} is {found.state}: add a new referral instead")
    return found


def _refuse_a_taken_reference(work: Work, command: AddReferral) -> None:
    """A case names waiting children by their referrals and others by their own codes: neither may be both."""
    same_code = children.child_by_reference(work, command.referral.id)
    same_referral = kept.with_reference(work, command.child)
    known = children.child_by_reference(work, command.child)
    others = same_code is not None and same_code.reference != command.child
    if others or (same_referral is not None and (known is None or known.id != same_referral.child_id)):
        raise Conflict("reference_taken", "another child is known by one of these codes: choose another")


def _keep_child(work: Work, reference: str, asked: Referral) -> int:
    known = children.child_by_reference(work, reference)
    if known is None:
        return children.add_child(work, reference, asked.birth_date, asked.gender, asked.flags)
    _change_child(work, known.id, asked)
    return known.id


def _change_child(work: Work, child_id: int, asked: Referral) -> None:
    known = children.child(work, child_id, lock=True)
    # What was known of a child is not lost because this referral does not know it.
    gender = known.gender if "gender" in asked.unknown else asked.gender
    flags = tuple(dict.fromkeys((*known.flags, *asked.flags))) if "flags" in asked.unknown else asked.flags
    new = (asked.birth_date, gender, flags)
    if (known.birth_date, known.gender, known.flags) != new:
        children.change_child(work, child_id, *new)


def _changed(before: StoredReferral, after: dict[str, object]) -> list[str]:
    return sorted(name for name, value in after.items() if before.document.get(name) != value)


def _records(work: Work, found: Sequence[StoredReferral]) -> list[ReferralRecord]:
    ids = [referral.child_id for referral in found]
    known, day = children.children_of(work, ids), today(work)
    lives_at = {p.child_id: p.home_id for p in placements.lasting_of(work, ids, day) if p.starts <= day}
    return [ReferralRecord(r, known[r.child_id], lives_at.get(r.child_id)) for r in found]
