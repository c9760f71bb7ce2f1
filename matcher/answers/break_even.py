"""Break-even: the highest price at which an offer, a home or a provider still belongs in a best plan.

Each price is one solve of a problem in which ties go to whoever uses it (`matcher.model.preferring`). Where
using it can only get worse as the price rises, two neighbouring prices settle all others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matcher import goals
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.changed import Allocation, is_proved, known_in
from matcher.answers.pins import refuse_clash
from matcher.answers.settings import Progress
from matcher.answers.sums import sums_of
from matcher.domain.break_even import BreakEven, Limit, PlanAt
from matcher.domain.case import Case
from matcher.domain.priced import Priced, at_price, follows_price, homes_of, price_now, range_of, uses
from matcher.errors import BadCase, Fault, NotFound, OutOfTime
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.model.preferring import preferring
from matcher.model.problem import Problem
from matcher.model.values import value_of
from matcher.rules.book import breaches, exclusions
from matcher.rules.facts import Facts
from matcher.rules.register import Placements


@dataclass(frozen=True)
class Tried:
    """What came of one price: its best plan, None where none keeps every pin and every review's home."""

    plan: PlanAt | None

    @property
    def used(self) -> bool:
        """Whether some best plan uses it at this price."""
        return self.plan is not None and self.plan.used


def break_even(case: Case, priced: Priced, settings: Settings) -> BreakEven:
    """The highest value at which it is used. Raises NotFound, PinsClash, OutOfTime, SolveFailed."""
    clock = Clock()
    refuse_unknown(case, priced)
    question = _Question(case, priced, settings, clock)
    now = question.now
    first = question.at(now, refuse=True)
    least, most = range_of(case, priced)
    low = first if first.used or now == least else question.at(least)
    if not low.used:
        return question.answer(None, first if now == least else low)
    top = question.at(most)
    if top.used:
        return question.answer(top, None)
    return question.answer(*question.between(low, top))


def refuse_unknown(case: Case, priced: Priced) -> None:
    """Raise NotFound for an id, a provider or a kind of provision that the case does not hold."""
    if priced.referral is not None and all(child.id != priced.referral for child in case.referrals):
        raise NotFound("referral: the case has no referral with this id")
    if not homes_of(case, priced):
        if priced.home is not None:
            raise NotFound("home: the case has no home with this id")
        field = "provision" if priced.provider is None else "provider"
        raise NotFound(f"{field}: no home of the case has it; correct it")
    if _declined_at_home(case, priced):
        told = "the child lives there and its offer is declined, so no offer sets the price: ask of the home"
        raise BadCase([Fault("$.home", told)])


def _declined_at_home(case: Case, priced: Priced) -> bool:
    stays = any(one.id == priced.referral and one.current_home == priced.home for one in case.referrals)
    pair = (priced.referral, priced.home)
    return stays and any(
        (offer.referral, offer.home) == pair and offer.status == "declined" for offer in case.offers
    )


class _Question:
    """Solves the case at one price after another, and counts."""

    def __init__(self, case: Case, priced: Priced, settings: Settings, clock: Clock) -> None:
        self.case, self.priced, self.settings, self.clock = case, priced, settings, clock
        self.now, self.proved, self.solves = price_now(case, priced), True, 0
        self.met: list[Allocation] = []
        """The best plans of the prices tried so far: what is legal of them is where the next one starts."""

    def at(self, value: int, refuse: bool = False) -> Tried:
        """The best plan at a price; with `refuse`, pins that clash are an error and not an answer."""
        left_s = self.settings.limit_s - self.clock.seconds
        if left_s <= 0:
            raise OutOfTime("the time ended before both sides of the price were proved. Allow more time.")
        case = at_price(self.case, self.priced, value)
        packed = pack(case)
        asked = replace(self.settings, limit_s=left_s, progress=None)
        problem = preferring(packed, self.priced)
        known = self._known(packed, problem)
        solved: Solved = solve("best_from", problem, {"known": known}, asked, self.clock)[0]
        self._count()
        if refuse:
            refuse_clash(case, solved, self.settings, self.clock)
        if solved.outcome.status == "infeasible":
            return Tried(None)
        self.proved &= is_proved(solved)
        allocation = packed.allocation(solved.outcome.chosen)
        if allocation not in self.met:
            self.met.append(allocation)
        used = uses(case, self.priced, allocation)
        plan = PlanAt(value=value, used=used, sums=sums_of(Facts(case), allocation), allocation=allocation)
        return Tried(plan)

    def _known(self, packed: Packed, problem: Problem) -> tuple[int, ...] | None:
        """The best of the plans met that this price allows too."""
        facts = Facts(packed.columns.case)
        choices = [known_in(packed, met) for met in self.met if not breaches(facts, placed_in(met))]
        allowed = [known for known in choices if known is not None]
        return min(allowed, key=lambda known: value_of(problem, known)[:2], default=None)

    def _count(self) -> None:
        self.solves += 1
        if self.settings.progress is not None:
            self.settings.progress(Progress("prices", self.clock.seconds, done=self.solves))

    def between(self, low: Tried, high: Tried) -> tuple[Tried, Tried]:
        """Two neighbouring prices of which the lower one is used and the higher one is not.

        However the guesses turn out, every third step halves what is left: 90 solves at most.
        """
        assert low.plan is not None
        lower, upper, turn, stride = low.plan.value, range_of(self.case, self.priced)[1], 0, 1
        while upper - lower > 1:
            turn += 1
            middle = (lower + upper) // 2
            if turn % 3:
                guess = self._further(low.plan, high.plan, lower, upper)
                middle = min(upper - 1, max(lower + stride, guess))
                stride = 2 * stride if guess < middle else 1
            tried = self.at(middle)
            if tried.plan is not None and tried.used:
                low, lower = tried, middle
            else:
                high, upper, stride = tried, middle, 1
            assert low.plan is not None
        return low, high

    def _further(self, plan: PlanAt, other: PlanAt | None, lower: int, upper: int) -> int:
        """The highest price, as a guess, before this plan breaks a limit or the other one is better."""
        stands, falls = lower, upper
        while falls - stands > 1:
            middle = (stands + falls) // 2
            if self._stands(plan, other, middle):
                stands = middle
            else:
                falls = middle
        return stands

    def _stands(self, plan: PlanAt, other: PlanAt | None, value: int) -> bool:
        """Whether a plan keeps every rule at a price, and the other is no better or does not."""
        facts, placed = Facts(at_price(self.case, self.priced, value)), placed_in(plan.allocation)
        if breaches(facts, placed):
            return False
        if other is None or goals.tiers(facts, placed) <= (other.sums.tier1, other.sums.tier2):
            return True
        return bool(breaches(facts, placed_in(other.allocation)))

    def answer(self, at: Tried | None, above: Tried | None) -> BreakEven:
        """What was found, with no claim beyond what was proved."""
        limit = self._limit(at, above)
        shut = shut_at_any_price(self.case, self.priced)
        settled = limit == "nothing" or all(shut) or follows_price(self.case, self.priced)
        plan = None if at is None else at.plan
        return BreakEven(
            status="optimal" if self.proved and settled else "best_found",
            priced=self.priced,
            now=self.now,
            highest=None if plan is None else plan.value,
            limited_by=limit,
            settled=settled,
            shut_by=shut[0] if self.priced.kind == "offer" else (),
            at=plan,
            above=None if above is None else above.plan,
            case_fingerprint=self.case.fingerprint,
            run=run_of(self.settings, self.clock),
        )

    def _limit(self, at: Tried | None, above: Tried | None) -> Limit:
        if at is None or at.plan is None:
            return "never_used"
        if above is None:
            return "nothing"
        facts = Facts(at_price(self.case, self.priced, at.plan.value + 1))
        broken = {rule for rule, _ in breaches(facts, placed_in(at.plan.allocation))}
        if "price_cap" in broken:
            return "price_cap"
        return "budget" if "budget" in broken else "another_plan"


def shut_at_any_price(case: Case, priced: Priced) -> list[tuple[str, ...]]:
    """For the child of an offer, else for every child: what shuts the one home, the price cap aside."""
    if priced.home is None:
        return [()]
    facts = Facts(at_price(case, priced, range_of(case, priced)[0]))
    children = [one for one in facts.referrals.values() if priced.referral in (None, one.id)]
    shut = [exclusions(facts, child, facts.homes[priced.home]) for child in children]
    return [tuple(entry.rule for entry in rules if entry.rule != "price_cap") for rules in shut]


def placed_in(allocation: Allocation) -> Placements:
    """The children whom an allocation gives a home."""
    return {child: home for child, home in allocation.items() if home is not None}
