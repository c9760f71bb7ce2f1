"""What if: scenarios read, applied, and compared with the case as it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.scenario import Applied, Scenario
    from matcher.domain.what_if import WhatIf


def load_scenario(source: str | Path | bytes) -> Scenario:
    """Read a scenario from a path or from bytes; postcodes become grid points. Raises BadCase, OSError."""
    from matcher.domain.scenario import read_scenario
    from matcher.geo.resolver import resolver_for

    document = source if isinstance(source, bytes) else Path(source).read_bytes()
    return read_scenario(document, resolver_for(document))


def apply_scenario(case: Case, scenario: Scenario) -> Applied:
    """What a scenario makes of a case. Raises BadCase, which names the change by its position."""
    from matcher.answers.scenarios import applied

    return applied(check_pins(case), scenario)


def what_if(case: Case, scenarios: Sequence[Scenario], settings: Settings | None = None) -> WhatIf:
    """Every scenario's plan against the case's own, each verified against its own case.

    Raises BadCase for a scenario that cannot be, and what `allocate` raises.
    """
    from matcher.answers.what_if import what_if as compare

    return verified(case, compare(check_pins(case), scenarios, settings or Settings()))
