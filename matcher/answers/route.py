"""The statutory route of a plan's placements, or of one pair: approvals, notices, deadlines, drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from matcher.domain.case import Case
from matcher.domain.proposal import Status
from matcher.domain.route import ApprovalCounts, ChildRoute, Route, RouteStep, StepSource
from matcher.errors import NotFound
from matcher.rules.approvals import approval_for, steps_for
from matcher.rules.book import exclusions
from matcher.rules.circumstances import Circumstances, circumstances
from matcher.rules.deadlines import DUE_WORDS, due_on
from matcher.rules.drafts import draft
from matcher.rules.facts import Facts
from matcher.rules.route_step import Step

Allocation = dict[str, str | None]


def plan_route(
    case: Case, allocation: Allocation, referral: str | None = None, status: Status | None = None
) -> Route:
    """The route of every placement of a plan, or of one child's. Raises NotFound."""
    facts = Facts(case)
    _refuse_unknown(facts, referral, None)
    placed = {child: home for child, home in allocation.items() if home is not None}
    wanted = sorted(placed) if referral is None else [referral] if referral in placed else []
    about = [circumstances(facts, facts.referrals[c], facts.homes[placed[c]], placed) for c in wanted]
    return _route(facts, about, referral, allocation, status)


def pair_route(case: Case, referral: str, home: str) -> Route:
    """The route of one child at one home, whether or not a rule shuts it. Raises NotFound."""
    facts = Facts(case)
    _refuse_unknown(facts, referral, home)
    about = circumstances(facts, facts.referrals[referral], facts.homes[home])
    return _route(facts, [about], referral, None, None)


def route_of_pair(facts: Facts, referral: str, home: str) -> ChildRoute:
    """The same for one of many pairs; both ids are the case's own."""
    return _child_route(facts, circumstances(facts, facts.referrals[referral], facts.homes[home]))


def _refuse_unknown(facts: Facts, referral: str | None, home: str | None) -> None:
    if referral is not None and referral not in facts.referrals:
        raise NotFound("referral: the case has no referral with this id")
    if home is not None and home not in facts.homes:
        raise NotFound("home: the case has no home with this id")


def _route(
    facts: Facts,
    placements: Iterable[Circumstances],
    referral: str | None,
    allocation: Allocation | None,
    status: Status | None,
) -> Route:
    case, routes = facts.case, tuple(_child_route(facts, about) for about in placements)
    counts = Counter(route.approval for route in routes if not route.stays)
    return Route(
        as_of=case.as_of,
        status=status,
        referral=referral,
        approvals=ApprovalCounts(
            none=counts["none"], nominated_officer=counts["nominated_officer"], director=counts["director"]
        ),
        routes=routes,
        allocation=allocation,
        case_fingerprint=case.fingerprint,
    )


def _child_route(facts: Facts, about: Circumstances) -> ChildRoute:
    return ChildRoute(
        referral=about.child.id,
        home=about.home.id,
        stays=about.stays,
        emergency=about.emergency,
        starts_on=about.starts_on,
        area=about.area,
        key_stage_4=about.key_stage_4,
        approval=approval_for(about),
        not_known=about.not_known,
        shut_by=tuple(broken.rule for broken in exclusions(facts, about.child, about.home)),
        steps=tuple(_step(step, about) for step in steps_for(about)),
    )


def _step(step: Step, about: Circumstances) -> RouteStep:
    binding = step.due_in(about)
    due = due_on(binding, about.as_of, about.starts_on)
    return RouteStep(
        code=step.code,
        kind=step.kind,
        who=step.who,
        title=step.title,
        due=due,
        due_words=DUE_WORDS[binding],
        source=StepSource(words=step.source.words, link=step.source.link),
        draft=draft(step, about, due),
    )
