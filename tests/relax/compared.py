"""One small case asked of the engine and of brute force: what they disagree on."""

from __future__ import annotations

from collections.abc import Iterator

from matcher import library
from matcher.domain.relax import Relax
from matcher.errors import BadCase, MatcherError, PinsClash
from tests.differential.draws import read
from tests.relax.brute import Cheapest, cheapest_sets
from tests.relax.draws import asked


def disagreements(seed: int) -> Iterator[str]:
    """What the engine says that brute force does not. Of a case that is refused nothing is asked."""
    doc, child, home = asked(seed)
    case = read(doc)
    try:
        answer = library.relax(case, child, home)
    except BadCase:
        return  # a pin that the tighter limits shut
    except PinsClash:
        if cheapest_sets(doc, child, home, if_tied=False) is not None:
            yield f"seed {seed}: pins clash, and brute force finds a plan"
        return
    except MatcherError as error:
        yield f"seed {seed}: {type(error).__name__}: {error}"
        return
    truth = cheapest_sets(doc, child, home, answer.unwaived.places)
    if truth is None:
        yield f"seed {seed}: an answer where brute force finds no plan"
        return
    yield from (f"seed {seed}: {fault}" for fault in _compared(answer, truth))


def _compared(answer: Relax, truth: list[Cheapest]) -> Iterator[str]:
    told = [(entry.price_pence, entry.tier2) for entry in answer.sets]
    right = [(one.price_pence, one.tier2) for one in truth[:3]]
    if told != right:
        yield f"{told} is not {right}"
    if answer.status != "optimal" or answer.complete != (len(truth) < 3):
        yield f"{answer.status}, complete {answer.complete}, of {len(truth)} sets"
    known = {(one.price_pence, one.tier2, one.things) for one in truth}
    for entry in answer.sets:
        things = frozenset((w.waives, w.home or w.fund or w.group or "") for w in entry.waivers)
        if (entry.price_pence, entry.tier2, things) not in known:
            yield f"no plan waives {sorted(things)} at {entry.price_pence}"
