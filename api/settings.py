"""What the server may spend and where things are, from the environment (PLACEMENT_…)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

_REPOSITORY_DATA = Path(__file__).resolve().parents[1] / "data"

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=3_600)]


class ServerSettings(BaseSettings):
    """Limits of one server. Each can be set as PLACEMENT_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PLACEMENT_", frozen=True)

    data_dir: Path = _REPOSITORY_DATA

    max_body_bytes: Count = 8 * 2**20
    max_referrals: Count = 2_000
    max_homes: Count = 8_000
    max_requests: Count = 32
    body_timeout_s: Seconds = 30.0

    limit_s: Seconds = 20.0
    max_limit_s: Seconds = 60.0
    max_workers: Count = 2
    max_alternatives: Count = 20
    solves_at_once: Count = 2
    wait_s: Seconds = 5.0
    retry_after_s: Count = 5

    @property
    def demo_case(self) -> Path:
        """The demonstration council's case document."""
        return self.data_dir / "demo" / "case.json"
