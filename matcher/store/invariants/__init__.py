"""The invariants I1–I7, I11 and I12 as queries: run after every fault, and by `placements db check`.

Each reads one council and returns its breaches; none is the rule itself, which stands in the constraints.
I8 is the verifier's, I9 belongs to long work, I10 to replay.
"""

from __future__ import annotations

from matcher.store.invariants.acknowledged import Acknowledged, lost, whole
from matcher.store.invariants.beds import no_overlap, within_places
from matcher.store.invariants.breach import Breach, Invariant
from matcher.store.invariants.money import within_budgets
from matcher.store.invariants.people import decided_by_people, traced
from matcher.store.invariants.record import chained, recorded_once
from matcher.store.invariants.tenants import within_one_council
from matcher.store.work import Work

__all__ = ["INVARIANTS", "Acknowledged", "Breach", "breaches", "lost"]

INVARIANTS: dict[str, Invariant] = {
    "I1": no_overlap,
    "I2": within_places,
    "I3": within_budgets,
    "I4": recorded_once,
    "I5": chained,
    "I6": traced,
    "I7": whole,
    "I11": within_one_council,
    "I12": decided_by_people,
}


def breaches(work: Work) -> list[Breach]:
    """Every breach of every invariant in this council, in the invariants' order; none is as it should be."""
    return [breach for invariant in INVARIANTS.values() for breach in invariant(work)]
