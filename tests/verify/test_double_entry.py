"""Two statements of every rule: with either one silenced, the other still refuses."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.rules.book import exclusions, stay_warnings
from matcher.rules.facts import Facts
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from matcher.verify import rulebook
from matcher.verify.ledger import Ledger
from matcher.verify.shut import Shut
from tests.verify.known import KNOWN, Known
from tests.verify.paths import codes
from tests.verify.twins import ALL_TWINS, Twin


@pytest.mark.parametrize("twin", ALL_TWINS, ids=str)
def test_with_the_rule_taken_out_of_the_book_our_own_loops_refuse(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in twin.broken & set(PAIR_RULES):
        mute = dataclasses.replace(PAIR_RULES[code], reason=lambda facts, child, home: None)
        monkeypatch.setitem(PAIR_RULES, code, mute)
    for code in twin.broken & set(GROUP_RULES):
        silent = dataclasses.replace(GROUP_RULES[code], breaches=lambda facts, placements: ())
        monkeypatch.setitem(GROUP_RULES, code, silent)

    assert codes(twin.refused, {"allocation": twin.allocation}) == twin.broken


@pytest.mark.parametrize("twin", ALL_TWINS, ids=str)
def test_with_our_own_loops_silenced_the_rule_book_refuses(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulebook, "limit_breaches", lambda ledger, shut, account: ())
    monkeypatch.setattr(Shut, "at", lambda self, child, home: (frozenset(), frozenset()))

    assert codes(twin.refused, {"allocation": twin.allocation}) == twin.broken


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_both_statements_agree_on_every_child_and_every_home(known: Known) -> None:
    facts, shut = Facts(known.case), Shut(Ledger(known.case))

    for child in known.case.referrals:
        everywhere = shut.everywhere(child)
        for number, home in enumerate(known.case.homes):
            of_the_book = frozenset(broken.rule for broken in exclusions(facts, child, home))
            warned = frozenset(broken.rule for broken in stay_warnings(facts, child, home))

            assert {rule for rule, homes in everywhere.items() if homes >> number & 1} == of_the_book
            assert shut.at(child, home) == (of_the_book, warned)
