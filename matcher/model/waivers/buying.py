"""The compact model of one variant: the limits that may be bought, what is waived, and its price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.errors import ModelInvalid, SolversDisagree
from matcher.model.booleans import HIGHEST, Found, Program, Sum, run
from matcher.model.outcome import Limits
from matcher.model.solve import SAFE, Compact
from matcher.model.values import value_of
from matcher.model.waivers.variant import Bought, Limit, Variant

PROBING = 2
"""CP-SAT's level of it: this question is quicker with it, the allocation's own search without."""
Waives = frozenset[int]
"""The things that an allocation waives, as the model's literals for them."""


@dataclass(frozen=True)
class Cheapest:
    """What one variant has to offer. `proved`: it is the cheapest, or there is none."""

    bought: Bought | None
    waives: Waives
    proved: bool


class Buying:
    """One variant's program. `things`: a literal for all that may be waived, true exactly when it is."""

    def __init__(self, variant: Variant, number: int, allowed: int, ceiling: int = SAFE) -> None:
        self.variant, self.number, self.allowed = variant, number, allowed
        self.ceiling = ceiling - variant.split_pence
        self.compact = Compact(variant.problem)
        self.program = self.compact.variables.program
        self.take = self.compact.variables.take
        self.program.at_most(self.compact.tiers[0], allowed)
        self.program.exactly_one([self.take[choice] for choice in self._affordable()])
        for choices in variant.whole:
            self.program.one_of([~self.take[choice] for choice in choices])
        self.things = [self.take[choice] for choice in variant.marked]
        self.price = self._price()

    def _affordable(self) -> list[int]:
        """The choices asked for whose pair rules alone are within the ceiling."""
        return [choice for choice in self.variant.asked if self.variant.price[choice] <= self.ceiling]

    def _price(self) -> Sum:
        """Pence of what is waived; exact where it is as low as it can be."""
        priced = [choice for choice in self.variant.asked if self.variant.price[choice]]
        variables = [self.take[choice] for choice in priced]
        amounts = [int(self.variant.price[choice]) for choice in priced]
        most = sum(amounts)
        for limit in self.variant.limits:
            steps = -((limit.limit - limit.most) // limit.step)
            if limit.pence:
                steps = min(steps, self.ceiling // limit.pence)
            most += steps * limit.pence
            if most >= SAFE:
                raise ModelInvalid("the waiver prices add up beyond 64 bits: check them for a slip of zeros")
            variables.append(self._over(limit, steps))
            amounts.append(limit.pence)
        return Sum(variables, amounts)

    def _over(self, limit: Limit, most: int) -> int:
        """The steps bought of a limit; its thing is true exactly when it is exceeded."""
        bought, over = whole_number(self.program, most), self.program.variable()
        made = [self.take[choice] for choice in limit.choices]
        off = [self.compact.variables.discounted[entry] for entry, _ in limit.credits]
        amounts = [*limit.amounts, *(-pence for _, pence in limit.credits)]
        self.program.at_most(Sum([*made, *off, bought], [*amounts, -limit.step]), limit.limit)
        self.program.at_most(Sum([bought, over], [1, -most]), 0)
        at_least_if(self.program, over, Sum([*made, *off], amounts), limit.limit + 1)
        self.things.append(over)
        return bought

    def any(self, unlike: Sequence[Waives], hint: Sequence[int], limits: Limits) -> Found:
        """Any allocation that waives none of those sets exactly."""
        return self._stage(self._unlike(unlike), None, hint, limits)

    def cheapest(self, unlike: Sequence[Waives], floor: int, hint: Sequence[int], limits: Limits) -> Found:
        """The least price within the ceiling; it is known that none is below `floor`, split and all."""
        program = self._unlike(unlike)
        program.at_least(self.price, floor - self.variant.split_pence)
        return self._stage(program, self.price, hint, limits)

    def best(self, unlike: Sequence[Waives], known: Found, limits: Limits) -> Cheapest:
        """Of what is within the ceiling the best in tier 2, from a solution that is known."""
        chosen = self.compact.chosen(known.solution)
        found = self._stage(self._unlike(unlike), self.compact.tiers[1], chosen, limits)
        if found.said == "infeasible":
            raise SolversDisagree("the solver contradicts itself on what it would take: nothing is shown")
        return self.told(found if found.solution else known, found.said == "optimal")

    def _unlike(self, sets: Sequence[Waives]) -> Program:
        program = self.program.copy()
        program.at_most(self.price, self.ceiling)
        for waives in sets:
            program.one_of([~thing if thing in waives else thing for thing in self.things])
        return program

    def _stage(self, program: Program, goal: Sum | None, hint: Sequence[int], limits: Limits) -> Found:
        if goal is not None:
            program.minimise(goal)
        taken = set(hint)
        program.hint(self.take, [choice in taken for choice in range(len(self.take))])
        found = run(program, limits, probing=PROBING)
        if found.said == "invalid":
            raise ModelInvalid("the solver refused the model we built: please report the case's fingerprint")
        return found

    def told(self, found: Found, proved: bool) -> Cheapest:
        """A solution in whole numbers, and what it waives."""
        chosen = self.compact.chosen(found.solution)
        price, value = self.variant.price_of(chosen), value_of(self.variant.problem, chosen)
        waives = frozenset(thing for thing in self.things if found.solution[thing])
        return Cheapest(Bought(self.number, chosen, price, value, proved), waives, proved)


def whole_number(program: Program, most: int) -> int:
    """A new variable from 0 to `most`."""
    program.message.variables.add().domain.extend([0, most])
    return len(program.message.variables) - 1


def at_least_if(program: Program, literal: int, total: Sum, limit: int) -> None:
    """The sum is at least the limit where the literal is true."""
    row = program.message.constraints.add()
    row.enforcement_literal.append(literal)
    row.linear.vars.extend(total.variables)
    row.linear.coeffs.extend(total.amounts)
    row.linear.domain.extend([limit, HIGHEST])
