"""A case without one of its rules, preferences or limits: each removal takes away that and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, get_args

from matcher.domain.case import Case, SiblingGroup, Waiver
from matcher.domain.policy import ProvisionPrices
from matcher.domain.referral import Referral
from matcher.domain.types import Model, WaivableRule

RuleKind = Literal[
    "pin",
    "forbid",
    "together",
    "prefer_together",
    "apart",
    "must_not_share",
    "incompatible_flags",
    "age_gap",
    "age",
    "availability",
    "distance",
    "price_cap",
    "judgement",
    "staffing",
    "admissions",
    "budget",
    "pence_per_mile",
    "pence_per_school_mile",
    "out_of_area_pence",
    "move_pence",
    "avoid_pence",
    "split_siblings_pence",
    "provision_pence",
]
PREFERENCES: tuple[RuleKind, ...] = (
    "pence_per_mile",
    "pence_per_school_mile",
    "out_of_area_pence",
    "move_pence",
    "avoid_pence",
    "split_siblings_pence",
    "provision_pence",
)
PANEL_RULES: tuple[RuleKind, ...] = get_args(WaivableRule)
WEIGHED: tuple[RuleKind, ...] = (*PREFERENCES, "prefer_together")
"""What shuts nothing and is only priced: without it tier 2 means something else."""
NOTHING_SAID = "none"
"""A sibling group of which the plan says nothing: they stay brothers and sisters (discounts, the age gap)."""


class Rule(Model):
    """One thing that could be taken out of a case. `name` is its kind and `of`, in words apart.

    `of`: ids of the referral and home (pin, forbid), group, two children, two flags, home, fund, or the one
    referral for whom the rule is taken away; empty where it is taken away for everybody.
    """

    name: str
    kind: RuleKind
    of: tuple[str, ...] = ()


def rules_of(case: Case) -> tuple[Rule, ...]:
    """Everything that could be taken out of a case, in the order of RuleKind, then of ids."""
    found = dict.fromkeys(_rules_of(case))
    order = get_args(RuleKind)
    return tuple(sorted(found, key=lambda rule: (order.index(rule.kind), rule.of)))


def _rules_of(case: Case) -> Iterator[Rule]:
    yield from (rule_named("pin", pin.referral, pin.home) for pin in case.pins)
    yield from (rule_named("forbid", pair.referral, pair.home) for pair in case.forbids)
    yield from (rule_named(group.rule, group.id) for group in case.sibling_groups)
    links = (link for link in case.relationships if link.kind == "must_not_share")
    yield from (rule_named("must_not_share", *sorted((link.a, link.b))) for link in links)
    yield from (rule_named("incompatible_flags", *pair) for pair in case.policy.incompatible_flags)
    if case.policy.max_age_gap_years is not None:
        yield rule_named("age_gap")
    for kind in (*PANEL_RULES, "staffing"):
        yield rule_named(kind)
        yield from (rule_named(kind, child.id) for child in case.referrals)
    limited = (home.id for home in case.homes if home.admissions_limit is not None)
    yield from (rule_named("admissions", home) for home in limited)
    yield from (rule_named("budget", budget.fund) for budget in case.budgets)
    yield from (rule_named(kind) for kind in PREFERENCES)


def rule_named(kind: Any, *of: str) -> Rule:
    """The rule of a kind that concerns these."""
    return Rule(name=" ".join((kind, *of)), kind=kind, of=of)


def without(case: Case, rule: Rule) -> Case:
    """The case without a rule; what the case does not hold is not missed.

    The result answers questions as any case does, but is no document: a sibling group without its rule has
    none of the three that a document can state.
    """
    return case.model_copy(update=_REMOVERS[rule.kind](case, rule))


Removed = dict[str, Any]


def _without_pair(field: str) -> Callable[[Case, Rule], Removed]:
    def remove(case: Case, rule: Rule) -> Removed:
        pairs = getattr(case, field)
        return {field: tuple(pair for pair in pairs if (pair.referral, pair.home) != rule.of)}

    return remove


def _without_group_rule(case: Case, rule: Rule) -> Removed:
    def said(group: SiblingGroup) -> SiblingGroup:
        return group.model_copy(update={"rule": NOTHING_SAID}) if (group.id,) == rule.of else group

    return {"sibling_groups": tuple(said(group) for group in case.sibling_groups)}


def _without_relationship(case: Case, rule: Rule) -> Removed:
    kept = (
        link
        for link in case.relationships
        if link.kind != rule.kind or tuple(sorted((link.a, link.b))) != rule.of
    )
    return {"relationships": tuple(kept)}


def _without_flags(case: Case, rule: Rule) -> Removed:
    return _policy(case, incompatible_flags=tuple(p for p in case.policy.incompatible_flags if p != rule.of))


def _without_panel_rule(case: Case, rule: Rule) -> Removed:
    """For whom it is taken away: everybody, or one child, at every home."""
    standing = {w.referral for w in case.waivers if w.rule == rule.kind and w.home is None}
    freed = (child for child in _whom(case, rule) if child not in standing)
    added = (Waiver.model_validate({"referral": child, "rule": rule.kind}) for child in freed)
    return {"waivers": (*case.waivers, *added)}


def _without_staffing(case: Case, rule: Rule) -> Removed:
    """Whoever it is taken away for takes none of the spare hours."""
    freed = set(_whom(case, rule))
    children = (
        child.model_copy(update=_no_hours(child)) if child.id in freed else child for child in case.referrals
    )
    return {"referrals": tuple(children)}


def _no_hours(child: Referral) -> Removed:
    """Known to need none: hours that are not known would be taken for too many."""
    return {"staff_hours": 0, "unknown": tuple(name for name in child.unknown if name != "staff_hours")}


def _whom(case: Case, rule: Rule) -> Iterable[str]:
    return rule.of or [child.id for child in case.referrals]


def _without_admissions(case: Case, rule: Rule) -> Removed:
    homes = (
        home.model_copy(update={"admissions_limit": None}) if (home.id,) == rule.of else home
        for home in case.homes
    )
    return {"homes": tuple(homes)}


def _without_budget(case: Case, rule: Rule) -> Removed:
    return {"budgets": tuple(budget for budget in case.budgets if (budget.fund,) != rule.of)}


def _without_price(case: Case, rule: Rule) -> Removed:
    nothing: Any = 0
    if rule.kind == "provision_pence":
        nothing = ProvisionPrices(internal=0, block=0, framework=0, spot=0)
    return _policy(case, **{rule.kind: nothing})


def _policy(case: Case, **changes: Any) -> Removed:
    return {"policy": case.policy.model_copy(update=changes)}


_REMOVERS: dict[RuleKind, Callable[[Case, Rule], Removed]] = {
    **dict.fromkeys(PANEL_RULES, _without_panel_rule),
    **dict.fromkeys(PREFERENCES, _without_price),
    "pin": _without_pair("pins"),
    "forbid": _without_pair("forbids"),
    "together": _without_group_rule,
    "prefer_together": _without_group_rule,
    "apart": _without_group_rule,
    "must_not_share": _without_relationship,
    "incompatible_flags": _without_flags,
    "age_gap": lambda case, rule: _policy(case, max_age_gap_years=None),
    "staffing": _without_staffing,
    "admissions": _without_admissions,
    "budget": _without_budget,
}
