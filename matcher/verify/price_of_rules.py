"""The price of each rule held against the case without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from matcher.domain.price_of_rules import Kept, RulePrice
from matcher.domain.proposal import Status
from matcher.domain.without import PANEL_RULES, WEIGHED, Rule, RuleKind, rules_of, without
from matcher.verify.breach import Breach, misstated, named
from matcher.verify.documents import ALLOCATION, RUN
from matcher.verify.figures import stated
from matcher.verify.plans import FIGURES, SUMS, Plan, accounted
from matcher.verify.shape import Record, list_of, one_of, or_null, text

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
OF_PAIRS = (*PANEL_RULES, "pin", "forbid", "must_not_share", "incompatible_flags", "age_gap", "staffing")
"""What may shut a home to a child, whoever else goes there."""
RULE = Record({"name": text, "kind": one_of(get_args(RuleKind)), "of": list_of(text)}, {})
CHANGE = Record({"referral": text, "from": or_null(text), "to": or_null(text)}, {})
_STATUS = one_of(get_args(RulePrice.model_fields["status"].annotation))
PRICE = Record(
    {
        "rule": RULE,
        "status": _STATUS,
        "sums": or_null(SUMS),
        "difference": or_null(SUMS),
        "changes": list_of(CHANGE),
    },
    {},
)
PRICE_OF_RULES = Record(
    {
        "status": one_of(get_args(Status)),
        "allocation": ALLOCATION,
        "sums": SUMS,
        "prices": list_of(PRICE),
        "skipped": list_of(Record({"rule": RULE, "proof": one_of(get_args(Kept))}, {})),
        "open": list_of(RULE),
    },
    {"schema": text, "case_fingerprint": text, "run": RUN},
)


def price_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """The plan itself; each plan without a rule, its changes and figures; what was said to cost nothing.

    That no better plan exists, with a rule or without, is the solver's word.
    """
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    unaccounted = accounted(checker, answer["allocation"], "the plan")
    yield from unaccounted
    if unaccounted:
        return
    base = Plan(checker, checker.case, answer["allocation"])
    yield from base.breaches(answer["sums"], "the plan")
    rules = {rule.name: rule for rule in rules_of(checker.case)}
    told = [*answer["prices"], *answer["skipped"], *({"rule": rule} for rule in answer["open"])]
    yield from _rules(rules, [entry["rule"] for entry in told])
    for entry in answer["prices"]:
        if entry["rule"]["name"] in rules:
            yield from _price(base, rules[entry["rule"]["name"]], entry)
    for entry in answer["skipped"]:
        if entry["rule"]["name"] in rules:
            yield from _skipped(base, rules[entry["rule"]["name"]], entry["proof"])
    unproved = answer["open"] or any(entry["status"] == "best_found" for entry in answer["prices"])
    if answer["status"] == "optimal" and unproved:
        yield Breach("status", "the answer says optimal, and a price in it is not proved")


def _rules(rules: dict[str, Rule], told: list[Doc]) -> Iterator[Breach]:
    """Every rule told is one of the case, told once."""
    seen = set()
    for claim in told:
        name = claim["name"]
        rule = rules.get(name)
        if rule is None or (rule.kind, list(rule.of)) != (claim["kind"], claim["of"]):
            yield Breach("rule.name", f"{_shown(name)} is no rule of the case")
        elif name in seen:
            yield Breach("rule.name", f"{name} is told twice")
        seen.add(name)


def _shown(name: str) -> str:
    return " ".join(named(word) for word in name.split(" ")[:3])


def _price(base: Plan, rule: Rule, entry: Doc) -> Iterator[Breach]:
    what = f"without {rule.name}"
    if entry["status"] == "no_plan":
        if entry["sums"] or entry["difference"] or entry["changes"]:
            yield Breach("prices.status", f"{what}: figures are told of no plan")
        if not Plan(base.checker, without(base.checker.case, rule), base.allocation).broken():
            yield Breach("prices.status", f"{what}: the plan with the rule is legal, so there is one")
        return
    if entry["sums"] is None or entry["difference"] is None:
        yield Breach("prices.sums", f"{what}: no figures are told")
        return
    allocation = dict(base.allocation)
    for change in entry["changes"]:
        if allocation.get(change["referral"], "") != change["from"] or change["from"] == change["to"]:
            yield Breach("prices.changes", f"{what}: {named(change['referral'])} is not where this says")
            return
        allocation[change["referral"]] = change["to"]
    unaccounted = accounted(base.checker, allocation, what)
    yield from unaccounted
    if not unaccounted:
        yield from _figures(
            base, Plan(base.checker, without(base.checker.case, rule), allocation), entry, what
        )


def _figures(base: Plan, plan: Plan, entry: Doc, what: str) -> Iterator[Breach]:
    yield from plan.breaches(entry["sums"], what)
    for field in FIGURES:
        right = plan.sums[field] - base.sums[field]
        if entry["difference"][field] != right:
            yield misstated(f"difference.{field}", what, entry["difference"][field], right)
    kept = Plan(base.checker, plan.checker.case, base.allocation)
    if entry["status"] == "optimal" and plan.tiers > kept.tiers and not kept.broken():
        yield Breach("prices.sums", f"{what}: the plan with the rule is better than this one")


def _skipped(base: Plan, rule: Rule, proof: str) -> Iterator[Breach]:
    """The plan keeps every rule and costs the same; where nothing changes, no child has a home more."""
    what = f"without {rule.name}"
    kept = Plan(base.checker, without(base.checker.case, rule), base.allocation)
    weighed = rule.kind in WEIGHED and proof != "same_problem"
    if kept.tiers[0] != base.tiers[0] or (not weighed and kept.tiers != base.tiers):
        yield Breach("skipped", f"{what}: the plan's own figures are others")
    # a forbid that goes can break another: the review that it shut may then stay, and so must be placed
    if rule.kind == "forbid" and kept.broken():
        yield Breach("skipped", f"{what}: the plan breaks another rule")
    if proof == "same_problem" and rule.kind == "budget":
        yield Breach("skipped", f"{what}: a limit on spending is gone, and this says that nothing changes")
    if proof == "same_problem" and rule.kind in OF_PAIRS:
        alone = _by_themselves(base.checker, rule)
        yield from _freed(base.checker, rule, alone)
        for child, home in _newly_open(base.checker, kept.checker, alone):
            yield Breach("skipped", f"{what}: {home} is open to {child}, and shut with it")


def _by_themselves(checker: Checker, rule: Rule) -> list[str]:
    """The children of the rule, all where it names none, who are not placed as one with siblings."""
    groups = (group for group in checker.case.sibling_groups if group.rule == "together")
    together = {member for group in groups for member in group.members}
    referrals = checker.ledger.referrals
    named_in_it = [name for name in rule.of if name in referrals]
    return [child for child in named_in_it or sorted(referrals) if child not in together]


def _freed(checker: Checker, rule: Rule, alone: list[str]) -> Iterator[Breach]:
    """A pin is also what has a child placed who lives in no home yet."""
    pinned = rule.of[0] if rule.kind == "pin" else None
    if pinned in alone and checker.ledger.referrals[pinned].current_home is None:
        yield Breach("skipped", f"without {rule.name}: {pinned} need not be placed, and must with it")


def _newly_open(before: Checker, after: Checker, children: list[str]) -> Iterator[tuple[str, str]]:
    """Homes that no rule shuts to a child any more, and that take anybody new."""
    full = {home.id for home in before.case.homes if home.admissions_limit == 0}
    for child in children:
        opened = after.shut.eligible(after.ledger.referrals[child])
        for home in sorted(opened - before.shut.eligible(before.ledger.referrals[child]) - full):
            yield child, home
