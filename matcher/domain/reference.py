"""What both doors tell beside the answers: the rules as a document, and a verdict on an answer."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.types import Model


class RuleSource(Model):
    """Where a rule comes from."""

    words: str
    link: str


class RuleEntry(Model):
    """One rule; `title` is a sentence that is true when the rule is kept."""

    code: str
    title: str
    source: RuleSource
    in_force_from: date | None
    waivable: bool
    waived_by: str | None


class RuleDocument(Model):
    """Both registers, each in its fixed order."""

    schema_: Literal["placement-rules/1"] = Field(default="placement-rules/1", alias="schema")
    pair_rules: tuple[RuleEntry, ...]
    group_rules: tuple[RuleEntry, ...]


class Wrong(Model):
    """One thing wrong with an answer: the rule or the figure, and a sentence."""

    code: str = Field(examples=["capacity"])
    message: str


class Verdict(Model):
    """What the verifier found: `right` when nothing is wrong."""

    right: bool
    breaches: tuple[Wrong, ...]
