"""The Python API that both doors use: read a case, ask, and check any answer.

>>> from matcher import library
>>> case = library.load_case("data/demo/case.json")
>>> proposal = library.allocate(case)
>>> proposal.status
'optimal'
>>> library.verify(case, proposal.model_dump(mode="json", by_alias=True))
()

Each function imports what it needs when it is called: whoever only checks or looks up loads nothing
of the model, and a solving process can start before anything else is loaded.
"""

from __future__ import annotations

from matcher.answers.settings import Progress, Settings
from matcher.library.cases import check_pins, load_case
from matcher.library.emergency import emergency
from matcher.library.frontier import frontier, frontier_chart
from matcher.library.impact import impact, impact_drafts, read_impact_table
from matcher.library.looking import rules, verdict, verify, why_not
from matcher.library.plans import allocate, alternatives, option_stream, options
from matcher.library.prices import break_even, price_of_rules, retainer
from matcher.library.processes import close, compiled, warm
from matcher.library.refusals import refusals
from matcher.library.relax import relax
from matcher.library.reviews import reviews
from matcher.library.route import route
from matcher.library.shown import choices
from matcher.library.sweep import sweep, sweep_chart
from matcher.library.what_if import apply_scenario, load_scenario, what_if

__all__ = [
    "Progress",
    "Settings",
    "allocate",
    "alternatives",
    "apply_scenario",
    "break_even",
    "check_pins",
    "choices",
    "close",
    "compiled",
    "emergency",
    "frontier",
    "frontier_chart",
    "impact",
    "impact_drafts",
    "load_case",
    "load_scenario",
    "option_stream",
    "options",
    "price_of_rules",
    "read_impact_table",
    "refusals",
    "relax",
    "retainer",
    "reviews",
    "route",
    "rules",
    "sweep",
    "sweep_chart",
    "verdict",
    "verify",
    "warm",
    "what_if",
    "why_not",
]
