"""Changes to the policy, the money, the day, and to what providers and panels have said."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from matcher.domain.case import Budget, Case, Offer, Waiver
from matcher.domain.changes.base import Change, Changed, any_of, given, home_of, referral_of, refuse
from matcher.domain.policy import Policy
from matcher.domain.types import Code, FundPence, Id, OfferStatus, Pence, WaivableRule

if TYPE_CHECKING:
    SomePolicy = Change
else:
    SomePolicy = any_of(Policy, Policy.model_fields)


class SetPolicy(SomePolicy):
    """Some fields of the policy with their new values; only those given are touched."""

    kind: Literal["set_policy"]

    def effect(self, case: Case) -> Changed:
        """The case under that policy."""
        kept = {name: getattr(case.policy, name) for name in case.policy.model_fields_set}
        return Changed({"policy": Policy.model_validate(kept | given(self))})


class SetBudget(Change):
    """The weekly headroom of a fund; null: no limit."""

    kind: Literal["set_budget"]
    fund: Code
    weekly_limit_pence: FundPence | None

    def effect(self, case: Case) -> Changed:
        """The case with that budget. A fund that nobody is paid from is taken for a slip."""
        known = {budget.fund for budget in case.budgets}
        if self.fund not in known | {share.fund for child in case.referrals for share in child.funding}:
            refuse("fund", "no child is paid for by this fund, and no budget names it: correct it")
        new = None if self.weekly_limit_pence is None else self._budget(self.weekly_limit_pence)
        if new is not None and self.fund not in known:
            return Changed({"budgets": (*case.budgets, new)})
        budgets = (new if budget.fund == self.fund else budget for budget in case.budgets)
        return Changed({"budgets": tuple(budget for budget in budgets if budget is not None)})

    def _budget(self, weekly_limit_pence: int) -> Budget:
        return Budget(fund=self.fund, weekly_limit_pence=weekly_limit_pence)


class SetAsOf(Change):
    """The day that ages, offers and dates are reckoned on."""

    kind: Literal["set_as_of"]
    as_of: date

    def effect(self, case: Case) -> Changed:
        """The case on that day."""
        return Changed({"as_of": self.as_of})


def _unwrapped(name: str, value: object) -> object:
    """The fields of a change, where they stand in an object of their own."""
    if isinstance(value, dict) and set(value) == {"kind", name} and isinstance(value[name], dict):
        return {"kind": value["kind"], **value[name]}
    return value


def _day(value: object) -> object:
    """A date as JSON writes it: what is unwrapped is no JSON any more to the types."""
    if isinstance(value, str) and len(value) == len("2026-04-01"):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value


class SetOffer(Change):
    """A home's answer for a child, in place of the one it gave before."""

    kind: Literal["set_offer"]
    referral: Id
    home: Id
    status: OfferStatus
    weekly_price_pence: Pence | None = None
    expires: Annotated[date | None, BeforeValidator(_day)] = None

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return _unwrapped("offer", value)

    def effect(self, case: Case) -> Changed:
        """The case with this offer for the pair and no other."""
        pair = (
            referral_of(case, self.referral, "referral").id,
            home_of(case, self.home, "home").id,
        )
        new = Offer.model_validate({name: getattr(self, name) for name in Offer.model_fields})
        if not any((offer.referral, offer.home) == pair for offer in case.offers):
            return Changed({"offers": (*case.offers, new)})
        return Changed({"offers": tuple(new if (o.referral, o.home) == pair else o for o in case.offers)})


def _waivable(rule: Any) -> Any:
    if isinstance(rule, str) and rule not in get_args(WaivableRule):
        can = ", ".join(get_args(WaivableRule))
        raise PydanticCustomError("not_waivable", f"is not a rule that a case may waive; these are: {can}")
    return rule


class Waive(Change):
    """A rule set aside for one child, at one home or (null) at all."""

    kind: Literal["waive"]
    referral: Id
    rule: Annotated[WaivableRule, BeforeValidator(_waivable)]
    home: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return _unwrapped("waiver", value)

    def effect(self, case: Case) -> Changed:
        """The case with the waiver."""
        child = referral_of(case, self.referral, "referral")
        home = None if self.home is None else home_of(case, self.home, "home").id
        waiver = Waiver(referral=child.id, rule=self.rule, home=home)
        return Changed({"waivers": case.waivers if waiver in case.waivers else (*case.waivers, waiver)})
