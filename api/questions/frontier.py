"""The question about cost and distance."""

from __future__ import annotations

from api.documents import Question


class FrontierQuestion(Question):
    """Which plans does no other beat in both cost and distance from home?"""
