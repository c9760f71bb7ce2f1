"""The price of a rule: the optimum without it, for everything that could be taken out of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.changed import Allocation, all_varied, is_proved, known_in
from matcher.answers.pins import refuse_clash
from matcher.answers.sums import sums_of
from matcher.domain.case import Case
from matcher.domain.price_of_rules import Change, PriceOfRules, RulePrice, Skipped
from matcher.domain.sums import Sums, less
from matcher.domain.without import Rule, rules_of, without
from matcher.errors import NotFound
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.model.variants import Variant, Varied
from matcher.rules.facts import Facts


def price_of_rules(case: Case, names: Sequence[str] | None, settings: Settings) -> PriceOfRules:
    """Every rule, or those named; a kind alone names all of it. Raises NotFound, PinsClash, SolveFailed."""
    clock = Clock()
    asked = rules_of(case) if names is None else _named(rules_of(case), names)
    packed = pack(case)
    solved: Solved = solve("allocate", packed.problem, {}, settings, clock)
    refuse_clash(case, solved, settings, clock)
    base = _Base(packed, packed.allocation(solved.outcome.chosen), is_proved(solved))
    return base.answer(asked, settings, clock)


def _named(rules: Sequence[Rule], names: Sequence[str]) -> list[Rule]:
    """The rules that each name begins, word for word."""
    found: dict[Rule, None] = {}
    for position, name in enumerate(names):
        matching = [rule for rule in rules if f"{rule.name} ".startswith(f"{name.strip()} ")]
        if not matching:
            raise NotFound(f"rules[{position}]: the case has no such rule; without a name all are told")
        found |= dict.fromkeys(matching)
    return [rule for rule in rules if rule in found]


@dataclass(frozen=True)
class _Base:
    """The plan with every rule, which the plans without one are held against."""

    packed: Packed
    allocation: Allocation
    proved: bool

    @property
    def case(self) -> Case:
        return self.packed.columns.case

    def answer(self, asked: Sequence[Rule], settings: Settings, clock: Clock) -> PriceOfRules:
        """Solve without each rule in turn, several at once."""
        idle = [rule for rule in asked if not concerns_anybody(self.case, rule)]
        rules = [rule for rule in asked if rule not in set(idle)]
        packs = [pack(without(self.case, rule)) for rule in rules]
        changed = [
            Variant(number, packed.problem, known_in(packed, self.allocation))
            for number, packed in enumerate(packs)
        ]
        varied = all_varied(self.packed.problem, changed, settings, clock)
        sums = sums_of(Facts(self.case), self.allocation)
        told = [self._told(rules[n], packs[n], varied.get(n), sums) for n in range(len(rules))]
        prices = sorted((one for one in told if isinstance(one, RulePrice)), key=_dearest_first)
        skipped = [Skipped(rule=rule, proof="same_problem") for rule in idle]
        left = tuple(one for one in told if isinstance(one, Rule))
        proved = self.proved and not left and all(price.status != "best_found" for price in prices)
        return PriceOfRules(
            status="optimal" if proved else "best_found",
            allocation=self.allocation,
            sums=sums,
            prices=tuple(prices),
            skipped=(*(one for one in told if isinstance(one, Skipped)), *skipped),
            open=left,
            case_fingerprint=self.case.fingerprint,
            run=run_of(settings, clock),
        )

    def _told(
        self, rule: Rule, packed: Packed, varied: Varied | None, sums: Sums
    ) -> RulePrice | Skipped | Rule:
        if varied is None or varied.solved is None:
            return rule
        if varied.solved.outcome.status == "infeasible":
            return RulePrice(rule=rule, status="no_plan", sums=None, difference=None, changes=())
        kept = varied.kept is not None
        allocation = self.allocation if kept else packed.allocation(varied.solved.outcome.chosen)
        found = sums_of(Facts(packed.columns.case), allocation)
        if varied.kept is not None and found.tier1 == sums.tier1:
            return Skipped(rule=rule, proof=varied.kept)
        return RulePrice(
            rule=rule,
            status="optimal" if is_proved(varied.solved) else "best_found",
            sums=found,
            difference=less(found, sums),
            changes=tuple(_changes(self.allocation, allocation)),
        )


def _changes(before: Allocation, after: Allocation) -> list[Change]:
    return [
        Change.model_validate({"referral": child, "from": home, "to": after[child]})
        for child, home in sorted(before.items())
        if after[child] != home
    ]


def _dearest_first(price: RulePrice) -> tuple[int, int, str]:
    """By what would be gained without it: homes for children first, then money."""
    gained = price.difference
    return (gained.tier1, gained.incremental_pence, price.rule.name) if gained else (0, 0, price.rule.name)


def concerns_anybody(case: Case, rule: Rule) -> bool:
    """Whether a rule that reads one field of a child finds anything in it: without, nothing can change."""
    children = [child for child in case.referrals if not rule.of or child.id in rule.of]
    if any(child.unknown for child in children):
        return True
    if rule.kind == "staffing":
        return any(child.staff_hours for child in children)
    if rule.kind == "distance":
        return any(child.max_miles is not None for child in children)
    return rule.kind != "price_cap" or any(child.max_weekly_pence is not None for child in children)
