"""What is measured of the engine on one case: each question from bytes to bytes, and its parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

from benchmarks.stopwatch import Measured, Stopwatch
from matcher import library
from matcher.answers.allocation import proposal
from matcher.answers.ask import Clock, solve
from matcher.domain.case import Case
from matcher.domain.proposal import OptionTable, Proposal
from matcher.errors import MatcherError
from matcher.model.pack import pack
from matcher.rules.facts import Facts
from matcher.verify import Breach

Said = dict[str, Any]
LONG_S = 20.0
"""What takes longer is measured once, not repeated: its own noise is small beside it."""
SAMPLED = 20
"""Children asked for at sizes where asking for all of them takes minutes."""
FIRST = 3


def measured(once: Callable[[Stopwatch], Said], repeat: int) -> Measured:
    """Measure `repeat` times; an engine that gives no answer is a measurement too."""
    runs: list[Stopwatch] = []
    said: Said = {}
    while len(runs) < repeat and (not runs or runs[-1].total < LONG_S):
        watch = Stopwatch()
        try:
            said = once(watch)
        except MatcherError as error:
            said = {"status": type(error).__name__, "verified": False}
        runs.append(watch)
    return Measured(tuple(runs), said)


def allocate(document: bytes, limit_s: float, repeat: int) -> Measured:
    """A case's bytes to its verified allocation's bytes, by the library's own calls."""

    def once(watch: Stopwatch) -> Said:
        with watch.part("load"):
            case = library.load_case(document)
        with watch.part("allocate"):
            plan = library.allocate(case, library.Settings(limit_s=limit_s))
        with watch.part("encode"):
            plan.model_dump_json(by_alias=True)
        return said_of_plan(plan) | {"verified": True}

    return measured(once, repeat)


def overhead(document: bytes, limit_s: float, repeat: int) -> Measured:
    """The same path taken apart: load, pack, solve (in the child), figures, verify, encode."""

    def once(watch: Stopwatch) -> Said:
        with watch.part("load"):
            case = library.load_case(document)
        found = in_parts(case, limit_s, watch)
        outside = watch.total - watch.parts["solve"]
        share = {"share_outside_solver": round(outside / watch.total, 4), "options": found.options}
        return said_of_plan(found.plan) | {"verified": not found.breaches} | share

    return measured(once, repeat)


class InParts(NamedTuple):
    """An allocation reached step by step, what the verifier says of it, and its eligible options."""

    plan: Proposal
    breaches: tuple[Breach, ...]
    options: int


def in_parts(case: Case, limit_s: float, watch: Stopwatch) -> InParts:
    """What `library.allocate` does with a case, each step timed apart."""
    settings, clock = library.Settings(limit_s=limit_s), Clock()
    with watch.part("pack"):
        library.check_pins(case)
        packed = pack(case)
    with watch.part("solve"):
        solved = solve("allocate", packed.problem, {}, settings, clock)
    with watch.part("figures"):
        plan = proposal(Facts(case), packed, solved, settings, clock)
    with watch.part("encode"):
        text = plan.model_dump_json(by_alias=True)
    with watch.part("verify"):
        breaches = library.verify(case, json.loads(text))
    return InParts(plan, breaches, len(packed.options.child))


def options(document: bytes, limit_s: float, repeat: int) -> Measured:
    """A case's bytes to the complete table of exact regrets."""

    def once(watch: Stopwatch) -> Said:
        with watch.part("load"):
            case = library.load_case(document)
        with watch.part("options"):
            table = library.options(case, None, library.Settings(limit_s=limit_s))
        with watch.part("encode"):
            table.model_dump_json(by_alias=True)
        return said_of_table(table)

    return measured(once, repeat)


def first_three(document: bytes, limit_s: float, repeat: int) -> Measured:
    """The first three of children's lists, exact: of all children, or at large sizes of a sample.

    `seconds_a_child` leaves out the allocation itself, which is asked for once whatever the number.
    """
    case = library.load_case(document)
    children = sampled(case)

    def once(watch: Stopwatch) -> Said:
        with watch.part("allocate"):
            library.allocate(case, library.Settings(limit_s=limit_s))
        with watch.part("first_three"):
            table = library.options(case, children, library.Settings(limit_s=limit_s), first=FIRST)
        lists = watch.parts["first_three"] - watch.parts["allocate"]
        said = {"children": len(children), "exact": table.status == "optimal"}
        return said_of_table(table) | said | {"seconds_a_child": round(max(0.0, lists) / len(children), 5)}

    return measured(once, repeat)


def sampled(case: Case, most: int = 200) -> list[str]:
    """Every referral of a case of at most `most`, else a fixed sample of them."""
    ids = sorted(child.id for child in case.referrals)
    return ids if len(ids) <= most else sorted(Random(0).sample(ids, SAMPLED))


def said_of_plan(plan: Proposal) -> Said:
    """Status, tiers, gaps, and how the plan's tier 1 was confirmed."""
    return {
        "status": plan.status,
        "tier1": plan.tier1,
        "tier2": plan.tier2,
        "gap1": plan.proof.tier1.gap,
        "gap2": plan.proof.tier2.gap,
        "unplaced": plan.totals.unplaced,
        "second_solver": plan.proof.second_solver,
    }


def said_of_table(table: OptionTable) -> Said:
    """Status, tiers, and how many options there are, how many usable, how many settled."""
    return {
        "status": table.status,
        "tier1": table.tier1,
        "tier2": table.tier2,
        "verified": True,
        "options": len(table.options),
        "usable": sum(option.regret is not None for option in table.options),
        "settled": sum(option.exact for option in table.options),
    }


MEASURES: dict[str, Callable[[bytes, float, int], Measured]] = {
    "allocate": allocate,
    "overhead": overhead,
    "options": options,
    "first3": first_three,
}
