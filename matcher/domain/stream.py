"""An option table as it comes: one event after another, each true when it is given and true ever after."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Option, Run, Status
from matcher.domain.types import Model


class Head(Model):
    """Comes first: the allocation that all regrets are against, and how much is to come.

    `status` is the allocation's. `options` counts the eligible homes of the children asked about.
    """

    event: Literal["head"] = "head"
    schema_: Literal["placement-option-stream/1"] = Field(default="placement-option-stream/1", alias="schema")
    status: Status
    tier1: int
    tier2: int
    allocation: dict[str, str | None]
    children: int
    options: int
    first: int | None
    case_fingerprint: str


class OptionEvent(Model):
    """One option. Those of a child come in order of rank, and a rank given is final.

    Only after the time limit come options whose `exact` is false, or whose rank is as far as known.
    """

    event: Literal["option"] = "option"
    option: Option


class FirstOptions(Model):
    """The first options of a child's list are final: three, or as many as asked for or as there are."""

    event: Literal["first_options"] = "first_options"
    referral: str
    homes: tuple[str, ...]


class Done(Model):
    """Comes last. `open`: options without an exact regret; `open_children`: lists that are not final."""

    event: Literal["done"] = "done"
    status: Literal["finished", "not_finished"]
    options: int
    open: int
    open_children: int
    run: Run


StreamEvent = Head | OptionEvent | FirstOptions | Done
