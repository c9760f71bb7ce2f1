"""When nothing helps, checked: the rules in the way, the homes they leave open, and the limits of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from matcher.domain.referral import Referral
from matcher.domain.relax import LimitInTheWay
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.figures import same_set
from matcher.verify.shape import Record, one_of, or_null, text
from matcher.verify.waivers import rates_of

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
LIMIT_IN_THE_WAY = Record(
    {"waives": one_of(get_args(LimitInTheWay.model_fields["waives"].annotation))},
    {"home": or_null(text), "fund": or_null(text), "group": or_null(text)},
)


def in_the_way_breaches(checker: Checker, child: Referral, answer: Doc) -> Iterator[Breach]:
    """Which rules stand in the way, at how many homes; where none does, and which limits there are."""
    homes = [home for home in checker.case.homes if answer["home"] in (None, home.id)]
    barring, rates = {}, rates_of(checker.ledger)
    for home in [] if answer["sets"] else homes:
        binding, _ = checker.shut.at(child, home)
        barring[home.id] = [rule for rule in binding if rates.get(rule) is None]
    shut = Counter(rule for rules in barring.values() for rule in rules)
    only = Counter(rules[0] for rules in barring.values() if len(rules) == 1)
    claims = answer["in_the_way"]
    yield from same_set("in_the_way", child.id, (claim["rule"] for claim in claims), shut)
    for claim in claims:
        rule = claim["rule"]
        for field, right in (("homes", shut[rule]), ("only", only[rule])):
            if claim[field] != right:
                yield misstated(f"in_the_way.{field}", f"rule {named(rule)}", claim[field], right)
    free = [home for home, rules in barring.items() if not rules]
    yield from same_set("open_with_waivers", child.id, answer["open_with_waivers"], free)
    of = ("home", "fund", "group")
    told = [_text(one["waives"], *map(one.get, of)) for one in answer["limits_in_the_way"]]
    yield from same_set("limits_in_the_way", child.id, told, list(_limits(checker, child, free)))


def _limits(checker: Checker, child: Referral, free: list[str]) -> Iterator[str]:
    """Every limit without a price that the child would count towards at one of these homes."""
    case, rates = checker.case, rates_of(checker.ledger)
    comes = [checker.ledger.homes[home] for home in free if home != child.current_home]
    for home in comes:
        if home.admissions_limit is not None and rates["admissions"] is None:
            yield _text("admissions", home.id, None, None)
        if home.spare_staff_hours is not None and child.staff_hours > 0 and rates["staffing"] is None:
            yield _text("staffing", home.id, None, None)
    funds = {share.fund for share in child.funding if share.percent > 0} if comes else set()
    for budget in case.budgets:
        if budget.fund in funds and rates["budget"] is None:
            yield _text("budget", None, budget.fund, None)
    for group in case.sibling_groups:
        if comes and group.rule == "together" and child.id in group.members and rates["split"] is None:
            yield _text("split", None, None, group.id)


def _text(waives: str, *of: str | None) -> str:
    return ":".join([waives, *(name for name in of if name is not None)])
