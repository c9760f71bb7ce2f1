"""An emergency answer with any figure, list or word changed is refused."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.verify import verify
from tests.builders import document, home, policy, referral, resident, sent
from tests.differential.draws import read
from tests.domain.full import Path, leaves, replaced, written
from tests.emergency.asked import half_known

UNKNOWN = ("flags", "gender", "needed_by", "max_weekly_pence", "current_home")


def small() -> Case:
    homes = [
        home("H1"),
        home("H2", residents=[resident(flags=["harmed"])], genders=["female"], available_from="2026-04-09"),
        home("H3", registered=False),
        home("H4", weekly_price_pence=0),
        home("H5", weekly_price_pence=0, provision="spot"),
    ]
    flags = policy(incompatible_flags=[["harms", "harmed"]], solo_flags=["fire"])
    others = [referral("B", gender="male", flags=["fire"]), referral("C", max_weekly_pence=350_000)]
    return read(document([half_known(*UNKNOWN), *others], homes, policy=flags))


@cache
def answered() -> dict[str, Any]:
    return sent(library.emergency(small(), "A"))


def other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "H3" if value is None else f"{value}x"


def test_the_answer_as_it_is_told_is_right_and_holds_every_part() -> None:
    assert verify(small(), answered()) == ()
    assert all(answered()[part] for part in ("sure", "possible", "shut", "questions"))


LEAVES = [path for path, _ in leaves(answered()) if path != ("schema",)]


@pytest.mark.parametrize("path", LEAVES, ids=written)
def test_another_value_in_any_place_is_refused(path: Path) -> None:
    value: Any = answered()
    for step in path:
        value = value[step]

    assert verify(small(), replaced(answered(), path, other(value))) != ()


@pytest.mark.parametrize("part", ["sure", "possible", "shut", "questions", "unknown"])
def test_an_entry_less_or_told_twice_is_refused(part: str) -> None:
    told = answered()[part]

    assert verify(small(), answered() | {part: told[1:]}) != ()
    assert verify(small(), answered() | {part: [*told, told[0]]}) != ()


@pytest.mark.parametrize("part", ["sure", "possible", "questions"])
def test_another_order_is_refused(part: str) -> None:
    told = answered()[part]
    turned = [
        entry | {"rank": first["rank"]} if "rank" in first else entry
        for entry, first in zip(told[::-1], told, strict=True)
    ]

    assert len(told) > 1
    assert verify(small(), answered() | {part: turned}) != ()
