"""What can be done to stored scenarios."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from matcher.domain.scenario import Scenario
from matcher.domain.types import Model

Minutes = Annotated[str, Field(min_length=1, max_length=10_000, pattern=r"^[^\u0000]+$")]


class AddScenario(Model):
    """A scenario to keep; `minutes` is what people made of it, without a name or a detail of a child."""

    scenario: Scenario
    shared: bool = False
    minutes: Minutes | None = None


class ChangeScenario(Model):
    """What is given takes the place of what was; what is left out stays."""

    scenario: Scenario | None = None
    shared: bool = False
    minutes: Minutes | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> ChangeScenario:
        if self.scenario is None and not self.model_fields_set & {"shared", "minutes"}:
            raise PydanticCustomError("nothing", "names nothing to change: give scenario, shared or minutes")
        return self
