"""The price of a rule: the optimum without it, for everything that could be taken out of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import get_args

from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.changed import Allocation, all_varied, is_proved, known_in
from matcher.answers.pins import refuse_clash
from matcher.answers.settings import Progress
from matcher.answers.share_out import share_out
from matcher.answers.sums import sums_of
from matcher.domain.case import Case
from matcher.domain.price_of_rules import Change, PriceOfRules, RulePrice, Skipped
from matcher.domain.sums import Sums, less
from matcher.domain.without import Rule, RuleKind, rules_of, without
from matcher.errors import NotFound
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.model.variants import Variant, Varied
from matcher.rules.facts import Facts

OPEN = None
"""Nothing is known of a rule yet."""
Told = RulePrice | Skipped | None
Check = Callable[[PriceOfRules], PriceOfRules]
"""Passes an answer on if the verifier finds nothing wrong with it."""


def price_of_rules(case: Case, names: Sequence[str] | None, settings: Settings, check: Check) -> PriceOfRules:
    """Every rule, or those named; a kind alone names all of it.

    Each price has passed `check`, within the time, as part of an answer about a few rules.
    Raises NotFound, PinsClash, SolveFailed and what `check` raises.
    """
    clock = Clock()
    asked = rules_of(case) if names is None else _named(rules_of(case), names)
    packed = pack(case)
    solved: Solved = solve("allocate", packed.problem, {}, settings, clock)
    refuse_clash(case, solved, settings, clock)
    allocation = packed.allocation(solved.outcome.chosen)
    sums = sums_of(Facts(case), allocation)
    return _Base(packed, allocation, sums, is_proved(solved), settings, clock).answer(asked, check)


def _named(rules: Sequence[Rule], names: Sequence[str]) -> list[Rule]:
    """The rules that each name begins, word for word."""
    found: dict[Rule, None] = {}
    for position, name in enumerate(names):
        matching = [rule for rule in rules if f"{rule.name} ".startswith(f"{name.strip()} ")]
        if not matching:
            raise NotFound(f"rules[{position}]: {_not_there(rules, name)}")
        found |= dict.fromkeys(matching)
    return [rule for rule in rules if rule in found]


def _not_there(rules: Sequence[Rule], name: str) -> str:
    """Why a name finds nothing, in our own names alone."""
    kinds = get_args(RuleKind)
    kind = next((kind for kind in kinds if name.split()[:1] == [kind]), None)
    if kind is None:
        return f"is no kind of rule. The kinds are: {', '.join(kinds)}"
    some = [rule.name for rule in rules if rule.kind == kind]
    if not some:
        return f"there are none: the case has no rule of the kind {kind}"
    return f"the case has no such {kind} rule. Give {kind} alone for all {len(some)} of them"


@dataclass(frozen=True)
class _Without:
    """The case without a rule. Not packed where the rule concerns nobody: nothing can change."""

    rule: Rule
    packed: Packed | None


@dataclass(frozen=True)
class _Base:
    """The plan with every rule, which the plans without one are held against."""

    packed: Packed
    allocation: Allocation
    sums: Sums
    proved: bool
    settings: Settings
    clock: Clock

    @property
    def case(self) -> Case:
        return self.packed.columns.case

    def answer(self, asked: Sequence[Rule], check: Check) -> PriceOfRules:
        """Solve without each rule in turn, a few at a time; those that concern nobody come last."""
        told, lock = dict[Rule, Told](), Lock()
        rules = sorted(asked, key=lambda rule: not concerns_anybody(self.case, rule))

        def take(batch: list[_Without]) -> None:
            found = self._told_of(batch)
            check(self._whole(found))
            with lock:
                told.update(found)
                self._report(len(told), len(rules))

        share_out(rules, self._without, take, self.settings, self.clock)
        check(self._whole(dict.fromkeys(rules, OPEN)))
        return self._whole({rule: told.get(rule, OPEN) for rule in rules})

    def _report(self, done: int, total: int) -> None:
        if self.settings.progress is not None:
            self.settings.progress(Progress("rules", self.clock.seconds, done=done, total=total))

    def _without(self, rule: Rule) -> _Without:
        concerned = concerns_anybody(self.case, rule)
        return _Without(rule, pack(without(self.case, rule)) if concerned else None)

    def _told_of(self, batch: Sequence[_Without]) -> dict[Rule, Told]:
        packs = {number: one.packed for number, one in enumerate(batch) if one.packed is not None}
        changed = [Variant(n, one.problem, known_in(one, self.allocation)) for n, one in packs.items()]
        varied = all_varied(self.packed.problem, changed, self.settings, self.clock) if changed else {}
        told: dict[Rule, Told] = {one.rule: Skipped(rule=one.rule, proof="same_problem") for one in batch}
        return told | {batch[n].rule: self._told(batch[n].rule, packs[n], varied.get(n)) for n in packs}

    def _whole(self, told: Mapping[Rule, Told]) -> PriceOfRules:
        prices = sorted((one for one in told.values() if isinstance(one, RulePrice)), key=_dearest_first)
        left = tuple(rule for rule, one in told.items() if one is OPEN)
        proved = self.proved and not left and all(price.status != "best_found" for price in prices)
        return PriceOfRules(
            status="optimal" if proved else "best_found",
            allocation=self.allocation,
            sums=self.sums,
            prices=tuple(prices),
            skipped=tuple(one for one in told.values() if isinstance(one, Skipped)),
            open=left,
            case_fingerprint=self.case.fingerprint,
            run=run_of(self.settings, self.clock),
        )

    def _told(self, rule: Rule, packed: Packed, varied: Varied | None) -> Told:
        if varied is None or varied.solved is None:
            return OPEN
        if varied.solved.outcome.status == "infeasible":
            return RulePrice(rule=rule, status="no_plan", sums=None, difference=None, changes=())
        kept = varied.kept is not None
        allocation = self.allocation if kept else packed.allocation(varied.solved.outcome.chosen)
        found = sums_of(Facts(packed.columns.case), allocation)
        if varied.kept is not None and found.tier1 == self.sums.tier1:
            return Skipped(rule=rule, proof=varied.kept)
        return RulePrice(
            rule=rule,
            status="optimal" if is_proved(varied.solved) else "best_found",
            sums=found,
            difference=less(found, self.sums),
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
