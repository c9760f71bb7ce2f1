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
from matcher.library.looking import rules, verdict, verify, why_not
from matcher.library.plans import allocate, alternatives, option_stream, options
from matcher.library.processes import close, warm

__all__ = [
    "Progress",
    "Settings",
    "allocate",
    "alternatives",
    "check_pins",
    "close",
    "load_case",
    "option_stream",
    "options",
    "rules",
    "verdict",
    "verify",
    "warm",
    "why_not",
]
