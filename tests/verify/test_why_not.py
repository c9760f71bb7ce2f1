"""The reasons for one child worked by hand pass; with one claim of them changed, that claim is named.

F (male, also autism): H1 gender and need; H2 gender; H3 need; H4 declined; H5 open.
"""

from __future__ import annotations

from typing import Any

import pytest

from matcher import library
from matcher.verify import verify
from tests.builders import sent
from tests.verify.answers import seven_children
from tests.verify.known import KNOWN, Known
from tests.verify.paths import Path, changed, codes, shown, without

Doc = dict[str, Any]
CASE = seven_children()


def _home(home: str, *rules: str) -> Doc:
    return {
        "home": home,
        "rules": [{"rule": rule, "reason": "So it is.", "waivable": False} for rule in rules],
    }


RIGHT: Doc = {
    "schema": "placement-why-not/1",
    "referral": "F",
    "homes": [
        _home("H5"),
        _home("H2", "gender"),
        _home("H3", "need"),
        _home("H4", "declined"),
        _home("H1", "need", "gender"),
    ],
    "shut_by": {"gender": 2, "need": 2, "declined": 1},
    "near_misses": ["H2", "H3", "H4"],
    "eligible": ["H5"],
    "case_fingerprint": CASE.fingerprint,
}

WRONG: list[tuple[Path, Any, str]] = [
    (("referral",), "Z", "referral"),
    (("homes", 0, "home"), "H9", "homes.home"),
    (("homes", 0, "home"), "H1", "homes.home"),
    (("homes", 1, "rules"), [], "homes.rules"),
    (("homes", 1, "rules", 0, "rule"), "age", "homes.rules"),
    (("homes", 1, "rules", 0, "waivable"), True, "homes.rules.waivable"),
    (("shut_by", "gender"), 1, "shut_by"),
    (("shut_by", "age"), 1, "shut_by"),
    (("near_misses",), ["H2", "H3"], "near_misses"),
    (("near_misses", 0), "H1", "near_misses"),
    (("eligible",), ["H5", "H5"], "eligible"),
    (("eligible", 0), "H4", "eligible"),
    (("case_fingerprint",), "0", "case_fingerprint"),
]


def test_the_reasons_worked_by_hand_pass() -> None:
    assert verify(CASE, RIGHT) == ()


@pytest.mark.parametrize(
    ("path", "value", "code"), WRONG, ids=lambda part: shown(part) if isinstance(part, tuple) else ""
)
def test_a_wrong_claim_is_named(path: Path, value: Any, code: str) -> None:
    assert code in codes(CASE, changed(RIGHT, path, value))


@pytest.mark.parametrize("field", ["shut_by", "near_misses", "eligible", "case_fingerprint"])
def test_what_is_not_claimed_is_not_checked(field: str) -> None:
    assert verify(CASE, without(RIGHT, (field,))) == ()


def test_one_home_alone_may_be_told_and_several_must_be_all() -> None:
    assert verify(CASE, RIGHT | {"homes": RIGHT["homes"][4:]}) == ()
    assert [str(breach) for breach in verify(CASE, RIGHT | {"homes": RIGHT["homes"][1:]})] == [
        "homes.home: H5 is not listed"
    ]


def test_a_rule_that_does_not_bind_a_stay_shuts_no_home_to_it() -> None:
    stays = {"schema": "placement-why-not/1", "referral": "D", "homes": [_home("H3")]}

    assert verify(CASE, stays) == ()
    assert codes(CASE, stays | {"homes": [_home("H3", "need")]}) == {"homes.rules"}


@pytest.mark.parametrize("known", KNOWN, ids=str)
def test_what_the_library_answers_is_right_for_every_child(known: Known) -> None:
    for child in known.case.referrals[:10]:
        answer = sent(library.why_not(known.case, child.id))

        assert library.verdict(known.case, answer).right
