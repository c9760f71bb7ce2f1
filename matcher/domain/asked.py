"""What can be asked of the engine as a run, and with which parameters: kept with the run, word for word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from matcher.domain.proposal import OptionTable, Proposal
from matcher.domain.scenario import Scenario
from matcher.domain.types import MAX_HOMES, MAX_REFERRALS, Id, Model

QuestionName = Literal[
    "plan",
    "options",
    "alternatives",
    "relax",
    "what_if",
    "price_of_rules",
    "frontier",
    "refusals",
    "reviews",
    "emergency",
    "why_not",
]
MAX_SCENARIOS = 20
StoredId = Annotated[int, Field(ge=1, lt=2**53)]
RuleName = Annotated[str, Field(min_length=1, max_length=200)]


class Asked(Model):
    """What every question has: the seconds that its whole answer may take."""

    limit_s: Annotated[float, Field(gt=0, le=3_600)] = 20.0


class AskedPlan(Asked):
    """The best plan for everybody, and the first options of every child."""

    first: Annotated[int, Field(ge=1, le=50)] = 5


class AskedOptions(Asked):
    """Every home that one child could have, or the first of them."""

    referral: Id
    first: Annotated[int, Field(ge=1, le=MAX_HOMES)] | None = None


class AskedAlternatives(Asked):
    """The k best plans, each at least `differ` children apart from those before it."""

    k: Annotated[int, Field(ge=1, le=20)] = 3
    differ: Annotated[int, Field(ge=1, le=MAX_REFERRALS)] = 1


class AskedRelax(Asked):
    """What would have to be waived to place this child, at this home where one is named."""

    referral: Id
    home: Id | None = None


class AskedWhatIf(Asked):
    """Scenarios against today's case: stored ones by id, or brought along.

    In the parameters of a run `scenarios` holds all of them as they were when it was asked.
    """

    scenario_ids: Annotated[tuple[StoredId, ...], Field(max_length=MAX_SCENARIOS)] = ()
    scenarios: Annotated[tuple[Scenario, ...], Field(max_length=MAX_SCENARIOS)] = ()


class AskedPriceOfRules(Asked):
    """What these rules cost, or every rule; a kind alone names all of it."""

    rules: Annotated[tuple[RuleName, ...], Field(min_length=1, max_length=1_000)] | None = None


class AskedRefusals(Asked):
    """The best plan after each refusal of this child."""

    referral: Id
    refusals: Annotated[int, Field(ge=1, le=MAX_HOMES)] = 2


class AskedReviews(Asked):
    """Which reviews move in the best plan with at most so many moves; None: any number."""

    max_moves: Annotated[int, Field(ge=0, le=MAX_REFERRALS)] | None = None


class AskedAboutChild(Asked):
    """A question about one child and nothing else."""

    referral: Id


QUESTIONS: Mapping[QuestionName, type[Asked]] = {
    "plan": AskedPlan,
    "options": AskedOptions,
    "alternatives": AskedAlternatives,
    "relax": AskedRelax,
    "what_if": AskedWhatIf,
    "price_of_rules": AskedPriceOfRules,
    "frontier": Asked,
    "refusals": AskedRefusals,
    "reviews": AskedReviews,
    "emergency": AskedAboutChild,
    "why_not": AskedAboutChild,
}
"""The parameters of each question."""


class RankedPlan(Model):
    """The answer of a run that asks for a plan: the plan with its proof, and the options against it."""

    schema_: Literal["placement-ranked-plan/1"] = Field(default="placement-ranked-plan/1", alias="schema")
    plan: Proposal
    options: OptionTable
