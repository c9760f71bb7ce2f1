"""The number that a sweep turns: the case at a value is the case of the document with that number in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from matcher.domain.parameter import Parameter
from tests.builders import Doc, budget, case, document, home, offer, pair, policy, referral

PRICES = (
    "pence_per_mile",
    "pence_per_school_mile",
    "out_of_area_pence",
    "move_pence",
    "avoid_pence",
    "split_siblings_pence",
)
Write = Callable[[Doc], object]


def before() -> Doc:
    """A goes anywhere, B is pinned, C has a limit; two homes of two providers, an offer at each."""
    children = [referral("A"), referral("B"), referral("C", max_miles=3.5)]
    homes = [home("H1", provision="spot", provider="Near"), home("H2", provider="Far")]
    offers = [offer("A", "H1", weekly_price_pence=105), offer("C", "H2", weekly_price_pence=105)]
    return document(children, homes, offers=offers, budgets=[budget(5, "icb")], pins=[pair("B", "H2")])


def dearer(doc: Doc) -> None:
    doc["homes"][0]["weekly_price_pence"], doc["offers"][0]["weekly_price_pence"] = 330_000, 116


def limited(*numbers: int) -> Write:
    return lambda doc: [doc["referrals"][number].update(max_miles=7) for number in numbers]


AT_A_VALUE: list[tuple[dict[str, Any], int, Write]] = [
    ({"turns": "uplift", "provider": "Near"}, 10, dearer),
    ({"turns": "uplift", "provision": "spot"}, 10, dearer),
    ({"turns": "uplift", "home": "H1"}, 10, dearer),
    ({"turns": "budget", "fund": "icb"}, 7, lambda doc: doc.update(budgets=[budget(700, "icb")])),
    (
        {"turns": "budget", "fund": "la"},
        7,
        lambda doc: doc.update(budgets=[budget(5, "icb"), budget(700, "la")]),
    ),
    ({"turns": "max_miles"}, 7, limited(0, 2)),
    ({"turns": "max_miles", "referral": "B"}, 7, limited(1)),
    *(
        ({"turns": price}, 7, lambda doc, price=price: doc.update(policy=policy(**{price: 7})))
        for price in PRICES
    ),
]


@pytest.mark.parametrize(
    ("named", "value", "write"), AT_A_VALUE, ids=[" ".join(row[0].values()) for row in AT_A_VALUE]
)
def test_one_number_of_the_case_is_turned_and_nothing_else(
    named: dict[str, Any], value: int, write: Write
) -> None:
    by_hand, given = before(), case(**before())
    write(by_hand)
    turned = Parameter.model_validate(named).case_at(given, value)
    assert turned == case(**by_hand)
    assert given == case(**before())
    assert turned != given
