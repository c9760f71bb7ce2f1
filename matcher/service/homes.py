"""Homes: what is known of them, and where they are. A provider sees and changes its own alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matcher.domain.commands.homes import AddHome, ChangeHome, CorrectAddress, RevealAddress
from matcher.service.actor import Actor
from matcher.service.alone import check_home
from matcher.service.days import today
from matcher.service.documents import home_row, prices_of
from matcher.service.own_homes import home_to_read, provider_of
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import beds, contracts, placements, referrals
from matcher.store import homes as kept
from matcher.store.beds import Bed
from matcher.store.contracts import Contract
from matcher.store.homes import Address, StoredHome
from matcher.store.work import Work


@dataclass(frozen=True)
class HomeRecord:
    """A home, its beds, the ids of those in which somebody sleeps or will, and its contracts, in order."""

    home: StoredHome
    beds: tuple[Bed, ...]
    taken: frozenset[int]
    contracts: tuple[Contract, ...]


def get_home(work: Work, actor: Actor, home_id: int) -> HomeRecord:
    """Raises Forbidden; NotFound, also for a provider who asks for another's."""
    return _record(work, home_to_read(work, actor, home_id))


def page_of_homes(work: Work, actor: Actor, after: int | None, limit: int) -> Sequence[HomeRecord]:
    """At most `limit` homes with ids above `after`; a provider's own. Raises Forbidden."""
    found = kept.page_of(work, after, limit, provider_of(actor, "read_homes"))
    return [_record(work, home) for home in found]


def add_home(work: Work, actor: Actor, command: AddHome) -> HomeRecord:
    """A new home with all its places usable. Raises Forbidden, BadCase, Conflict (reference_taken)."""
    actor.require("write_homes")
    check_home(command.home, today(work))
    home = command.home
    with told(
        uq_homes_council_id_reference=("reference_taken", "another home has this id: choose another"),
        uq_providers_council_id_name=(
            "provider_taken",
            "somebody else has just added this provider: try again",
        ),
    ):
        provider_id = kept.provider_named(work, home.provider)
        where = Address(command.address, home.location.model_dump())
        home_id = kept.add_home(work, home.id, home.name, provider_id, home_row(home), where)
    for number in range(home.places):
        beds.add_bed(work, home_id, str(number + 1))
    contracts.add_contract(work, home_id, prices_of(home), command.contract_starts)
    recorded(work, actor, "home_added", ("home", home_id), places=home.places)
    return _record(work, kept.home(work, home_id))


def change_home(work: Work, actor: Actor, home_id: int, version: int, command: ChangeHome) -> HomeRecord:
    """What is known from now on; closed, it is offered to nobody.

    Raises Forbidden, NotFound, Precondition.
    """
    actor.require("write_homes")
    before = kept.home(work, home_id, lock=True)
    document = command.model_dump(mode="json", exclude={"name", "open"})
    values = {"name": command.name, "open": command.open, "document": document}
    kept.change_home(work, home_id, version, **values)
    fields = sorted(name for name, value in document.items() if before.document.get(name) != value)
    fields += [name for name in ("name", "open") if getattr(before, name) != values[name]]
    recorded(work, actor, "home_changed", ("home", home_id), version=version + 1, fields=fields)
    return _record(work, kept.home(work, home_id))


def reveal_address(work: Work, actor: Actor, home_id: int, command: RevealAddress) -> Address:
    """Where a home is: an act of its own, recorded with its reason (trust.md T01).

    Raises Forbidden, NotFound.
    """
    actor.require("reveal_address")
    found = kept.address(work, kept.home(work, home_id).id)
    if command.referral_id is not None:
        referrals.referral(work, command.referral_id)
    why = command.model_dump(mode="json")
    recorded(work, actor, "address_revealed", ("home", home_id), **why)
    return found


def correct_address(work: Work, actor: Actor, home_id: int, command: CorrectAddress) -> None:
    """Where a home is after all; nothing of it comes back. Raises Forbidden, NotFound."""
    actor.require("write_homes")
    actor.require("reveal_address")
    kept.home(work, home_id, lock=True)
    kept.change_address(work, home_id, Address(command.address, command.location.model_dump()))
    recorded(work, actor, "address_corrected", ("home", home_id))


def voids(record: HomeRecord) -> Counter[str]:
    """How many beds of a home are free, taken and blocked."""
    state = {bed.id: "blocked" if bed.blocked else "free" for bed in record.beds}
    return Counter("taken" if bed_id in record.taken else word for bed_id, word in state.items())


def _record(work: Work, home: StoredHome) -> HomeRecord:
    sleeping = placements.lasting_at_home(work, home.id, today(work))
    taken = frozenset(placement.bed_id for placement in sleeping)
    by_label = sorted(beds.beds_of(work, home.id), key=lambda bed: (len(bed.label), bed.label))
    return HomeRecord(home, tuple(by_label), taken, contracts.contracts_of(work, home.id))
