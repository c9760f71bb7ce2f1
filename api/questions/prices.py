"""The questions about prices: of rules, of homes and of beds that are held."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from api.documents import Question
from matcher.domain.priced import Priced
from matcher.domain.types import Id, Name, Provision

RuleName = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class PriceOfRulesQuestion(Question):
    """What does each of these rules cost, or every rule? A kind alone names all of it."""

    rules: Annotated[tuple[RuleName, ...], Field(min_length=1, max_length=1_000)] | None = None


class BreakEvenQuestion(Question):
    """Up to which price does a home, an offer or a provider still belong; what is a held bed worth?

    Exactly one of `home`, `provider` and `provision`. `referral`: the home's offer for that child. `uplift`:
    in per cent of list prices and offers alike. `until`: what it is worth to hold the home's beds until then.
    """

    home: Id | None = None
    referral: Id | None = None
    provider: Name | None = None
    provision: Provision | None = None
    uplift: bool = False
    until: date | None = None

    @field_validator("uplift", "until")
    @classmethod
    def _of_no_one_child(cls, given: bool | date | None, info: ValidationInfo) -> bool | date | None:
        """What a field cannot go with is a fault of that field; `until` is read after `uplift`."""
        if given and info.data.get("referral") is not None:
            raise PydanticCustomError("referral", "is not asked of one child's offer: leave referral out")
        if given and info.field_name == "until" and info.data.get("uplift"):
            raise PydanticCustomError("until", "is for holding one home's beds: leave uplift out")
        return given

    @model_validator(mode="after")
    def _asks_one_thing(self) -> BreakEvenQuestion:
        named = (self.home, self.provider, self.provision)
        if sum(name is not None for name in named) != 1:
            raise PydanticCustomError("one_of_three", "give exactly one of home, provider and provision")
        if self.home is None and not self.uplift:
            raise PydanticCustomError("uplift", "a provider or provision has no one price: give uplift true")
        return self

    @property
    def priced(self) -> Priced:
        """What has the price."""
        return Priced(
            kind="uplift" if self.uplift else "offer" if self.referral is not None else "home",
            home=self.home,
            referral=self.referral,
            provider=self.provider,
            provision=self.provision,
        )
