"""Break-even and retainers: both plans, each in the case at its own price or day, and what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from matcher.domain.break_even import Limit
from matcher.domain.priced import Priced, at_price, follows_price, homes_of, price_now, range_of, uses
from matcher.domain.proposal import Status
from matcher.domain.types import Provision
from matcher.domain.until import available_from
from matcher.verify.breach import Breach, misstated
from matcher.verify.documents import ALLOCATION, RUN
from matcher.verify.figures import same_set, stated
from matcher.verify.plans import FIGURES, SUMS, Plan, accounted
from matcher.verify.shape import Record, Shape, list_of, or_null, text, whole, yes_no
from matcher.verify.shape import one_of as code_of

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
_TEXT = or_null(text)
PRICED = Record(
    {"kind": code_of(("offer", "home", "uplift"))},
    {"home": _TEXT, "referral": _TEXT, "provider": _TEXT, "provision": or_null(code_of(get_args(Provision)))},
)
PLAN_AT = Record({"value": whole, "used": yes_no, "sums": SUMS, "allocation": ALLOCATION}, {})
_ANSWERED: dict[str, Shape] = {"schema": text, "case_fingerprint": text, "run": RUN}
_STATUS = code_of(get_args(Status))
BREAK_EVEN = Record(
    {
        "status": _STATUS,
        "priced": PRICED,
        "now": whole,
        "highest": or_null(whole),
        "limited_by": code_of(get_args(Limit)),
        "settled": yes_no,
        "shut_by": list_of(text),
        "at": or_null(PLAN_AT),
        "above": or_null(PLAN_AT),
    },
    _ANSWERED,
)
_WORTH = ("weekly_pence", "daily_pence", "until_pence")
_PENCE: dict[str, Shape] = dict.fromkeys(_WORTH, or_null(whole))
_PLANS: dict[str, Shape] = {
    "status": _STATUS,
    "home": text,
    "until": text,
    "days": whole,
    "held": SUMS,
    "held_allocation": ALLOCATION,
    "not_held": SUMS,
    "not_held_allocation": ALLOCATION,
    "difference": SUMS,
}
RETAINER = Record(_PLANS | _PENCE, _ANSWERED)


def break_even_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Each plan is legal at its own price and uses what it says; each is no worse than the other there."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    priced = Priced(**answer["priced"])
    found = list(_priced(checker, priced))
    yield from found
    if found:
        return
    if answer["now"] != price_now(checker.case, priced):
        yield misstated("now", "the price", answer["now"], price_now(checker.case, priced))
    yield from _ends(checker, priced, answer)
    plans: dict[str, Plan] = {}
    for name in ("at", "above"):
        told = answer[name]
        unaccounted = accounted(checker, told["allocation"], name) if told else []
        yield from unaccounted
        if told and not unaccounted:
            plans[name] = Plan(checker, at_price(checker.case, priced, told["value"]), told["allocation"])
            yield from plans[name].breaches(told["sums"], name)
            yield from _use(checker, priced, told, name)
    if "at" in plans and answer["limited_by"] != "nothing":
        yield from _limit(checker, priced, plans["at"], answer)
    if len(plans) == 2 and answer["status"] == "optimal":
        yield from _between(checker, priced, plans["at"], plans["above"], answer)


def _priced(checker: Checker, priced: Priced) -> Iterator[Breach]:
    named = (priced.home, priced.provider, priced.provision)
    whom = (priced.referral is not None) == (priced.kind == "offer")
    if sum(name is not None for name in named) != 1 or not whom:
        yield Breach(
            "priced", "exactly one home, provider or kind of provision is priced, and an offer's child"
        )
    elif priced.kind != "uplift" and priced.home is None:
        yield Breach("priced", "a price in pence is of one home")
    elif not homes_of(checker.case, priced):
        yield Breach("priced", "no home of the case is priced")
    elif priced.referral is not None and priced.referral not in checker.ledger.referrals:
        yield Breach("priced", "the child whose offer is priced is not in the case")


def _ends(checker: Checker, priced: Priced, answer: Doc) -> Iterator[Breach]:
    """What is told fits what it is limited by: which plans there are, and at which prices."""
    least, most = range_of(checker.case, priced)
    at, above, highest = answer["at"], answer["above"], answer["highest"]
    never, always = answer["limited_by"] == "never_used", answer["limited_by"] == "nothing"
    if (highest is None) != never or (at is None) != never or (always and (highest != most or above)):
        yield Breach("highest", "the highest price does not fit what limits it")
    elif at is not None and (at["value"] != highest or not at["used"]):
        yield Breach("at", "the plan is not one that uses it at the highest price")
    elif above is not None and (above["value"] != (least if never else highest + 1) or above["used"]):
        yield Breach("above", "the plan is not one without it at the next price")
    elif never and above is None and follows_price(checker.case, priced):
        yield Breach("above", "it is never used, and no plan is told at the least price")
    shut = _shut(checker, priced)
    told = shut[0] if priced.kind == "offer" else set()
    yield from same_set("shut_by", "the offer", answer["shut_by"], told)
    if not (always or all(shut) or follows_price(checker.case, priced)) and answer["settled"]:
        yield Breach("settled", "higher prices are left open, and the answer says they are not")
    if answer["status"] == "optimal" and not answer["settled"]:
        yield Breach("status", "the answer says optimal, and higher prices are left open")


def _shut(checker: Checker, priced: Priced) -> list[set[str]]:
    """For each child it could be for, the rules that shut the one home whatever its price."""
    if priced.home is None:
        return [set()]
    cheapest = type(checker)(at_price(checker.case, priced, range_of(checker.case, priced)[0]))
    children = [c for c in cheapest.ledger.referrals.values() if priced.referral in (None, c.id)]
    home = cheapest.ledger.homes[priced.home]
    return [{rule for rule in cheapest.shut.at(child, home)[0] if rule != "price_cap"} for child in children]


def _use(checker: Checker, priced: Priced, told: Doc, name: str) -> Iterator[Breach]:
    used = uses(checker.case, priced, told["allocation"])
    if used != told["used"]:
        yield misstated(f"{name}.used", "the plan", told["used"], used)


def _between(checker: Checker, priced: Priced, at: Plan, above: Plan, answer: Doc) -> Iterator[Breach]:
    """At the highest price the other plan is no better; one higher the first is worse, or breaks a rule."""
    other = Plan(checker, at.checker.case, above.allocation)
    if not other.broken() and other.tiers < at.tiers:
        yield Breach("at", "at the highest price the plan without it is better")
    same = Plan(checker, above.checker.case, at.allocation)
    if not same.broken() and same.tiers <= above.tiers:
        yield Breach("above", "one higher the plan that uses it is still as good")


def _limit(checker: Checker, priced: Priced, at: Plan, answer: Doc) -> Iterator[Breach]:
    """What becomes of the plan one higher, whether or not another is told there."""
    dearer = at_price(checker.case, priced, answer["at"]["value"] + 1)
    broken = {breach.code for breach in Plan(checker, dearer, at.allocation).broken()}
    if not broken and answer["above"] is None:
        yield Breach("above", "one higher the plan that uses it breaks no rule, and no plan is told there")
    limit = "price_cap" if "price_cap" in broken else "budget" if "budget" in broken else "another_plan"
    if answer["limited_by"] != limit:
        yield misstated("limited_by", "the next price", answer["limited_by"], limit)


def retainer_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Both plans, each legal in its own case; their difference, and what it comes to a day."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    case, day = checker.case, _day(answer["until"])
    if day is None or day <= case.as_of or answer["home"] not in checker.ledger.homes:
        yield Breach("until", "a home of the case, and a day after the case's")
        return
    plans = []
    for name, of in (("held", case), ("not_held", available_from(case, answer["home"], day))):
        allocation = answer[f"{name}_allocation"]
        unaccounted = accounted(checker, allocation, name)
        yield from unaccounted
        if not unaccounted:
            plans.append(Plan(checker, of, allocation))
            yield from plans[-1].breaches(answer[name], name)
    if len(plans) == 2:
        yield from _worth(plans[0], plans[1], (day - case.as_of).days, answer)


def _worth(held: Plan, not_held: Plan, days: int, answer: Doc) -> Iterator[Breach]:
    right = {field: not_held.sums[field] - held.sums[field] for field in FIGURES}
    if answer["difference"] != right:
        yield Breach("difference", "is not what lies between the two plans")
    weekly = None if right["tier1"] else right["tier2"]
    worth = (None, None, None) if weekly is None else (weekly, weekly // 7, weekly * days // 7)
    claims = (answer["days"], *(answer[name] for name in _WORTH))
    for field, claim, value in zip(("days", *_WORTH), claims, (days, *worth), strict=True):
        if claim != value:
            yield misstated(field, "the retainer", claim, value)
    if answer["status"] == "optimal" and not_held.tiers < held.tiers:
        yield Breach("status", "the plan without the home is better than the one with it")


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
