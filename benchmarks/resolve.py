"""What a regret table costs by solving again for each option, measured on a sample of options."""

from __future__ import annotations

from random import Random
from statistics import fmean
from typing import Any

from benchmarks.peers.ask import Said, asked_forced
from matcher import library
from matcher.answers.ask import Clock, solve
from matcher.model.outcome import Table
from matcher.model.pack import Packed, pack

SAMPLE = 10


def resolve(name: str, document: bytes, limit_s: float, sample: int = SAMPLE) -> Said:
    """Seconds an option by one peer, and whether every value it proves is the engine's.

    Options of the optimum, and those that no plan can use by themselves, are left out: they need
    no solve.
    """
    packed = pack(library.load_case(document))
    table, choices = sampled_table(packed, limit_s, sample)
    answers = asked_forced(name, document, choices, limit_s)
    ours = {entry.choice: entry for entry in table.forced}
    agree = [agrees(answer, ours[answer["choice"]].value) for answer in answers]
    best = table.solved.outcome
    return {
        "seconds": round(fmean(answer["seconds"] for answer in answers), 5) if answers else None,
        "status": "optimal" if answers and all(answer["proved"] for answer in answers) else "best_found",
        "tier1": best.value and best.value.tier1,
        "tier2": best.value and best.value.tier2,
        "sampled": len(answers),
        "to_solve": packed.problem.choices - len(best.chosen),
        "verified": bool(answers) and all(agree),
    }


def sampled_table(packed: Packed, limit_s: float, sample: int) -> tuple[Table, list[int]]:
    """The engine's regrets of some choices outside its optimum, always the same ones of a case."""
    settings = library.Settings(limit_s=limit_s)
    base: Table = solve("option_table", packed.problem, {"choices": []}, settings, Clock())
    rest = sorted(set(range(packed.problem.choices)) - set(base.solved.outcome.chosen))
    choices = sorted(Random(0).sample(rest, min(sample, len(rest))))
    table: Table = solve("option_table", packed.problem, {"choices": choices}, settings, Clock())
    return table, choices


def agrees(answer: Said, ours: Any) -> bool:
    """Whether a peer's forced optimum is the engine's; what it did not prove says nothing."""
    if answer["allocation"] is None:
        return ours is None or not answer["proved"]
    if not answer["proved"]:
        return True
    return bool(answer["verified"]) and ours is not None and (answer["tier1"], answer["tier2"]) == ours[:2]
