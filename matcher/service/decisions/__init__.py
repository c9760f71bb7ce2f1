"""What people decide: hold a bed, take or decline a proposal, approve, refuse, withdraw. Never the program.

Every act happens in the one transaction it is given. It locks first (the order: matcher/store/placing.py),
looks at today's rows second, writes third and records last; what it may not do it refuses whole.
"""

from __future__ import annotations

from matcher.service.decisions.approving import approve, refuse, withdraw
from matcher.service.decisions.deciding import decide
from matcher.service.decisions.holding import hold, page_of_holds, release
from matcher.service.decisions.reading import Story, page_of_decisions, story
from matcher.service.decisions.refusing import record_refusal
from matcher.service.decisions.rejecting import record_rejection

__all__ = [
    "Story",
    "approve",
    "decide",
    "hold",
    "page_of_decisions",
    "page_of_holds",
    "record_refusal",
    "record_rejection",
    "refuse",
    "release",
    "story",
    "withdraw",
]
