"""What a commissioner sets: the weekly limit of a fund."""

from __future__ import annotations

from pydantic import ConfigDict

from matcher.domain.types import Code, FundPence, Model


class SetLimit(Model):
    """A fund's limit from now on, in pence a week, for everything that is committed to it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weekly_limit_pence": 7_250_000}]})

    weekly_limit_pence: FundPence


class AddBudget(SetLimit):
    """A fund that is unlimited until now."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"fund": "la", "weekly_limit_pence": 7_250_000}]}
    )

    fund: Code
