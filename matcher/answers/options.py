"""Options: each child's eligible homes ranked by exact regret, and who pays for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from matcher import goals
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.pins import refuse_clash
from matcher.answers.together import Together
from matcher.domain.case import Case
from matcher.domain.proposal import Option, OptionTable, Payer, Regret
from matcher.errors import NotFound
from matcher.model.chunks import chunks
from matcher.model.outcome import Forced, Table
from matcher.model.pack import Packed, pack
from matcher.rules.facts import Facts
from matcher.rules.register import Placements

Allocation = dict[str, str | None]


def option_table(case: Case, referrals: Sequence[str] | None, settings: Settings) -> OptionTable:
    """Rank the options of some referrals, or all. Raises NotFound, PinsClash, SolveFailed."""
    clock = Clock()
    facts, packed = Facts(case), pack(case)
    for position, referral in enumerate(referrals or ()):
        if referral not in facts.referrals:
            raise NotFound(f"referrals[{position}]: the case has no referral with this id")
    rows = _rows(packed, referrals)
    table = _table(packed, rows, settings, clock)
    refuse_clash(case, table.solved, settings, clock)
    base = packed.allocation(table.solved.outcome.chosen)
    tier1, tier2 = goals.tiers(facts, _placed(base))
    forced = {entry.choice: entry for entry in table.forced}
    found = [_option(facts, packed, row, forced, base, (tier1, tier2)) for row in rows]
    outcome = table.solved.outcome
    proved = (outcome.bound1, outcome.bound2) == (tier1, tier2) and all(option.exact for option in found)
    return OptionTable(
        status="optimal" if proved else "best_found",
        tier1=tier1,
        tier2=tier2,
        options=_ranked(found),
        allocation=base,
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _table(packed: Packed, rows: list[int], settings: Settings, clock: Clock) -> Table:
    """The table, its chunks spread over the workers. A chunk's answers depend on no other chunk."""
    choices = sorted({int(packed.choice[row]) for row in rows if packed.choice[row] >= 0})
    parts = chunks(packed.problem, choices)
    spread = [sorted(chain(*parts[worker :: settings.workers])) for worker in range(settings.workers)]
    busy = [part for part in spread if part] or [[]]

    together = Together(settings, len(choices))

    def part_of(worker: int) -> Table:
        arguments = {"choices": busy[worker]}
        found: Table = solve("option_table", packed.problem, arguments, together.of(worker), clock)
        return found

    with ThreadPoolExecutor(len(busy)) as threads:
        tables = list(threads.map(part_of, range(len(busy))))
    return Table(tables[0].solved, tuple(entry for table in tables for entry in table.forced))


def _rows(packed: Packed, referrals: Sequence[str] | None) -> list[int]:
    wanted = None if referrals is None else {packed.columns.child_row[referral] for referral in referrals}
    rows = enumerate(packed.options.child.tolist())
    return [row for row, child in rows if wanted is None or child in wanted]


def _placed(allocation: Allocation) -> Placements:
    return {child: home for child, home in allocation.items() if home is not None}


def _option(
    facts: Facts,
    packed: Packed,
    row: int,
    forced: dict[int, Forced],
    base: Allocation,
    best: tuple[int, int],
) -> Option:
    """One option with its regret recomputed from its witness: the best allocation that uses it."""
    child = packed.columns.children[int(packed.options.child[row])]
    home = packed.columns.homes[int(packed.options.home[row])]
    entry = forced.get(int(packed.choice[row]))
    regret: Regret | None = None
    payers: tuple[Payer, ...] = ()
    if entry is not None and entry.value is not None:
        witness = packed.allocation(entry.chosen)
        tier1, tier2 = goals.tiers(facts, _placed(witness))
        regret = Regret(tier1=tier1 - best[0], tier2=tier2 - best[1])
        payers = _payers(child.id, base, witness)
    own = goals.placement(facts, child, home, discount_pence=0)
    return Option(
        referral=child.id,
        home=home.id,
        rank=0,
        regret=regret,
        exact=entry is None or entry.exact,
        proposed=base[child.id] == home.id,
        weekly_price_pence=own.weekly_price_pence,
        own_pence=own.total_pence,
        distance_m=own.distance_m,
        in_area=own.in_area,
        stays=own.stays,
        who_pays=payers,
    )


def _payers(chooser: str, base: Allocation, witness: Allocation) -> tuple[Payer, ...]:
    """The other children whose home is another when this option is chosen."""
    return tuple(
        Payer(referral=child, proposed=base[child], instead=witness[child])
        for child in sorted(base)
        if child != chooser and base[child] != witness[child]
    )


def _ranked(options: list[Option]) -> tuple[Option, ...]:
    """By child, then regret; ties by own price, metres, home id; impossible ones last."""
    by_child: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        by_child[option.referral].append(option)
    ranked = []
    for child in sorted(by_child):
        ordered = sorted(by_child[child], key=_order)
        ranked += [o.model_copy(update={"rank": rank}) for rank, o in enumerate(ordered, start=1)]
    return tuple(ranked)


def _order(option: Option) -> tuple[bool, int, int, int, int, str]:
    tier1, tier2 = (option.regret.tier1, option.regret.tier2) if option.regret else (0, 0)
    return option.regret is None, tier1, tier2, option.own_pence, option.distance_m, option.home
