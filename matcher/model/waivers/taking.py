"""The job: the least tier 1 as the case stands, then the cheapest sets of waivers, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.errors import SolversDisagree
from matcher.model.outcome import Limits
from matcher.model.problem import Problem
from matcher.model.values import value_of
from matcher.model.waivers.least import ask_second, least_of, must_place
from matcher.model.waivers.offer import Offer
from matcher.model.waivers.variant import Bought, Taken, Variant


def what_it_takes(
    problem: Problem, unit: int, weight: int, variants: Sequence[Variant], most: int, limits: Limits
) -> Taken:
    """The cheapest sets of waivers that place one child where it is asked for, `most` of them.

    `problem` is the case as it stands and `unit` who holds the child, whose own weight is given: nobody
    else may lose. Raises OutOfTime where not even the case as it stands has an allocation in time.
    """
    least = least_of(problem, unit, limits)
    if least.solved.outcome.value is None:
        return Taken(least, 0, (), complete=True)
    allowed = least.solved.outcome.value.tier1 - (0 if least.placed else weight)
    limits.report("what it takes", 0, None)
    search = _Search(variants, allowed, least.solved.outcome.chosen, limits)
    sets: list[Bought] = []
    while len(sets) < most and not search.complete:
        found = search.next()
        if found is None:
            break
        sets.append(found if least.decided else replace(found, proved=False))
        limits.report("what it takes", found.price_pence, None)
    complete = search.complete and least.decided
    if not sets and complete:
        complete = _confirmed(variants, allowed, limits)
    sets.sort(key=lambda one: (one.price_pence, one.value.tier2))
    return Taken(least, allowed, tuple(sets), complete)


class _Search:
    """The variants side by side; each set is the cheapest that any of them has to offer."""

    def __init__(
        self, variants: Sequence[Variant], allowed: int, chosen: Sequence[int], limits: Limits
    ) -> None:
        self.limits, self.complete, self.floor = limits, False, 0
        self.offers = [
            Offer(variant, number, allowed, _hint(variant, chosen))
            for number, variant in enumerate(variants)
            if variant.asked
        ]

    def next(self) -> Bought | None:
        """The next set; None where there is none, or time ended before one was found."""
        told = [(offer.ask(self.floor, self.limits), offer) for offer in self.offers]
        proved = all(cheapest.proved for cheapest, _ in told)
        found = [(_order(cheapest.bought), cheapest, offer) for cheapest, offer in told if cheapest.bought]
        if not found:
            self.complete = proved
            return None
        _, cheapest, offer = min(found, key=lambda one: one[0])
        offer.sell(cheapest)
        assert cheapest.bought is not None
        self.floor = cheapest.bought.price_pence if proved else self.floor
        return replace(cheapest.bought, proved=proved)


def _order(bought: Bought) -> tuple[int, int, int]:
    return bought.price_pence, bought.value.tier2, bought.value.tie


def _hint(variant: Variant, chosen: Sequence[int]) -> tuple[int, ...]:
    """An allocation of the case as it stands, in the variant's choices."""
    return tuple(int(here) for here in variant.from_base[list(chosen)] if here >= 0)


def _confirmed(variants: Sequence[Variant], allowed: int, limits: Limits) -> bool:
    """That nothing helps is said after the second solver agrees; False where it did not finish.

    An allocation that keeps a group whole is one of a variant that does not split it: so it too must not be.
    """
    for variant in variants:
        if not variant.asked:
            continue
        problem = must_place(variant.problem, int(variant.problem.unit[variant.asked[0]]))
        forced = variant.asked if len(variant.asked) == 1 else ()
        second = ask_second(problem, limits, forced)
        if second.status == "not_finished":
            return False
        if second.status == "optimal" and value_of(problem, second.chosen).tier1 <= allowed:
            raise SolversDisagree("two solvers disagree on what it would take: nothing is shown")
    return True
