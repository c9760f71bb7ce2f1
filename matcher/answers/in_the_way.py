"""When no waivers help: the rules that stand in the way, the homes they leave, and the limits of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.relax import InTheWay, LimitInTheWay
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts


def in_the_way(facts: Facts, child: Referral, homes: Sequence[Home]) -> tuple[InTheWay, ...]:
    """Each rule that may not be waived here, those that are alone at most homes first."""
    shut, only = Counter[str](), Counter[str]()
    for home in homes:
        rules = _barring(facts, child, home)
        shut.update(rules)
        only.update(rules if len(rules) == 1 else ())
    order = sorted(shut, key=lambda rule: (-only[rule], -shut[rule], rule))
    return tuple(InTheWay(rule=rule, homes=shut[rule], only=only[rule]) for rule in order)


def open_with_waivers(facts: Facts, child: Referral, homes: Sequence[Home]) -> tuple[Home, ...]:
    """The homes where no rule on the child stands in the way."""
    return tuple(home for home in homes if not _barring(facts, child, home))


def limits_in_the_way(facts: Facts, child: Referral, homes: Sequence[Home]) -> tuple[LimitInTheWay, ...]:
    """The limits that the child counts towards at these homes and that have no price to be exceeded at.

    Whether one of them, or other children, stands in the way is not told apart. A stay counts towards none.
    """
    moved_to = [home for home in homes if not facts.stays(child, home)]
    own = (_of_homes(facts, child, moved_to), _of_funds(facts, child, moved_to))
    return tuple(limit for limits in (*own, _of_groups(facts, child, homes)) for limit in limits)


def _barring(facts: Facts, child: Referral, home: Home) -> list[str]:
    """The rules that shut the home and may not be waived here."""
    rates = facts.policy.waiver_pence
    rules = (broken.rule for broken in exclusions(facts, child, home))
    return [rule for rule in rules if getattr(rates, rule, None) is None]


def _of_homes(facts: Facts, child: Referral, homes: Sequence[Home]) -> Iterator[LimitInTheWay]:
    rates = facts.policy.waiver_pence
    for home in homes:
        if rates.admissions is None and home.admissions_limit is not None:
            yield LimitInTheWay(waives="admissions", home=home.id)
        if rates.staffing is None and home.spare_staff_hours is not None and child.staff_hours:
            yield LimitInTheWay(waives="staffing", home=home.id)


def _of_funds(facts: Facts, child: Referral, homes: Sequence[Home]) -> Iterator[LimitInTheWay]:
    if not homes or facts.policy.waiver_pence.budget is not None:
        return
    pays = {share.fund for share in child.funding if share.percent}
    for budget in sorted(facts.case.budgets, key=lambda one: one.fund):
        if budget.fund in pays:
            yield LimitInTheWay(waives="budget", fund=budget.fund)


def _of_groups(facts: Facts, child: Referral, homes: Sequence[Home]) -> Iterator[LimitInTheWay]:
    if not homes or facts.policy.waiver_pence.split is not None:
        return
    for group in sorted(facts.case.sibling_groups, key=lambda one: one.id):
        if group.rule == "together" and child.id in group.members:
            yield LimitInTheWay(waives="split", group=group.id)
