"""Whatever people enter, in whatever order, today's case can be made, and says of every bed one thing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from matcher.domain.case import Case
from matcher.domain.commands.homes import AddContract, BlockBed, ChangeHome, OpenBeds
from matcher.domain.commands.links import Relate, SetGroup, SetPair, Waive
from matcher.domain.commands.offers import RecordOffer
from matcher.domain.commands.placements import EndPlacement, ImportPlacement
from matcher.domain.commands.referrals import AddReferral, WithdrawReferral
from matcher.domain.home import Resident
from matcher.errors import BadCase, Conflict
from matcher.service.beds import add_contract, block_bed, open_beds, unblock_bed
from matcher.service.homes import change_home, get_home
from matcher.service.links import relate, set_group, set_pair, waive
from matcher.service.offers import record_offer
from matcher.service.placements import end_placement, import_placement
from matcher.service.referrals import add_referral, get_referral, withdraw_referral
from matcher.store import beds, children, holds, placements
from matcher.store.work import Store, Work
from tests.service.acting import TODAY, day, do, now, rows
from tests.service.seeded import Seeded, small

CODES = ("A", "B", "K", "L", "R-1", "R-2")
SEEDS = range(3)
STEPS = 30


def test_a_case_can_be_made_after_any_acts(store: Store) -> None:
    done: Counter[str] = Counter()
    for seed in SEEDS:
        council = small(store, f"council-{seed}")
        draw = Draw(store, council, random.Random(seed))
        for step in range(STEPS):
            act = draw.random.choice(ACTS)
            try:
                act(draw)
            except (Conflict, BadCase):
                continue
            done[act.__name__] += 1
            found = now(store, council.officer, draw.random.choice((TODAY, day(4)))).case
            _one_thing_of_every_bed(found, f"{seed}, {step}, {act.__name__}")
    assert {act.__name__ for act in ACTS} == set(done), "an act that never came about proves nothing"


def _one_thing_of_every_bed(case: Case, told: str) -> None:
    staying = Counter(child.current_home for child in case.referrals if child.current_home)
    residents = [child.id for home in case.homes for child in home.residents]
    assert len(set(residents)) == len(residents), told
    assert all(home.beds >= staying[home.id] for home in case.homes), told


class Draw:
    """A council, and what may be done to it next."""

    def __init__(self, store: Store, council: Seeded, seeded: random.Random) -> None:
        self.store, self.council, self.random = store, council, seeded

    def day(self) -> date:
        return day(self.random.randint(-3, 6))

    def home(self) -> int:
        return self.random.choice(list(self.council.homes.values()))

    def bed(self) -> tuple[int, int]:
        home_id = self.home()
        found = do(self.store, self.council.officer, get_home, home_id)
        return home_id, self.random.choice(found.beds).id

    def referral(self) -> int:
        waiting = now(self.store, self.council.officer).referral_ids
        if not waiting:
            raise Conflict("nobody", "nobody waits")
        return waiting[self.random.choice(sorted(waiting))]

    def two_children(self) -> tuple[int, int]:
        known = rows(self.store, self.council.officer, children.every_child).values()
        a, b = self.random.sample(sorted(known, key=lambda child: child.reference), 2)
        return a.id, b.id

    def do(self, act: Callable[..., object], *arguments: object) -> None:
        do(self.store, self.council.officer, act, *arguments)

    def panel(self, act: Callable[..., object], *arguments: object) -> None:
        do(self.store, self.council.panel, act, *arguments)


def refer(draw: Draw) -> None:
    asked = draw.council.case.referrals[0].model_copy(update={"id": draw.random.choice(CODES)})
    draw.do(add_referral, AddReferral(child=draw.random.choice(CODES), referral=asked))


def withdraw(draw: Draw) -> None:
    key = draw.referral()
    version = do(draw.store, draw.council.officer, get_referral, key).referral.version
    draw.do(withdraw_referral, key, version, WithdrawReferral(reason="returned_home"))


def place(draw: Draw) -> None:
    born = draw.council.case.referrals[0].birth_date
    child = Resident(id=draw.random.choice(CODES), birth_date=born, gender="female")
    home_id, bed_id = draw.bed()
    starts = draw.day()
    ends = draw.random.choice([None, starts + timedelta(days=3)])
    nights: Any = {"starts": starts, "ends": ends}
    draw.do(
        import_placement,
        ImportPlacement(child=child, home_id=home_id, bed_id=bed_id, weekly_price_pence=1, **nights),
    )


def end(draw: Draw) -> None:
    officer = draw.council.officer
    known = rows(draw.store, officer, children.every_child)
    lasting = list(rows(draw.store, officer, lambda work: placements.lasting(work, TODAY)))
    # by what is the same on every run: ids are drawn anew
    lasting.sort(key=lambda placement: (placement.starts, known[placement.child_id].reference))
    if not lasting:
        raise Conflict("nobody", "nobody sleeps anywhere")
    draw.do(end_placement, draw.random.choice(lasting).id, EndPlacement(ends=draw.day(), reason="moved"))


def hold(draw: Draw) -> None:
    (_, bed_id), referral_id = draw.bed(), draw.referral()

    def keep(work: Work) -> None:
        officer = draw.council.officer.id
        if officer is None or bed_id in beds.live_holds(work):
            raise Conflict("bed_held", "held already")
        holds.hold(work, bed_id, referral_id, officer, work.now + timedelta(hours=1))

    rows(draw.store, draw.council.officer, keep)


def block(draw: Draw) -> None:
    draw.do(block_bed, *draw.bed(), BlockBed(reason="repairs"))


def unblock(draw: Draw) -> None:
    home_id = draw.home()
    found = do(draw.store, draw.council.officer, get_home, home_id).beds
    blocked = [bed.id for bed in found if bed.blocked] or [found[0].id]
    draw.do(unblock_bed, home_id, draw.random.choice(blocked))


def open_more(draw: Draw) -> None:
    draw.do(open_beds, draw.home(), OpenBeds(labels=(str(draw.random.randint(2, 4)),)))


def close_or_open(draw: Draw) -> None:
    key = draw.home()
    known = do(draw.store, draw.council.officer, get_home, key).home
    facts = ChangeHome.model_validate(
        {**known.document, "name": known.name, "open": not known.open}, strict=False
    )
    draw.do(change_home, key, known.version, facts)


def reprice(draw: Draw) -> None:
    starts = draw.day()
    ends = draw.random.choice([None, starts + timedelta(days=2)])
    draw.do(add_contract, draw.home(), AddContract(weekly_price_pence=5, starts=starts, ends=ends))


def answer(draw: Draw) -> None:
    draw.do(record_offer, RecordOffer(referral_id=draw.referral(), home_id=draw.home(), status="offered"))


def pair(draw: Draw) -> None:
    kind: Any = draw.random.choice(["pin", "forbid", None])
    said = SetPair(referral_id=draw.referral(), home_id=draw.home(), kind=kind, reason="a panel")
    draw.panel(set_pair, said)


def set_aside(draw: Draw) -> None:
    home_id = draw.random.choice([None, draw.home()])
    draw.panel(waive, Waive(referral_id=draw.referral(), rule="age", home_id=home_id, reason="a panel"))


def group(draw: Draw) -> None:
    rule: Any = draw.random.choice(["together", "prefer_together", "apart", None])
    children = draw.two_children() if rule else ()
    draw.do(set_group, SetGroup(reference=draw.random.choice("ST"), rule=rule, child_ids=children))


def link(draw: Draw) -> None:
    kind: Any = draw.random.choice(["must_not_share", "avoid", None])
    draw.do(relate, Relate(child_ids=draw.two_children(), kind=kind))


ACTS: tuple[Callable[[Draw], None], ...] = (
    refer,
    refer,
    withdraw,
    place,
    place,
    place,
    end,
    hold,
    block,
    unblock,
    open_more,
    close_or_open,
    reprice,
    answer,
    pair,
    set_aside,
    group,
    link,
)
