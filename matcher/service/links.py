"""What a care plan says about children together, and what a panel says about a child and a home."""

from __future__ import annotations

from matcher.domain.commands.links import Relate, SetGroup, SetPair, Waive
from matcher.errors import Conflict, NotFound
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import children, homes, referrals
from matcher.store import links as kept
from matcher.store.work import Work


def set_group(work: Work, actor: Actor, command: SetGroup) -> None:
    """Who are brothers and sisters, and what the care plan says of it.

    Raises Forbidden, NotFound, Conflict (nothing_to_remove, group_taken).
    """
    actor.require("write_referrals")
    known = kept.group_by_reference(work, command.reference)
    _refuse_nothing(known is None and command.rule is None)
    for child_id in sorted(command.child_ids):
        children.child(work, child_id)
    if known is not None:
        kept.remove_group(work, known.id)
    group_id = known.id if known is not None else None
    if command.rule is not None:
        with told(
            uq_sibling_groups_council_id_reference=("group_taken", "somebody has just set it: try again")
        ):
            group_id = kept.add_group(work, command.reference, command.rule, command.child_ids)
    what = {"rule": command.rule, "child_ids": sorted(command.child_ids)}
    recorded(work, actor, "siblings_set", ("sibling_group", group_id), **what)


def relate(work: Work, actor: Actor, command: Relate) -> None:
    """What stands between two children. Raises Forbidden, NotFound, Conflict (nothing_to_remove)."""
    actor.require("write_referrals")
    for child_id in sorted(command.child_ids):
        children.child(work, child_id, lock=True)
    known = kept.relationship_of(work, *command.child_ids)
    _refuse_nothing(known is None and command.kind is None)
    if known is not None:
        kept.remove_relationship(work, known.id)
    if command.kind is not None:
        kept.add_relationship(work, *command.child_ids, command.kind)
    what = {"kind": command.kind, "child_ids": sorted(command.child_ids)}
    recorded(work, actor, "relationship_set", ("council", work.council_id), **what)


def set_pair(work: Work, actor: Actor, command: SetPair) -> None:
    """A panel's pin or forbid; a child is pinned to one home.

    Raises Forbidden, NotFound, Conflict (referral_closed, pinned_elsewhere, nothing_to_remove).
    """
    actor.require("approve")
    pair = (command.referral_id, command.home_id)
    _open(work, command.referral_id)
    homes.home(work, command.home_id)
    known = kept.pair_of(work, *pair)
    _refuse_nothing(known is None and command.kind is None)
    if known is not None:
        kept.remove_pair(work, known.id)
    if command.kind is not None:
        with told(
            uq_pairs_one_pin=("pinned_elsewhere", "the child is pinned to another home: take that back")
        ):
            kept.add_pair(work, command.kind, pair, command.reason, actor.id)
    what = {"kind": command.kind, "home_id": command.home_id}
    recorded(work, actor, "pair_set", ("referral", command.referral_id), **what)


def waive(work: Work, actor: Actor, command: Waive) -> int:
    """A panel sets a rule aside; returns the waiver's id.

    Raises Forbidden, NotFound, Conflict (referral_closed, waived_already).
    """
    actor.require("approve")
    _open(work, command.referral_id)
    if command.home_id is not None:
        homes.home(work, command.home_id)
    asked = (command.referral_id, command.rule, command.home_id)
    if any((known.referral_id, known.rule, known.home_id) == asked for known in kept.every_waiver(work)):
        raise Conflict("waived_already", "this rule is set aside for this child already")
    waiver_id = kept.add_waiver(work, *asked, command.reason, actor.id)
    what = {"rule": command.rule, "home_id": command.home_id, "waiver_id": waiver_id}
    recorded(work, actor, "rule_waived", ("referral", command.referral_id), **what)
    return waiver_id


def end_waiver(work: Work, actor: Actor, waiver_id: int) -> None:
    """The rule holds again. Raises Forbidden, NotFound."""
    actor.require("approve")
    known = next((waiver for waiver in kept.every_waiver(work) if waiver.id == waiver_id), None)
    if known is None:
        raise NotFound("there is nothing with this id here")
    kept.remove_waiver(work, waiver_id)
    what = {"rule": known.rule, "home_id": known.home_id, "waiver_id": waiver_id}
    recorded(work, actor, "waiver_ended", ("referral", known.referral_id), **what)


def _open(work: Work, referral_id: int) -> None:
    found = referrals.referral(work, referral_id, lock=True)
    if found.state != "open":
        raise Conflict("referral_closed", f"{found.reference} is {found.state}: nothing is decided for it")


def _refuse_nothing(nothing: bool) -> None:
    if nothing:
        raise Conflict("nothing_to_remove", "there is nothing here to remove")
