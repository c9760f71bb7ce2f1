"""A wrong type anywhere is a `shape` breach that names the place; nothing raises."""

from __future__ import annotations

import json
import math
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from matcher.domain import proposal
from matcher.verify import Breach, documents, verify
from matcher.verify.shape import Record
from tests.builders import case
from tests.verify import test_alternatives, test_options, test_why_not
from tests.verify.answers import right_answer, seven_children
from tests.verify.paths import Path, at, changed, codes, places, shown, without

CASE = seven_children()
RIGHT = right_answer()
TABLE = test_options.RIGHT
PLANS = test_alternatives.RIGHT
DOCUMENTS = {
    "proposal": (CASE, RIGHT),
    "options": (test_options.CASE, TABLE),
    "alternatives": (test_alternatives.CASE, PLANS),
    "why not": (test_why_not.CASE, test_why_not.RIGHT),
}
EVERYWHERE = [(kind, path) for kind, (_, answer) in DOCUMENTS.items() for path in places(answer)]


def _id(part: str | Path) -> str:
    return part if isinstance(part, str) else shown(part)


def _wrong(value: Any) -> list[Any]:
    """Values of another type, for one of each kind; where null is right it is not among them."""
    if isinstance(value, bool):
        return ["true", 1, 0, None, []]
    if isinstance(value, int):
        return ["5", True, 5.0, math.nan, [], 2**63]
    if isinstance(value, str):
        return [5, True, [], {}, math.nan]
    if isinstance(value, dict):
        return [[], "A", 5, True]
    return [{}, "A", 5, True] if isinstance(value, list) else [[], {}, math.nan, True]


@pytest.mark.parametrize(("kind", "path"), EVERYWHERE, ids=_id)
def test_a_wrong_type_at_any_place_is_named_and_nothing_raises(kind: str, path: Path) -> None:
    judged, answer = DOCUMENTS[kind]
    wrong_words = {"schema"} if path == ("schema",) else {"shape"}
    may_be_a_fraction = path[-1] in ("seconds", "limit_s")
    wrong = [v for v in _wrong(at(answer, path)) if not may_be_a_fraction or v not in (5.0, 2**63)]

    for value in wrong:
        breaches = verify(judged, changed(answer, path, value))

        assert {breach.code for breach in breaches} == wrong_words, value
        assert all(str(path[-1]) in breach.message for breach in breaches), value


FIGURES = [
    (kind, path)
    for kind, path in EVERYWHERE
    if type(at(DOCUMENTS[kind][1], path)) is int and path[0] != "run"
]


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**63, -(2**63) - 1, 1.5, (), b"5"], ids=repr)
@pytest.mark.parametrize(("kind", "path"), FIGURES[::5], ids=_id)
def test_a_figure_that_is_no_whole_number_of_64_bits_is_a_breach(kind: str, path: Path, value: Any) -> None:
    judged, answer = DOCUMENTS[kind]

    assert codes(judged, changed(answer, path, value)) == {"shape"}


@pytest.mark.parametrize("answer", [None, 5, "A", [], True, math.nan, [RIGHT]])
def test_an_answer_that_is_no_object_is_a_breach(answer: Any) -> None:
    assert verify(CASE, answer) == (Breach("shape", "$ must be an object"),)


@pytest.mark.parametrize("schema", ["placement-case/1", "placement-rules/1", "", None, 1, {}])
def test_a_schema_that_is_no_answer_s_is_a_breach(schema: Any) -> None:
    assert codes(CASE, {**RIGHT, "schema": schema}) == {"schema"}


def test_an_answer_without_an_allocation_cannot_be_checked() -> None:
    assert verify(CASE, {}) == (Breach("shape", "$.allocation is missing"),)
    assert codes(CASE, without(RIGHT, ("allocation",))) == {"shape"}


def test_every_wrong_type_is_told_at_once() -> None:
    wrong = changed(changed(RIGHT, ("tier1",), "110"), ("totals", "placed"), True)

    assert verify(CASE, wrong) == (
        Breach("shape", "$.tier1 must be a whole number"),
        Breach("shape", "$.totals.placed must be a whole number"),
    )


def test_a_key_that_is_not_text_is_a_breach() -> None:
    assert codes(case(), {"allocation": {5: "H1"}}) == {"shape"}


RECORDS = {
    proposal.Line: documents.LINE,
    proposal.Warned: documents.WARNED,
    proposal.Placement: documents.PLACEMENT,
    proposal.SharedLine: documents.SHARED_LINE,
    proposal.Separation: documents.SEPARATION,
    proposal.Unplaced: documents.UNPLACED,
    proposal.FundSpend: documents.FUND_SPEND,
    proposal.Totals: documents.TOTALS,
    proposal.Bound: documents.BOUND,
    proposal.Proof: documents.PROOF,
    proposal.Run: documents.RUN,
    proposal.Proposal: documents.PROPOSAL,
    proposal.Regret: documents.REGRET,
    proposal.Payer: documents.PAYER,
    proposal.Option: documents.OPTION,
    proposal.OptionTable: documents.OPTION_TABLE,
    proposal.Alternatives: documents.ALTERNATIVES,
    proposal.ShutBy: documents.SHUT_BY,
    proposal.HomeAnswer: documents.HOME_ANSWER,
    proposal.WhyNot: documents.WHY_NOT,
}


@pytest.mark.parametrize(("answered", "record"), RECORDS.items())
def test_every_field_that_an_answer_may_hold_is_known_to_the_checker(
    answered: type[BaseModel], record: Record
) -> None:
    written = {info.alias or name for name, info in answered.model_fields.items()}

    assert written <= set(record.fields)


NAMES = sorted({str(key) for answer in (RIGHT, TABLE, PLANS) for path in places(answer) for key in path})
CODES = [*get_args(proposal.LineCode), *"ABCDEFG", "H1", "H2", "H9", "la", "optimal", "avoid", "caf\udce9"]
NUMBERS = st.booleans() | st.integers(-5, 2**70) | st.floats()
SCALARS = st.none() | NUMBERS | st.sampled_from(CODES) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), st.sampled_from(EVERYWHERE), VALUES)
def test_no_document_whatever_raises(document: dict[str, Any], where: tuple[str, Path], value: Any) -> None:
    kind, path = where
    judged, answer = DOCUMENTS[kind]

    for tried in (document, {**answer, **document}, changed(answer, path, value)):
        assert all(json.dumps(breach.message) for breach in verify(judged, tried))
