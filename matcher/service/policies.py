"""Policy versions: one person proposes, another approves, and it holds from its day (trust.md T05, T23)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.domain.commands.policies import ProposePolicy
from matcher.errors import Conflict, Forbidden
from matcher.service.actor import Actor
from matcher.service.cases import policy_in_force
from matcher.service.days import today
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import policies as kept
from matcher.store.policies import StoredPolicy
from matcher.store.work import Work

_ONE_DRAFT = ("draft_exists", "a version waits for a second person already: approve or withdraw that first")


def get_policy(work: Work, actor: Actor, policy_id: int) -> StoredPolicy:
    """Raises Forbidden, NotFound."""
    actor.require("read_policy")
    return kept.policy(work, policy_id)


def get_policy_in_force(work: Work, actor: Actor) -> StoredPolicy:
    """Today's. Raises Forbidden, Conflict (no_policy)."""
    actor.require("read_policy")
    return policy_in_force(work, today(work))


def page_of_policies(work: Work, actor: Actor, after: int | None, limit: int) -> Sequence[StoredPolicy]:
    """At most `limit` versions with ids above `after`. Raises Forbidden."""
    actor.require("read_policy")
    return kept.page_of(work, after, limit)


def propose_policy(work: Work, actor: Actor, command: ProposePolicy) -> StoredPolicy:
    """The next version, as a draft. Raises Forbidden, Conflict (draft_exists, too_late)."""
    actor.require("propose_policy")
    _refuse_the_past(work, command.in_force_from)
    documents = (command.policy.model_dump(mode="json"), command.deciding.model_dump(mode="json"))
    with told(uq_policies_one_draft=_ONE_DRAFT, uq_policies_council_id_version=_ONE_DRAFT):
        policy_id = kept.add_policy(work, documents, command.in_force_from, command.reason, actor.id)
    found = kept.policy(work, policy_id)
    when = {"version": found.version, "in_force_from": command.in_force_from.isoformat()}
    recorded(work, actor, "policy_proposed", ("policy", policy_id), **when)
    return found


def approve_policy(work: Work, actor: Actor, policy_id: int) -> StoredPolicy:
    """By another person than the one who proposed it, while its day has not passed.

    Raises Forbidden, NotFound, Conflict (not_a_draft, too_late).
    """
    actor.require("approve_policy")
    draft = _draft(work, policy_id)
    if draft.proposed_by == actor.id:
        raise Forbidden("who proposed a version cannot approve it: ask another person")
    _refuse_the_past(work, draft.in_force_from)
    kept.approve(work, policy_id, actor.id)
    what = {"version": draft.version, "proposed_by": draft.proposed_by}
    recorded(work, actor, "policy_approved", ("policy", policy_id), **what)
    return kept.policy(work, policy_id)


def withdraw_policy(work: Work, actor: Actor, policy_id: int) -> StoredPolicy:
    """A draft that will not come. Raises Forbidden, NotFound, Conflict (not_a_draft)."""
    if not actor.may("propose_policy"):
        actor.require("approve_policy")
    draft = _draft(work, policy_id)
    kept.withdraw(work, policy_id)
    recorded(work, actor, "policy_withdrawn", ("policy", policy_id), version=draft.version)
    return kept.policy(work, policy_id)


def _draft(work: Work, policy_id: int) -> StoredPolicy:
    found = kept.policy(work, policy_id, lock=True)
    if found.state != "draft":
        raise Conflict("not_a_draft", f"version {found.version} is {found.state}: propose a new one")
    return found


def _refuse_the_past(work: Work, in_force_from: date) -> None:
    """A day that has passed was decided under the version of that day."""
    if in_force_from < today(work):
        raise Conflict(
            "too_late", f"{in_force_from.isoformat()} has passed: propose a version from today or later"
        )
