"""Questions put to the engine: read strictly, solved, and answered with nothing but what was verified."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from matcher import library
from matcher.domain.asked import (
    QUESTIONS,
    Asked,
    AskedAboutChild,
    AskedAlternatives,
    AskedOptions,
    AskedPlan,
    AskedPriceOfRules,
    AskedRefusals,
    AskedRelax,
    AskedReviews,
    AskedWhatIf,
    QuestionName,
    RankedPlan,
)
from matcher.domain.case import Case
from matcher.domain.reading import read_document
from matcher.domain.scenario import at_changes
from matcher.domain.shown import ShownOption
from matcher.domain.types import Model
from matcher.errors import BadCase, Fault, NotFound, OutOfTime
from matcher.geo.resolver import resolver_for
from matcher.library import Settings

LEAST_SHARE = 0.25
"""Of the time given, what the options keep of it however long the plan took."""


@dataclass(frozen=True)
class Answered:
    """An answer as JSON, and the options in it that a person may decide on."""

    document: bytes
    options: tuple[ShownOption, ...] = ()


def read_asked(question: str, parameters: Mapping[str, Any]) -> Asked:
    """The parameters as the question's own type; postcodes in scenarios become grid points.

    Raises BadCase with paths from `$.parameters`, or `$.question` for a question there is not.
    """
    kind = QUESTIONS.get(cast("QuestionName", question))
    if kind is None:
        raise BadCase([Fault("$.question", f"must be one of: {', '.join(QUESTIONS)}")])
    document = json.dumps(parameters).encode()
    try:
        return read_document(document, kind, resolver_for(document))
    except BadCase as error:
        faults = at_changes(error.faults)
        raise BadCase([Fault(f"$.parameters{f.path[1:]}", f.message) for f in faults]) from None


def refuse_unknown(case: Case, asked: Asked) -> None:
    """Raises NotFound for a child or a home that today's case does not hold."""
    for name, entries in (("referral", case.referrals), ("home", case.homes)):
        wanted = getattr(asked, name, None)
        if wanted is not None and all(entry.id != wanted for entry in entries):
            raise NotFound(f"{name}: today's case has no {name} with this id")


def refuse_impossible(case: Case, asked: Asked) -> None:
    """Raises BadCase for a scenario that cannot be made of this case: before anything is solved."""
    if not isinstance(asked, AskedWhatIf):
        return
    if not asked.scenarios:
        raise BadCase([Fault("$.parameters", "names no scenario: give scenario_ids or scenarios")])
    for position, scenario in enumerate(asked.scenarios):
        try:
            library.apply_scenario(case, scenario)
        except BadCase as error:
            at = f"$.parameters.scenarios[{position}]"
            raise BadCase([Fault(at + fault.path[1:], fault.message) for fault in error.faults]) from None


def answered(case: Case, question: str, asked: Asked, settings: Settings) -> Answered:
    """Ask the engine. Raises what the library raises; ProposalRejected: its answer is not for anybody."""
    return _ANSWERS[cast("QuestionName", question)](case, asked, settings)


def _plan(case: Case, asked: Asked, settings: Settings) -> Answered:
    """The plan and the options against it. Where time ended first they can be of two plans: no answer."""
    assert isinstance(asked, AskedPlan)
    start = time.monotonic()
    plan = library.allocate(case, settings)
    left_s = max(settings.limit_s - (time.monotonic() - start), LEAST_SHARE * settings.limit_s)
    table = library.options(case, None, replace(settings, limit_s=left_s), asked.first)
    if table.allocation != plan.allocation:
        raise OutOfTime("the plan and the options against it were not the same in the time given: give more")
    choices = library.choices(case, table, plan)
    return Answered(_json(RankedPlan(plan=plan, options=table)), choices.options)


def _options(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedOptions)
    table = library.options(case, [asked.referral], settings, asked.first)
    return Answered(_json(table), library.choices(case, table).options)


def _alternatives(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedAlternatives)
    return Answered(_json(library.alternatives(case, asked.k, asked.differ, settings)))


def _relax(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedRelax)
    return Answered(_json(library.relax(case, asked.referral, asked.home, settings)))


def _what_if(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedWhatIf)
    return Answered(_json(library.what_if(case, asked.scenarios, settings)))


def _price_of_rules(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedPriceOfRules)
    return Answered(_json(library.price_of_rules(case, asked.rules, settings)))


def _frontier(case: Case, asked: Asked, settings: Settings) -> Answered:
    return Answered(_json(library.frontier(case, settings)))


def _refusals(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedRefusals)
    return Answered(_json(library.refusals(case, asked.referral, asked.refusals, settings)))


def _reviews(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedReviews)
    return Answered(_json(library.reviews(case, asked.max_moves, settings)))


def _emergency(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedAboutChild)
    return Answered(_json(library.emergency(case, asked.referral)))


def _why_not(case: Case, asked: Asked, settings: Settings) -> Answered:
    assert isinstance(asked, AskedAboutChild)
    return Answered(_json(library.why_not(case, asked.referral)))


_ANSWERS: Mapping[QuestionName, Callable[[Case, Asked, Settings], Answered]] = {
    "plan": _plan,
    "options": _options,
    "alternatives": _alternatives,
    "relax": _relax,
    "what_if": _what_if,
    "price_of_rules": _price_of_rules,
    "frontier": _frontier,
    "refusals": _refusals,
    "reviews": _reviews,
    "emergency": _emergency,
    "why_not": _why_not,
}


def _json(answer: Model) -> bytes:
    return answer.model_dump_json(by_alias=True).encode()
