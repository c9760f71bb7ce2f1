"""The allocation: an optimum, its proof, every child's lines, every unplaced child's reason."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matcher import goals
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.pins import refuse_clash
from matcher.domain.case import Case
from matcher.domain.proposal import Bound, NotKnown, Proof, Proposal, Totals, Unplaced
from matcher.model.columns import Columns
from matcher.model.eligibility import tally
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.rules.facts import Facts
from matcher.rules.measures import incremental_pence
from matcher.rules.register import Placements
from matcher.rules.siblings import discounts_pence

ONLY_SURE = " Something is not known of this child: only a home that is sure counts as open."


def allocation(case: Case, settings: Settings) -> Proposal:
    """Solve a case. Raises PinsClash, OutOfTime, SolveFailed."""
    clock = Clock()
    packed = pack(case)
    with ThreadPoolExecutor(1) as meanwhile:
        # the solve is another process's work: what every answer carries is ready when it is
        meanwhile.submit(lambda: case.fingerprint)
        solved: Solved = solve("allocate", packed.problem, {}, settings, clock)
    return proposal(Facts(case), packed, solved, settings, clock)


def proposal(facts: Facts, packed: Packed, solved: Solved, settings: Settings, clock: Clock) -> Proposal:
    """Everything a person is shown of one allocation, each figure from the case itself."""
    refuse_clash(facts.case, solved, settings, clock)
    placed_or_not = packed.allocation(solved.outcome.chosen)
    placed = {child: home for child, home in placed_or_not.items() if home is not None}
    tier1, tier2 = goals.tiers(facts, placed)
    proof = _proof(solved, tier1, tier2)
    proved = proof.tier1.gap == 0 and proof.tier2.gap == 0
    placements = goals.placements_of(facts, placed)
    return Proposal(
        status="optimal" if proved else "best_found",
        tier1=tier1,
        tier2=tier2,
        allocation=placed_or_not,
        proof=proof,
        placements=placements,
        shared_lines=goals.shared_lines(facts, placed),
        separations=goals.separations(facts, placed),
        unplaced=_unplaced(facts, packed, placed),
        funds=goals.funds_of(facts, placed),
        totals=Totals(
            placed=len(placed),
            unplaced=len(placed_or_not) - len(placed),
            incremental_pence=_incremental(facts, placed),
            distance_m=sum(entry.distance_m for entry in placements),
            in_area=sum(entry.in_area for entry in placements),
        ),
        unknown=tuple(
            NotKnown(referral=child, fields=given.unknown)
            for child, given in sorted(facts.given.items())
            if given.unknown
        ),
        case_fingerprint=facts.case.fingerprint,
        run=run_of(settings, clock),
    )


def _incremental(facts: Facts, placed: Placements) -> int:
    """What the plan adds to a week's spending: prices less voids, plus supplements, less discounts."""
    costs = (
        incremental_pence(facts, facts.referrals[child], facts.homes[home]) for child, home in placed.items()
    )
    return sum(costs) - sum(discounts_pence(facts, placed).values())


def _proof(solved: Solved, tier1: int, tier2: int) -> Proof:
    outcome = solved.outcome
    return Proof(
        tier1=_bound(tier1, outcome.bound1),
        tier2=_bound(tier2, outcome.bound2),
        second_solver=solved.second,
        unique=outcome.unique,
    )


def _bound(value: int, bound: int | None) -> Bound:
    return Bound(value=value, bound=bound, gap=None if bound is None else value - bound)


def _unplaced(facts: Facts, packed: Packed, placed: Placements) -> tuple[Unplaced, ...]:
    waiting = [child.id for child in packed.columns.children if child.id not in placed]
    usable = Counter(packed.options.child[packed.choice >= 0].tolist())
    rows = packed.columns.child_row
    return unplaced_children(facts, packed.columns, {child: usable[rows[child]] for child in waiting})


def unplaced_children(facts: Facts, columns: Columns, usable: dict[str, int]) -> tuple[Unplaced, ...]:
    """Why children have no proposal: the rules that shut the homes, and who has the open ones.

    `usable`: by child, the options that some allocation could use.
    """
    if not usable:
        return ()
    found = tally(columns, np.array([columns.child_row[child] for child in usable], dtype=np.int64))
    answers = []
    for row, child in enumerate(usable):
        counts = {code: int(shut[row]) for code, shut in found.shut_by.items() if shut[row]}
        open_homes, near = int(found.open_homes[row]), int(found.near_misses[row])
        answers.append(
            Unplaced(
                referral=child,
                weight=goals.weight_of(facts, facts.referrals[child]),
                eligible_homes=open_homes,
                near_misses=near,
                shut_by=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
                reason=_reason(child, len(facts.homes), open_homes, near, usable[child])
                + (ONLY_SURE if facts.referrals[child].unknown else ""),
            )
        )
    return tuple(answers)


def _reason(child_id: str, homes_in_all: int, open_homes: int, near: int, usable: int) -> str:
    if homes_in_all < 2 and not open_homes:
        nearly = "by one rule alone" if near else "by two rules or more"
        return f"The only home is shut to {child_id} {nearly}." if homes_in_all else "The case holds no home."
    if not open_homes:
        nearly = f"{near} of them by one rule alone" if near else "each by two rules or more"
        return f"Every one of the {homes_in_all} homes is shut to {child_id} by the rules, {nearly}."
    homes = "1 home is" if open_homes == 1 else f"{open_homes} homes are"
    if not usable:
        return (
            f"{homes} open to {child_id}, but none can take the children who must be placed with "
            f"{child_id}, or settle another child in."
        )
    return (
        f"{homes} open to {child_id}, but every plan that uses one leaves children without a home "
        "who weigh as much or more, or breaks a budget."
    )
