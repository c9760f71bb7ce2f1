"""The filter: one mask per pair rule over a block of children × all homes.

The other half of a double entry: `matcher.rules` states each rule for one pair with its
reason; here the same rule is encoded again over arrays. A test holds the two registers
equal, and the masks equal to the reasons on random and boundary pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.domain.types import MAX_REFERRALS, PlacementType, age_on, miles_as_metres
from matcher.model.columns import NO_LIMIT, Bools, Columns, Ints, holds, metres

BLOCK_PAIRS = 4_000_000
NEVER_LIFTED = frozenset({"registration", "regulated_under_16", "forbidden"})
TYPES: tuple[PlacementType, ...] = (
    "childrens_home",
    "secure_home",
    "foster",
    "supported_accommodation",
    "short_break",
)


@dataclass(frozen=True)
class Block:
    """The pairs (children start..stop) × (all homes), with what several rules look up."""

    columns: Columns
    start: int
    stop: int

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)

    @property
    def shape(self) -> tuple[int, int]:
        return self.stop - self.start, len(self.columns.homes)

    @cached_property
    def distance_m(self) -> Ints:
        origins = [child.origin for child in self.columns.children[self.rows]]
        return distances(self.columns, [(place.easting, place.northing) for place in origins])

    @cached_property
    def price(self) -> Ints:
        """Weekly price in pence: the offer's where one was made, else the home's."""
        prices = np.tile(self.columns.home_column("weekly_price_pence"), (self.shape[0], 1))
        for offer in self.columns.case.offers:
            row = self.columns.child_row[offer.referral] - self.start
            if offer.status == "offered" and offer.weekly_price_pence is not None and self.has(row):
                prices[row, self.columns.home_row[offer.home]] = offer.weekly_price_pence
        return prices

    def has(self, row: int) -> bool:
        """Whether a row (counted from the block's start) is in this block."""
        return 0 <= row < self.shape[0]

    def scatter(self, pairs: Iterable[tuple[str, str | None]]) -> Bools:
        """True at the given (referral id, home id) pairs; a home of None is all homes."""
        mask = np.zeros(self.shape, dtype=bool)
        for child, home in pairs:
            row = self.columns.child_row[child] - self.start
            if self.has(row):
                mask[row, slice(None) if home is None else self.columns.home_row[home]] = True
        return mask


def distances(columns: Columns, points: list[tuple[int, int]]) -> Ints:
    """Metres from each point to each home, shape (points, homes)."""
    at = np.array(points, dtype=np.int64).reshape(-1, 2)
    to = np.array([(h.location.easting, h.location.northing) for h in columns.homes], dtype=np.int64)
    to = to.reshape(-1, 2)
    return metres(at[:, 0], at[:, 1], to[:, 0], to[:, 1])


Mask = Callable[[Block], Bools]
MASKS: dict[str, Mask] = {}


def encodes(code: str) -> Callable[[Mask], Mask]:
    """Register the mask of a pair rule: True where the rule excludes."""

    def register(mask: Mask) -> Mask:
        if code in MASKS:
            raise ValueError(f"rule {code} has a mask already")
        MASKS[code] = mask
        return mask

    return register


def eligible(columns: Columns, skip: frozenset[str] = frozenset()) -> tuple[Ints, Ints, Ints, Ints]:
    """The pairs that no rule excludes: (child row, home row, metres, weekly price), by row.

    `skip` names rules to leave out: what a sabotage test or a relaxation asks for.
    """
    parts = [_of_block(block, skip) for block in blocks(columns)]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, none
    child, home, distance, price = (np.concatenate(part) for part in zip(*parts, strict=True))
    return child, home, distance, price


@dataclass(frozen=True)
class Tally:
    """By child: how many homes each rule shuts, how many none does, how many exactly one does."""

    shut_by: dict[str, Ints]
    open_homes: Ints
    near_misses: Ints


def tally(columns: Columns) -> Tally:
    """Count the homes that the rules shut to every child of the case."""
    shut_by: dict[str, list[Ints]] = {code: [] for code in MASKS}
    rules = []
    for block in blocks(columns):
        masks = {code: excluded(block, code) for code in MASKS}
        for code, mask in masks.items():
            shut_by[code].append(mask.sum(axis=1))
        rules.append(sum(mask.astype(np.int64) for mask in masks.values()))
    by_pair = np.concatenate(rules)
    return Tally(
        {code: np.concatenate(counts) for code, counts in shut_by.items()},
        (by_pair == 0).sum(axis=1),
        (by_pair == 1).sum(axis=1),
    )


def blocks(columns: Columns) -> Iterable[Block]:
    """The case in blocks of bounded memory."""
    rows = max(1, min(MAX_REFERRALS, BLOCK_PAIRS // max(1, len(columns.homes))))
    for start in range(0, len(columns.children), rows):
        yield Block(columns, start, min(start + rows, len(columns.children)))


def _of_block(block: Block, skip: frozenset[str]) -> tuple[Ints, Ints, Ints, Ints]:
    shut = np.zeros(block.shape, dtype=bool)
    for code in MASKS:
        if code not in skip:
            shut |= excluded(block, code)
    row, home = np.nonzero(~shut)
    return row + block.start, home, block.distance_m[row, home], block.price[row, home]


def excluded(block: Block, code: str) -> Bools:
    """Where one rule excludes, after waivers and after what a stay is exempt from."""
    mask = MASKS[code](block)
    if code in NEVER_LIFTED:
        return mask
    waived = [(w.referral, w.home) for w in block.columns.case.waivers if w.rule == code]
    if waived:
        mask = mask & ~block.scatter(waived)
    stay = block.columns.stay[block.rows]
    rows = np.nonzero(stay >= 0)[0]
    if rows.size:
        mask = mask.copy()
        mask[rows, stay[rows]] = False
    return mask


@encodes("registration")
def _registration(block: Block) -> Bools:
    homes, children = block.columns.homes, block.columns.children[block.rows]
    accepted = holds([child.placement_types for child in children], TYPES)
    kind = np.array([TYPES.index(home.placement_type) for home in homes], dtype=np.int64)
    registered = np.array([home.registered for home in homes], dtype=bool)
    shut: Bools = ~(accepted[:, kind] & registered[None, :])
    return shut


@encodes("regulated_under_16")
def _regulated_under_16(block: Block) -> Bools:
    supported = np.array(
        [home.placement_type == "supported_accommodation" for home in block.columns.homes], dtype=bool
    )
    shut: Bools = (block.columns.age[block.rows] < 16)[:, None] & supported[None, :]
    return shut


@encodes("need")
def _need(block: Block) -> Bools:
    needs = [(child.need, *child.also_needs) for child in block.columns.children[block.rows]]
    names = sorted({code for codes in needs for code in codes})
    met = holds([home.needs_met for home in block.columns.homes], names)
    unmet: Bools = (holds(needs, names).astype(np.float32) @ (~met).astype(np.float32).T) > 0
    return unmet


@encodes("age")
def _age(block: Block) -> Bools:
    age = block.columns.age[block.rows, None]
    low, high = block.columns.home_column("min_age"), block.columns.home_column("max_age")
    return (age < low[None, :]) | (age > high[None, :])


@encodes("gender")
def _gender(block: Block) -> Bools:
    names = ("female", "male", "non_binary")
    taken = holds([home.genders for home in block.columns.homes], names)
    kind = [names.index(child.gender) for child in block.columns.children[block.rows]]
    return ~taken.T[np.array(kind, dtype=np.int64)]


@encodes("step_free")
def _step_free(block: Block) -> Bools:
    needs = block.columns.child_column("step_free")[block.rows] == 1
    shut: Bools = needs[:, None] & (block.columns.home_column("step_free") == 0)[None, :]
    return shut


@encodes("availability")
def _availability(block: Block) -> Bools:
    needed = [child.needed_by.toordinal() for child in block.columns.children[block.rows]]
    free = [home.available_from.toordinal() for home in block.columns.homes]
    return np.array(free, dtype=np.int64)[None, :] > np.array(needed, dtype=np.int64)[:, None]


@encodes("distance")
def _distance(block: Block) -> Bools:
    limits = [
        int(NO_LIMIT) if child.max_miles is None else int(miles_as_metres(child.max_miles))
        for child in block.columns.children[block.rows]
    ]
    # metres are whole, so metres > limit is the same as metres > floor(limit)
    return block.distance_m > np.array(limits, dtype=np.int64)[:, None]


@encodes("exclusion_zone")
def _exclusion_zone(block: Block) -> Bools:
    mask = np.zeros(block.shape, dtype=bool)
    for row, child in enumerate(block.columns.children[block.rows]):
        for zone in child.exclusion_zones:
            near = distances(block.columns, [(zone.easting, zone.northing)])[0]
            # metres are whole, so metres < radius is the same as metres < ceil(radius)
            mask[row] |= near < -int(-miles_as_metres(zone.miles) // 1)
    return mask


@encodes("price_cap")
def _price_cap(block: Block) -> Bools:
    cap = block.columns.child_column("max_weekly_pence")[block.rows, None]
    return block.price + block.columns.child_column("supplement_pence")[block.rows, None] > cap


@encodes("declined")
def _declined(block: Block) -> Bools:
    today = block.columns.case.as_of
    return block.scatter(
        (offer.referral, offer.home)
        for offer in block.columns.case.offers
        if offer.status == "declined" or (offer.expires is not None and offer.expires < today)
    )


@encodes("residents")
def _residents(block: Block) -> Bools:
    return _resident_links(block) | _resident_flags(block) | _resident_ages(block)


def _resident_links(block: Block) -> Bools:
    columns = block.columns
    lives = {resident.id: columns.homes[row].id for row, resident in columns.resident_lists()}
    links = columns.must_not_share()
    return block.scatter((a, lives[b]) for a, b in links if a in columns.child_row and b in lives)


def _resident_flags(block: Block) -> Bools:
    flags, clash = block.columns.incompatible
    names = block.columns.clash_names
    there = [[flag for r in home.residents for flag in r.flags] for home in block.columns.homes]
    clashing = flags[block.rows].astype(np.float32) @ clash.astype(np.float32)
    found: Bools = (clashing @ holds(there, names).astype(np.float32).T) > 0
    return found


def _resident_ages(block: Block) -> Bools:
    gap = block.columns.case.policy.max_age_gap_years
    mask = np.zeros(block.shape, dtype=bool)
    if gap is None:
        return mask
    age = block.columns.age[block.rows]
    for row, resident in block.columns.resident_lists():
        mask[:, row] |= np.abs(age - age_on(resident.birth_date, block.columns.case.as_of)) > gap
    return mask


@encodes("solo_occupied")
def _solo_occupied(block: Block) -> Bools:
    flags = set(block.columns.case.policy.solo_flags)
    alone = np.zeros(block.shape[1], dtype=bool)
    for row, resident in block.columns.resident_lists():
        alone[row] |= bool(flags.intersection(resident.flags))
    occupied = block.columns.resident_count > 0
    return (block.columns.solo[block.rows, None] & occupied[None, :]) | alone[None, :]


@encodes("judgement")
def _judgement(block: Block) -> Bools:
    barred = block.columns.case.policy.barred_judgements
    mask = np.array([home.judgement in barred for home in block.columns.homes], dtype=bool)
    return np.broadcast_to(mask[None, :], block.shape)


@encodes("capacity")
def _capacity(block: Block) -> Bools:
    return np.broadcast_to((block.columns.beds < 1)[None, :], block.shape)


@encodes("staffing")
def _staffing(block: Block) -> Bools:
    hours = block.columns.child_column("staff_hours")[block.rows, None]
    return hours > block.columns.home_column("spare_staff_hours")[None, :]


@encodes("forbidden")
def _forbidden(block: Block) -> Bools:
    case = block.columns.case
    mask = block.scatter((pair.referral, pair.home) for pair in case.forbids)
    pinned = block.scatter((pin.referral, None) for pin in case.pins)
    return mask | (pinned & ~block.scatter((pin.referral, pin.home) for pin in case.pins))
