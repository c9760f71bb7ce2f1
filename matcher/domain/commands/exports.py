"""What is asked for when data leaves."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict

from matcher.domain.types import Model

ExportReason = Literal[
    "solving_elsewhere", "checking_an_answer", "reporting_a_fault", "moving_to_another_system"
]


class ExportCase(Model):
    """Why today's whole case is taken out. It is recorded."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "checking_an_answer"}]})

    reason: ExportReason
