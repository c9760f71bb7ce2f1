"""One row of the statutory route, and the circumstances that several rows ask about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matcher.domain.route import StepKind, Who
from matcher.rules.circumstances import Circumstances
from matcher.rules.deadlines import Due
from matcher.rules.register import Source

Test = Callable[[Circumstances], bool]


@dataclass(frozen=True)
class Step:
    """One row: `due` in a planned placement, and `in_emergency` where the law allows another day."""

    code: str
    kind: StepKind
    who: Who
    title: str
    when: str
    """The circumstances in words, for the page."""
    applies: Test
    source: Source
    due: Due = "before"
    in_emergency: Due | None = None

    def due_in(self, about: Circumstances) -> Due:
        """Which deadline binds here."""
        return self.in_emergency if about.emergency and self.in_emergency else self.due


def supported(about: Circumstances) -> bool:
    return about.home.placement_type == "supported_accommodation"


def secure(about: Circumstances) -> bool:
    return about.home.placement_type == "secure_home"


def key_stage_4(about: Circumstances) -> bool:
    """A change in Key Stage 4 that a nominated officer approves, unless it disrupts nothing."""
    return about.key_stage_4 and about.at_school and not about.emergency
