"""Beds and prices of homes: places opened, blocked and usable again, and contracts from a day."""

from __future__ import annotations

from dataclasses import replace

from matcher.domain.commands.homes import AddContract, BlockBed, OpenBeds
from matcher.errors import Conflict
from matcher.service.actor import Actor
from matcher.service.documents import prices_of
from matcher.service.own_homes import home_to_change
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import beds as kept
from matcher.store import contracts, homes
from matcher.store.beds import Bed
from matcher.store.contracts import Contract
from matcher.store.work import Work

MAX_BEDS = 1_000


def open_beds(work: Work, actor: Actor, home_id: int, command: OpenBeds) -> tuple[Bed, ...]:
    """New registered places; returns all beds of the home.

    Raises Forbidden, NotFound, Conflict (bed_label_taken, too_many_beds).
    """
    actor.require("write_homes")
    homes.home(work, home_id, lock=True)
    if len(kept.beds_of(work, home_id)) + len(command.labels) > MAX_BEDS:
        raise Conflict("too_many_beds", f"a home has at most {MAX_BEDS} beds")
    words = ("bed_label_taken", "this home has a bed with this label: choose another")
    with told(uq_beds_council_id_home_id_label=words):
        for label in command.labels:
            kept.add_bed(work, home_id, label)
    recorded(work, actor, "beds_opened", ("home", home_id), labels=list(command.labels))
    return kept.beds_of(work, home_id)


def block_bed(work: Work, actor: Actor, home_id: int, bed_id: int, command: BlockBed) -> Bed:
    """Not usable for another child; who sleeps in it stays. A provider blocks its own.

    Raises Forbidden, NotFound, Conflict (bed_blocked).
    """
    home_to_change(work, actor, home_id)
    bed = kept.bed(work, home_id, bed_id)
    if bed.blocked:
        raise Conflict("bed_blocked", "this bed is blocked already")
    kept.set_blocked(work, bed_id, command.reason)
    recorded(work, actor, "bed_blocked", ("bed", bed_id), home_id=home_id, reason=command.reason)
    return replace(bed, blocked=True, blocked_reason=command.reason)


def unblock_bed(work: Work, actor: Actor, home_id: int, bed_id: int) -> Bed:
    """Usable again. Raises Forbidden, NotFound, Conflict (bed_usable)."""
    home_to_change(work, actor, home_id)
    bed = kept.bed(work, home_id, bed_id)
    if not bed.blocked:
        raise Conflict("bed_usable", "this bed is not blocked")
    kept.set_blocked(work, bed_id, None)
    recorded(work, actor, "bed_unblocked", ("bed", bed_id), home_id=home_id)
    return replace(bed, blocked=False, blocked_reason=None)


def add_contract(work: Work, actor: Actor, home_id: int, command: AddContract) -> Contract:
    """A price from a day on: the contract in force then ends on it, and the next one ends this one.

    Raises Forbidden, NotFound, Conflict (contract_overlaps, contract_starts_taken).
    """
    actor.require("write_homes")
    homes.home(work, home_id, lock=True)
    known = contracts.contracts_of(work, home_id)
    later = [contract.starts for contract in known if contract.starts > command.starts]
    ends = command.ends or (later[0] if later else None)
    if later and ends is not None and ends > later[0]:
        words = f"another contract starts on {later[0].isoformat()}: let this one end by then"
        raise Conflict("contract_overlaps", words)
    _end_the_one_before(work, known, command)
    taken = ("contract_starts_taken", "a contract starts on this day already: choose another day")
    with told(uq_contracts_council_id_home_id_starts=taken):
        contract_id = contracts.add_contract(work, home_id, prices_of(command), command.starts, ends)
    what = {"contract_id": contract_id, "starts": command.starts.isoformat(), **prices_of(command)}
    recorded(work, actor, "contract_added", ("home", home_id), **what)
    return next(one for one in contracts.contracts_of(work, home_id) if one.id == contract_id)


def _end_the_one_before(work: Work, known: tuple[Contract, ...], command: AddContract) -> None:
    for contract in known:
        if contract.starts < command.starts and contract.covers(command.starts):
            contracts.end_contract(work, contract.id, command.starts)
