"""Plans after refusals against every legal plan of the case in which the homes before are forbidden."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from matcher import library
from matcher.errors import BadCase, MatcherError, PinsClash
from tests.differential.brute import enumerate_case
from tests.differential.draws import drawn, read
from tests.differential.plain import Doc

MOST = 4


def refusal_disagreements(seed: int) -> Iterator[str]:
    """What the engine says of one child of a drawn case, chosen by the seed, that brute force does not."""
    doc = drawn(seed)
    child = doc["referrals"][seed % len(doc["referrals"])]["id"]
    pinned = child in {pin["referral"] for pin in doc["pins"]}
    try:
        answer = library.refusals(read(doc), child, MOST)
    except BadCase:
        if not pinned and not _some_refusals_clash(doc, child):
            yield f"seed {seed}: refused, and neither {child} nor anybody else is held by a pin"
        return
    except PinsClash:
        if enumerate_case(doc).best is not None:
            yield f"seed {seed}: pins clash, and brute force finds a plan"
        return
    except MatcherError as error:
        yield f"seed {seed}: {type(error).__name__}: {error}"
        return
    told = [(plan.refused, (plan.proposal.tier1, plan.proposal.tier2)) for plan in answer.plans]
    if pinned:
        yield f"seed {seed}: {child} is pinned, and its home refuses"
    for refused, tiers in told:
        best = enumerate_case(_without(doc, child, refused)).best
        if tiers != best:
            yield f"seed {seed}: after {len(refused)} refusals {tiers} is not {best}"
    homes = [plan.home for plan in answer.plans]
    if answer.complete != (homes[-1] is None) or None in homes[:-1]:
        yield f"seed {seed}: it ends at the wrong place"
    if not answer.complete and len(homes) != MOST + 1:
        yield f"seed {seed}: {len(homes)} plans, and the child is still placed"
    if [list(plan.refused) for plan in answer.plans] != [homes[:n] for n in range(len(homes))]:
        yield f"seed {seed}: the homes barred are not those proposed before"


def _some_refusals_clash(doc: Doc, child: str) -> bool:
    """Whether there are homes without which no allocation keeps every pin and every review's home."""
    homes = [home["id"] for home in doc["homes"]]
    sets = chain.from_iterable(combinations(homes, count) for count in range(1, len(homes) + 1))
    return any(enumerate_case(_without(doc, child, some)).best is None for some in sets)


def _without(doc: Doc, child: str, homes: tuple[str, ...]) -> Doc:
    return doc | {"forbids": [*doc["forbids"], *({"referral": child, "home": home} for home in homes)]}
