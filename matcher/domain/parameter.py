"""What a sweep turns: one number of a case, in whole per cent, pence, pounds or miles."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from matcher.domain.case import Case
from matcher.domain.changes.base import referral_of, refuse, with_fields
from matcher.domain.changes.desk import SetBudget, SetPolicy
from matcher.domain.changes.homes import Uplift
from matcher.domain.scenario import with_parts
from matcher.domain.types import Code, Id, Model, Name, Provision
from matcher.errors import BadCase, Fault

Turned = Literal[
    "uplift",
    "pence_per_mile",
    "pence_per_school_mile",
    "out_of_area_pence",
    "move_pence",
    "avoid_pence",
    "split_siblings_pence",
    "budget",
    "max_miles",
]
Unit = Literal["percent", "pound", "mile", "penny"]

_RANGES = {
    "percent": (-100, 1_000),
    "pound": (0, 1_000_000_000),
    "mile": (0, 1_000),
    "penny": (0, 10_000_000),
}
_NEEDS = {"uplift": ("provider", "provision", "home"), "budget": ("fund",), "max_miles": ("referral",)}


class Parameter(Model):
    """Which number. An uplift names exactly one of provider, provision and home, a budget its fund.

    `max_miles` without a referral is the limit of every child who is not pinned to a home.
    """

    turns: Turned
    provider: Name | None = None
    provision: Provision | None = None
    home: Id | None = None
    fund: Code | None = None
    referral: Id | None = None

    @model_validator(mode="after")
    def _names_what_it_turns(self) -> Parameter:
        wanted = _NEEDS.get(self.turns, ())
        given = {name for name in type(self).model_fields if getattr(self, name) is not None} - {"turns"}
        if given - set(wanted):
            others = " and ".join(name for name in type(self).model_fields if name in given - set(wanted))
            raise PydanticCustomError("not_of_it", f"{self.turns} does not go by {others}: leave it out")
        if self.turns != "max_miles" and wanted and len(given) != 1:
            one = "exactly one of " if len(wanted) > 1 else ""
            raise PydanticCustomError("one_of", f"{self.turns} must say whose: give {one}{', '.join(wanted)}")
        return self

    @property
    def unit(self) -> Unit:
        """What a value counts."""
        if self.turns == "uplift":
            return "percent"
        if self.turns == "budget":
            return "pound"
        return "mile" if self.turns == "max_miles" else "penny"

    @property
    def range(self) -> tuple[int, int]:
        """The least and the greatest value there is."""
        return _RANGES[self.unit]

    @property
    def widens(self) -> bool:
        """Whether a greater value allows whatever a smaller one does, and prices nothing otherwise."""
        return self.turns in ("budget", "max_miles")

    def case_at(self, case: Case, value: int) -> Case:
        """The case with the number at this value. Raises BadCase, whose path starts at the parameter."""
        try:
            fields = self._fields(case, value)
        except BadCase as error:
            raise BadCase([Fault(_own(fault.path), fault.message) for fault in error.faults]) from None
        return with_parts(case, fields)

    def _fields(self, case: Case, value: int) -> dict[str, Any]:
        if self.turns == "uplift":
            names = {"provider": self.provider, "provision": self.provision, "home_id": self.home}
            given = {name: one for name, one in names.items() if one is not None}
            return (
                Uplift.model_validate({"kind": "uplift", "percent": float(value)} | given).effect(case).fields
            )
        if self.turns == "budget":
            fund = {"fund": self.fund, "weekly_limit_pence": 100 * value}
            return SetBudget.model_validate({"kind": "set_budget"} | fund).effect(case).fields
        if self.turns == "max_miles":
            return self._within(case, value)
        return SetPolicy.model_validate({"kind": "set_policy", self.turns: value}).effect(case).fields

    def _within(self, case: Case, miles: int) -> dict[str, Any]:
        limited, limit = self.limited(case), {"max_miles": float(miles)}
        children = (with_fields(c, limit) if c.id in limited else c for c in case.referrals)
        return {"referrals": tuple(children)}

    def limited(self, case: Case) -> frozenset[str]:
        """The children whose distance is limited. Raises BadCase."""
        if self.referral is not None:
            return frozenset({referral_of(case, self.referral, "referral").id})
        pinned = {pin.referral for pin in case.pins}
        children = frozenset(child.id for child in case.referrals if child.id not in pinned)
        return children or refuse("turns", "the case holds no child whose distance could be limited")


def _own(path: str) -> str:
    """A change's field by the parameter's name for it."""
    return {"$.home_id": "$.home", "$.percent": "$.turns"}.get(path, path)
