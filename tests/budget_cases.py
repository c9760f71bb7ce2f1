"""The budget rule, to the third of a penny: shares, credits, and what a review costs already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.builders import Doc, budget, document, group, home, offer, pair, place, referral
from tests.cases import A_B_AT_H1, AT_H1, LIVES_THERE, Plan, RuleCase, allowed, refused, two

PRICE = 300_000
"""What the plain home asks a week."""


def _limit(pence: int) -> dict[str, Any]:
    return {"budgets": [budget(pence)]}


def _budget() -> Iterator[RuleCase]:
    code = "budget"
    yield refused(code, "a penny over", document(**_limit(PRICE - 1)), AT_H1)
    yield refused(code, "each fits, both do not", two(**_limit(2 * PRICE - 1)), A_B_AT_H1)
    yield refused(
        code, "the supplement counts", document([referral(supplement_pence=1)], **_limit(PRICE)), AT_H1
    )
    yield refused(
        code,
        "the offered price counts",
        document(offers=[offer("A", "H1", weekly_price_pence=PRICE + 1)], **_limit(PRICE)),
        AT_H1,
    )
    yield allowed(code, "to the penny", document(**_limit(PRICE)), AT_H1)
    yield allowed(
        code,
        "the empty bed is paid for already",
        document(homes=[home(void_charge_pence=1)], **_limit(PRICE - 1)),
        AT_H1,
    )
    yield allowed(code, "a fund without a limit", document(budgets=[budget(0, "icb")]), AT_H1)
    yield allowed(code, "distance and provision cost no fund", _far_spot(**_limit(PRICE)), AT_H1)
    yield from _shares(code)
    yield from _credits(code)
    yield from _commitments(code)


def _far_spot(**changes: Any) -> Doc:
    return document(homes=[home(provision="spot", location=place(480_000, 280_000, "E08000029"))], **changes)


def _shares(code: str) -> Iterator[RuleCase]:
    funding = [{"fund": "la", "percent": 67}, {"fund": "icb", "percent": 33}]
    # 33 % of 100 001 pence are 33 000.33 pence.
    split: dict[str, Any] = {
        "referrals": [referral(funding=funding)],
        "homes": [home(weekly_price_pence=100_001)],
    }
    yield refused(code, "a third of a penny over", document(**split, budgets=[budget(33_000, "icb")]), AT_H1)
    yield allowed(code, "the next whole penny", document(**split, budgets=[budget(33_001, "icb")]), AT_H1)
    yield refused(
        code,
        "the second fund of two",
        document(**split, budgets=[budget(70_000), budget(33_000, "icb")]),
        AT_H1,
    )
    yield allowed(code, "a share of nothing", document(budgets=[budget(0, "icb")], **_paid(100, 0)), AT_H1)


def _paid(la: int, icb: int) -> dict[str, Any]:
    funding = [{"fund": "la", "percent": la}, {"fund": "icb", "percent": icb}]
    return {"referrals": [referral(funding=funding)]}


def _credits(code: str) -> Iterator[RuleCase]:
    tenth: Doc = {"sibling_discount_percent": 10}
    family: dict[str, Any] = {"sibling_groups": [group("A", "B")]}
    less = 2 * PRICE - PRICE // 10
    yield refused(
        code, "a penny over after the discount", two(h=tenth, **family, budgets=[budget(less - 1)]), A_B_AT_H1
    )
    yield allowed(
        code, "to the penny after the discount", two(h=tenth, **family, budgets=[budget(less)]), A_B_AT_H1
    )
    # Equal prices: the discount is A's by id, so the fund of B is credited nothing.
    by_icb = {"funding": [{"fund": "icb", "percent": 100}]}
    own = two(b=by_icb, h=tenth, **family, budgets=[budget(PRICE * 9 // 10), budget(PRICE, "icb")])
    yield allowed(code, "credited to the fund of the sibling it is granted on", own, A_B_AT_H1)
    others = two(b=by_icb, h=tenth, **family, budgets=[budget(PRICE), budget(PRICE - 1, "icb")])
    yield refused(code, "not credited to the other sibling's fund", others, A_B_AT_H1)
    # Offered at 100 009, A is the cheaper: floor(100 009 / 10) = 10 000 off.
    offers: dict[str, Any] = {"offers": [offer("A", "H1", weekly_price_pence=100_009)]}
    down = two(h=tenth, **family, **offers, budgets=[budget(PRICE + 100_009 - 10_001)])
    yield refused(code, "the discount is rounded down", down, A_B_AT_H1)
    exact = two(h=tenth, **family, **offers, budgets=[budget(PRICE + 100_009 - 10_000)])
    yield allowed(code, "on the offered price of the cheaper", exact, A_B_AT_H1)


def _commitments(code: str) -> Iterator[RuleCase]:
    yield allowed(
        code, "a stay commits nothing new", document([referral(**LIVES_THERE)], budgets=[budget(0)]), AT_H1
    )
    to_h2: Plan = {"A": "H2"}
    yield refused(code, "a move to a dearer home, a penny over", _move(350_000, 49_999), to_h2)
    yield allowed(code, "a move to a dearer home, to the penny", _move(350_000, 50_000), to_h2)
    yield allowed(code, "a move to a cheaper home", _move(250_000, 0), to_h2)
    newcomer = {"A": "H2", "B": "H3"}
    yield refused(code, "what a move saves, a penny short", _move(250_000, 249_999, newcomer=True), newcomer)
    yield allowed(
        code, "what a move saves pays for another", _move(250_000, 250_000, newcomer=True), newcomer
    )


def _move(price: int, limit: int, newcomer: bool = False) -> Doc:
    """A must leave H1 (300 000) for H2; B, a boy, may come to H3 (300 000)."""
    children = [referral("A", **LIVES_THERE), *([referral("B", gender="male")] if newcomer else [])]
    homes = [
        home("H1", genders=["female"]),
        home("H2", genders=["female"], weekly_price_pence=price),
        home("H3", genders=["male"]),
    ]
    return document(children, homes, forbids=[pair("A", "H1")], budgets=[budget(limit)])


BUDGET_CASES: tuple[RuleCase, ...] = tuple(_budget())
