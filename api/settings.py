"""What the server may spend and where things are, from the environment (PLACEMENT_…)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_REPOSITORY_DATA = Path(__file__).resolve().parents[1] / "data"

DEFAULT_URL = "sqlite:///var/placements.db"

Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=3_600)]


class ServerSettings(BaseSettings):
    """Limits of one server. Each can be set as PLACEMENT_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="PLACEMENT_", frozen=True)

    data_dir: Path = _REPOSITORY_DATA

    profile: Literal["development", "production"] = "development"
    database_url: SecretStr = SecretStr(DEFAULT_URL)
    sqlite_in_production: bool = False
    public_url: str | None = None
    docs: Literal["open", "signed_in", "off"] | None = None
    debug: bool = False
    metrics_token: SecretStr | None = None
    logs: Literal["json", "text"] | None = None

    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_council: str | None = None
    oidc_new_role: Literal["officer", "panel", "commissioner", "auditor"] | None = None

    sign_ins_per_account: Count = 10
    sign_ins_per_address: Count = 60
    sign_in_window_s: Count = 300
    solves_per_minute: Count = 60

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
    def production(self) -> bool:
        """Whether real data may be here: then nothing is open and nothing is at its default."""
        return self.profile == "production"

    @property
    def https(self) -> bool:
        """Whether people reach this server by https: only then does a browser keep the safer cookie."""
        return (self.public_url or "").lower().startswith("https://")

    @property
    def docs_are(self) -> str:
        """Who may read the description of the interface."""
        return self.docs or ("signed_in" if self.production else "open")

    @property
    def logs_as_json(self) -> bool:
        """Whether lines of the log are for a machine."""
        return self.logs == "json" or (self.logs is None and self.production)

    @property
    def demo_case(self) -> Path:
        """The demonstration council's case document."""
        return self.data_dir / "demo" / "case.json"
