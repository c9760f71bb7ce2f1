"""`POST /v1/price-of-rules` and `POST /v1/break-even`: the library's own answers, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.priced import Priced
from matcher.domain.reading import read_case
from matcher.domain.types import Model
from tests.api.client import app_with, code_of, fault_paths, post
from tests.builders import document, home, pair, referral, sent

DOCUMENT = document(
    [referral("R1")], [home("H1"), home("H2", weekly_price_pence=350_000)], pins=[pair("R1", "H2")]
)


def asked() -> Case:
    return read_case(json.dumps(DOCUMENT).encode())


def answered(path: str, **question: Any) -> dict[str, Any]:
    answer = post(app_with(), path, {"case": DOCUMENT, **question})
    assert answer.status_code == 200
    sent: dict[str, Any] = answer.json()
    return sent | {"run": None}


def right(answer: Model) -> dict[str, Any]:
    return sent(answer) | {"run": None}


def test_all_rules_are_priced_or_those_named() -> None:
    assert answered("/v1/price-of-rules") == right(library.price_of_rules(asked()))
    assert answered("/v1/price-of-rules", rules=["pin"]) == right(library.price_of_rules(asked(), ["pin"]))


@pytest.mark.parametrize(
    ("question", "priced"),
    [
        ({"home": "H1"}, Priced(kind="home", home="H1")),
        ({"home": "H2", "referral": "R1"}, Priced(kind="offer", home="H2", referral="R1")),
        ({"provision": "internal", "uplift": True}, Priced(kind="uplift", provision="internal")),
    ],
)
def test_a_break_even_price_is_the_librarys(question: dict[str, Any], priced: Priced) -> None:
    assert answered("/v1/break-even", **question) == right(library.break_even(asked(), priced))


def test_with_a_day_it_is_a_retainer() -> None:
    answer = answered("/v1/break-even", home="H1", until="2027-01-01")
    assert answer == right(library.retainer(asked(), "H1", date(2027, 1, 1)))


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ({}, "$"),
        ({"home": "H1", "provision": "spot"}, "$"),
        ({"provision": "spot"}, "$"),
        ({"home": "H1", "uplift": True, "referral": "R1"}, "$.uplift"),
        ({"home": "H1", "uplift": True, "until": "2027-01-01"}, "$.until"),
        ({"home": "H1", "until": "2027-01-01", "referral": "R1"}, "$.until"),
    ],
)
def test_a_question_that_names_no_one_thing_is_refused(question: dict[str, Any], path: str) -> None:
    assert fault_paths(post(app_with(), "/v1/break-even", {"case": DOCUMENT, **question})) == [path]


def test_a_day_that_is_over_and_what_the_case_has_not_are_refused() -> None:
    app = app_with()
    over = {"case": DOCUMENT, "home": "H1", "until": "2001-01-01"}
    assert fault_paths(post(app, "/v1/break-even", over)) == ["$.until"]
    assert code_of(post(app, "/v1/break-even", {"case": DOCUMENT, "home": "H9"})) == (404, "not_found")
    rules = {"case": DOCUMENT, "rules": ["weather"]}
    assert code_of(post(app, "/v1/price-of-rules", rules)) == (404, "not_found")
