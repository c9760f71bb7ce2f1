"""The verifier and what it would take: whatever is changed in a right answer is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from tests.builders import budget, case, home, referral

Doc = dict[str, Any]


def old_enough_at_a_price() -> Case:
    """A is too young for every home; B has its place, and the fund has room for B alone."""
    homes = [
        home("H1", min_age=14, places=1),
        home("H2", min_age=13, spare_staff_hours=0),
        home("H3", min_age=16),
    ]
    return case([referral("A", staff_hours=5), referral("B", age=15)], homes, budgets=[budget(310_000)])


def answer() -> Doc:
    document: Doc = json.loads(library.relax(old_enough_at_a_price(), "A").model_dump_json(by_alias=True))
    return document


def first(document: Doc) -> Doc:
    found: Doc = document["sets"][0]
    return found


def codes(wrong: Doc) -> set[str]:
    return {breach.code for breach in library.verify(old_enough_at_a_price(), wrong)}


def test_the_answer_itself_is_right() -> None:
    assert codes(answer()) == set()
    assert len(answer()["sets"]) == 3


WRONG: dict[str, tuple[Callable[[Doc], object], str]] = {
    "a waiver left out": (lambda a: first(a)["waivers"].pop(), "sets.waivers"),
    "a waiver twice": (lambda a: first(a)["waivers"].append(first(a)["waivers"][0]), "sets.waivers"),
    "a size": (lambda a: first(a)["waivers"][0].update(size=9), "sets.waivers.size"),
    "a price": (lambda a: first(a)["waivers"][0].update(price_pence=1), "sets.waivers.price_pence"),
    "the sum": (lambda a: first(a).update(price_pence=1), "sets.price_pence"),
    "tier 2": (lambda a: first(a).update(tier2=1), "sets.tier2"),
    "tier 1": (lambda a: first(a).update(tier1=7), "sets.tier1"),
    "B loses its place": (lambda a: first(a)["allocation"].update(B=None), "sets.tier1"),
    "A is not placed": (lambda a: first(a)["allocation"].update(A=None), "sets.allocation"),
    "two in one bed": (lambda a: first(a)["allocation"].update(A="H1", B="H1"), "sets.beds"),
    "the order": (lambda a: a["sets"].reverse(), "sets"),
    "the same set twice": (lambda a: a["sets"].append(a["sets"][2]), "sets"),
    "the least tier 1": (lambda a: a["unwaived"].update(tier1=0), "unwaived.tier1"),
    "whom it places": (lambda a: a["unwaived"].update(places=True), "unwaived.places"),
    "what is allowed": (lambda a: a.update(allowed=5), "allowed"),
    "a set not proved": (lambda a: first(a).update(status="best_found"), "status"),
    "another case": (lambda a: a.update(case_fingerprint="0"), "case_fingerprint"),
    "no such child": (lambda a: a.update(referral="Z"), "referral"),
    "a rule in the way": (
        lambda a: a.update(in_the_way=[{"rule": "need", "homes": 1, "only": 1}]),
        "in_the_way",
    ),
    "a home that is open": (lambda a: a.update(open_with_waivers=["H1"]), "open_with_waivers"),
    "no price": (lambda a: first(a)["waivers"][0].pop("price_pence"), "shape"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_changed_is_refused(what: str) -> None:
    change, code = WRONG[what]
    wrong = answer()

    change(wrong)

    assert code in codes(wrong)


def test_a_rule_is_not_waived_for_anybody_else() -> None:
    """B is too young for H1 too: it may be placed there for nobody's sake."""
    both = case([referral("A"), referral("B")], [home(min_age=13)])
    document: Doc = json.loads(library.relax(both, "A").model_dump_json(by_alias=True))
    first(document)["allocation"]["B"] = "H1"

    found = {breach.code for breach in library.verify(both, document)}

    assert "sets.age" in found
