"""Optima found by an independent solver are accepted to the penny, and not a penny beside it."""

from __future__ import annotations

import pytest

from matcher.verify import verify
from matcher.verify.ledger import Ledger
from matcher.verify.shut import Shut
from tests.verify.known import KNOWN, Known
from tests.verify.paths import codes


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_the_known_optimum_has_the_known_tiers(known: Known) -> None:
    tiers = {tier: known.expected[tier] for tier in ("tier1", "tier2")}

    assert verify(known.case, {"allocation": known.allocation, **tiers}) == ()


@pytest.mark.parametrize("known", KNOWN, ids=str)
@pytest.mark.parametrize("tier", ["tier1", "tier2"])
@pytest.mark.parametrize("off", [-1, 1])
def test_a_tier_that_is_one_off_is_named(known: Known, tier: str, off: int) -> None:
    answer = {"allocation": known.allocation, tier: known.expected[tier] + off}

    assert codes(known.case, answer) == {tier}


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_as_many_homes_are_open_as_the_independent_solver_counted(known: Known) -> None:
    shut = Shut(Ledger(known.case))
    opened = {f"{child.id}|{home}" for child in known.case.referrals for home in shut.eligible(child)}

    assert opened == set(known.expected["regret"])
    assert len(opened) == known.expected["options"]


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_every_home_is_shut_by_the_rules_that_were_found_independently(known: Known) -> None:
    shut = Shut(Ledger(known.case))
    children = {child.id: child for child in known.case.referrals}
    homes = {home.id: home for home in known.case.homes}

    for child_id, answers in _by_child(known).items():
        for home_id, rules in answers.items():
            assert shut.at(children[child_id], homes[home_id])[0] == set(rules)


def _by_child(known: Known) -> dict[str, dict[str, list[str]]]:
    by_child: dict[str, dict[str, list[str]]] = {}
    for key, rules in known.expected["why_not"].items():
        child_id, home_id = key.split("|")
        by_child.setdefault(child_id, {})[home_id] = rules
    return by_child
