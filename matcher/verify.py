"""The checker."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Breach:
    """One thing wrong with an answer: the rule or figure, and a sentence."""

    code: str
    message: str
