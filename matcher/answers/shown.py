"""Options as a person is shown them: every figure of the pair, from the case itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import get_args

from matcher import goals
from matcher.answers.route import route_of_pair
from matcher.domain.case import Case
from matcher.domain.proposal import Option, OptionTable, Payer, Proposal, Regret, Unplaced
from matcher.domain.shown import Charge, Choices, ShownHome, ShownOption, ShownRoute, ShownStep
from matcher.domain.types import WaivableRule
from matcher.rules.facts import Facts
from matcher.rules.money import fund_spending
from matcher.rules.register import PAIR_RULES
from matcher.rules.siblings import discounts_pence


def choices(case: Case, table: OptionTable, plan: Proposal | None = None) -> Choices:
    """Each option of the table; the plan's own home, or none, of every child who is asked about.

    A proposed home that is not among the first asked for stands behind them. `plan`, the same plan as
    the table's, says why children are left waiting.
    """
    telling = _Telling(Facts(case), table, plan)
    asked = table.allocation if plan is not None else {option.referral for option in table.options}
    return Choices(options=tuple(shown for child in sorted(asked) for shown in telling.child(child)))


class _Telling:
    """One table's options, told one child at a time."""

    def __init__(self, facts: Facts, table: OptionTable, plan: Proposal | None) -> None:
        self.facts, self.table = facts, table
        self.placed = {child: home for child, home in table.allocation.items() if home is not None}
        self.off = discounts_pence(facts, self.placed)
        self.unplaced = {entry.referral: entry for entry in plan.unplaced} if plan else {}
        self.listed: dict[str, list[Option]] = defaultdict(list)
        for option in table.options:
            self.listed[option.referral].append(option)

    def child(self, child: str) -> Iterator[ShownOption]:
        """No home where the plan has none, then the list, then the plan's home where the list lacks it."""
        listed = self.listed[child]
        if self.table.allocation[child] is None:
            yield self._waiting(child)
        for option in listed:
            yield self._option(option)
        if child in self.placed and not any(option.proposed for option in listed):
            yield self._behind(child, self.placed[child], len(listed) + 1)

    def _waiting(self, child: str) -> ShownOption:
        return self._shown(child, None, rank=0, proposed=True, unplaced=self.unplaced.get(child))

    def _behind(self, child: str, home: str, rank: int) -> ShownOption:
        return self._shown(child, home, rank=rank, proposed=True, regret=Regret(tier1=0, tier2=0))

    def _option(self, option: Option) -> ShownOption:
        return self._shown(
            option.referral,
            option.home,
            rank=option.rank,
            proposed=option.proposed,
            regret=option.regret,
            exact=option.exact,
            payers=option.who_pays,
        )

    def _shown(
        self,
        child: str,
        home: str | None,
        *,
        rank: int,
        proposed: bool,
        regret: Regret | None = None,
        exact: bool = True,
        payers: tuple[Payer, ...] = (),
        unplaced: Unplaced | None = None,
    ) -> ShownOption:
        return ShownOption(
            referral=child,
            home=home,
            rank=rank,
            proposed=proposed,
            pinned=home is not None and self.facts.pins.get(child) == home,
            status=self.table.status,
            regret=regret,
            exact=exact,
            who_pays=payers,
            at_home=None if home is None else self._at_home(child, home, proposed),
            unplaced=unplaced,
            case_fingerprint=self.table.case_fingerprint,
        )

    def _at_home(self, child_id: str, home_id: str, proposed: bool) -> ShownHome:
        facts = self.facts
        child, home = facts.referrals[child_id], facts.homes[home_id]
        off = self.off.get(child_id, 0) if proposed else 0
        figures = goals.placement(facts, child, home, off)
        return ShownHome(
            weekly_price_pence=figures.weekly_price_pence,
            own_pence=goals.own_pence(facts, child_id, home_id),
            total_pence=figures.total_pence,
            lines=figures.lines,
            charges=_charges(facts, child_id, home_id),
            distance_m=figures.distance_m,
            school_distance_m=figures.school_distance_m,
            in_area=figures.in_area,
            stays=figures.stays,
            warnings=figures.warnings,
            waivers=_waivers(facts, child_id, home_id),
            route=_route(facts, child_id, home_id),
        )


def _charges(facts: Facts, child: str, home: str) -> tuple[Charge, ...]:
    spent = fund_spending(facts, {child: home})
    return tuple(Charge(fund=fund, centipence=spent[fund]) for fund in sorted(spent) if spent[fund])


def _waivers(facts: Facts, child_id: str, home_id: str) -> tuple[WaivableRule, ...]:
    """Where the child lives already these rules only warn."""
    child, home = facts.referrals[child_id], facts.homes[home_id]
    if facts.stays(child, home):
        return ()
    rules: tuple[WaivableRule, ...] = get_args(WaivableRule)
    waived = (rule for rule in rules if facts.waived(rule, child, home))
    return tuple(rule for rule in waived if PAIR_RULES[rule].reason(facts, child, home) is not None)


def _route(facts: Facts, child: str, home: str) -> ShownRoute:
    route = route_of_pair(facts, child, home)
    return ShownRoute(
        approval=route.approval,
        area=route.area,
        emergency=route.emergency,
        starts_on=route.starts_on,
        key_stage_4=route.key_stage_4,
        not_known=route.not_known,
        steps=tuple(ShownStep(code=s.code, kind=s.kind, who=s.who, due=s.due) for s in route.steps),
    )
