"""What is told of runs, proposals and scenarios."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.listing import listed
from matcher.domain.asked import QuestionName
from matcher.domain.types import Model
from matcher.service import scenarios
from matcher.service.actor import Actor
from matcher.service.views.answers import document_view
from matcher.store.proposals import StoredProposal
from matcher.store.runs import RunState, StoredRun
from matcher.store.scenarios import StoredScenario

_HASH = "4257176bb2ee13c5c6e9e0040c6a2736da685db114f22b4f6ef78390b14cf44d"


class AskRun(Model):
    """A question about today's case, and its parameters; `limit_s` among them, the seconds it may take."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "plan", "parameters": {"first": 5}},
                {"question": "options", "parameters": {"referral": "R-01"}},
                {"question": "what_if", "parameters": {"scenario_ids": [812_345_678_901]}},
            ]
        }
    )

    question: QuestionName
    parameters: dict[str, Any] = Field(default_factory=dict)


class RunShape(BaseModel):
    """What was asked, of which case, and how it ended. `snapshot_hash`: SHA-256 of the case it solved."""

    id: int = Field(examples=[4_081_516_234_001])
    question: str = Field(examples=["plan"])
    parameters: dict[str, Any] = Field(examples=[{"first": 5, "limit_s": 20.0}])
    state: RunState = Field(examples=["done"])
    failure: str | None = Field(examples=[None], description="Why it has no answer: a code, or lost.")
    scenario_id: int | None = Field(examples=[None])
    policy_id: int = Field(examples=[1_718_006_221_002])
    snapshot_hash: str = Field(examples=[_HASH])
    engine_version: str = Field(examples=["0.1.0"])
    answer_hash: str | None = Field(
        examples=[_HASH], description="Null where you may not see exact distances, and without an answer."
    )
    asked_by: int | None = Field(examples=[1_200_300_400_500])
    asked_by_service: int | None = Field(examples=[None])
    asked_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, run: StoredRun, actor: Actor) -> RunShape:
        """Of scenarios no more than their names: the answer shows them to whoever may see them.

        From the hash of an answer a distance that is kept back could be guessed (T02).
        """
        parameters = dict(run.parameters)
        if "scenarios" in parameters:
            parameters["scenarios"] = [scenario["name"] for scenario in parameters["scenarios"]]
        told = {name: getattr(run, name) for name in cls.model_fields}
        answer_hash = run.answer_hash if actor.may("see_exact_distance") else None
        return cls(**told | {"parameters": parameters, "answer_hash": answer_hash})


class RunsShape(BaseModel):
    """A page of runs, the newest first."""

    runs: list[RunShape]
    next: str | None = Field(None, description=listed("runs")["description"])


class ProposalShape(BaseModel):
    """One ranked option of one child in one run, as it is decided on.

    `hash` binds the run's case, the engine, its parameters and all that is shown: a decision names it. `rank`
    0: the plan leaves the child waiting.
    """

    id: int = Field(examples=[3_377_001_882_944])
    run_id: int = Field(examples=[4_081_516_234_001])
    referral_id: int = Field(examples=[2_200_118_445_310])
    home_id: int | None = Field(examples=[1_903_444_871_205])
    rank: int = Field(examples=[1])
    proposed: bool = Field(description="Whether the run's plan has it so.")
    hash: str = Field(examples=[_HASH])
    shown: dict[str, Any] = Field(
        description="Its price line by line, its regret, who pays, its route; less of it without the rights.",
        examples=[{"schema": "placement-shown/1", "referral": "R-01", "home": "HOME-011", "rank": 1}],
    )

    @classmethod
    def of(cls, proposal: StoredProposal, actor: Actor) -> ProposalShape:
        """As this actor may see it."""
        told = {name: getattr(proposal, name) for name in cls.model_fields if name != "shown"}
        return cls(**told, shown=document_view(dict(proposal.document), actor))


class ProposalsShape(BaseModel):
    """A page of proposals by child and then by rank."""

    proposals: list[ProposalShape]
    next: str | None = Field(None, description=listed("proposals")["description"])


class ScenarioShape(BaseModel):
    """A stored what-if. Its author changes it; once shared, everybody who may ask can read and ask it."""

    id: int = Field(examples=[812_345_678_901])
    name: str = Field(examples=["The uplift is refused"])
    changes: list[dict[str, Any]] = Field(examples=[[{"kind": "close_home", "home_id": "HOME-011"}]])
    shared: bool
    version: int = Field(examples=[1])
    minutes: str | None = Field(examples=["Weighed on 23 November: not pursued."])
    created_by: int | None = Field(examples=[1_200_300_400_500])
    created_at: datetime

    @classmethod
    def of(cls, scenario: StoredScenario, actor: Actor) -> ScenarioShape:
        """As this actor may see it: places only for those who see exact distances."""
        told = {name: getattr(scenario, name) for name in cls.model_fields if name != "changes"}
        return cls(**told, changes=scenarios.as_seen(actor, scenario)["changes"])


class ScenariosShape(BaseModel):
    """A page of scenarios."""

    scenarios: list[ScenarioShape]
    next: str | None = Field(None, description=listed("scenarios")["description"])
