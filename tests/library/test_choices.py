"""What a person is shown of an option: every figure is the case's, and any other is caught."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.generate import generate
from matcher import library
from matcher.answers import shown as telling
from matcher.domain.case import Case
from matcher.domain.proposal import OptionTable, Proposal
from matcher.domain.shown import Choices, ShownOption
from matcher.errors import ProposalRejected
from matcher.verify.shown import verify_shown
from tests.builders import case, group, home, pair, place, policy, referral, sent, waiver
from tests.differential.draws import read

Doc = dict[str, Any]


@pytest.fixture(scope="module")
def desk() -> tuple[Case, Proposal, OptionTable]:
    """Children without a home among them, and options in other areas."""
    found = read(generate("desk", 2))
    return found, library.allocate(found), library.options(found, first=2)


def told(found: Case, first: int | None = None) -> dict[tuple[str, str | None], ShownOption]:
    options = library.choices(found, library.options(found, first=first), library.allocate(found)).options
    return {(option.referral, option.home): option for option in options}


def test_one_option_is_told_to_the_penny() -> None:
    away = home(
        "H1", provision="spot", location=place(433_000, 284_000, "E08000029"), void_charge_pence=20_000
    )
    found = case(homes=[away], referrals=[referral("A", staff_hours=0, supplement_pence=5_000)])
    option = told(found)["A", "H1"]
    assert option.at_home is not None
    # 5 000 m are 3.107 miles at £10; the fund pays the price less the void charge, and the supplement.
    lines = {line.code: line.pence for line in option.at_home.lines}
    assert lines == {
        "weekly_price": 300_000,
        "void_charge": -20_000,
        "supplement": 5_000,
        "miles": 3_107,
        "out_of_area": 15_000,
        "provision": 30_000,
    }
    assert option.at_home.total_pence == option.at_home.own_pence == 333_107
    assert [(charge.fund, charge.centipence) for charge in option.at_home.charges] == [("la", 28_500_000)]
    assert (option.at_home.distance_m, option.at_home.in_area, option.at_home.route.area) == (
        5_000,
        False,
        "adjoining",
    )
    assert (option.rank, option.proposed, option.pinned, option.unplaced) == (1, True, False, None)


def test_the_plans_own_home_is_told_with_its_sibling_discount_and_other_homes_without() -> None:
    homes = [home("H1", sibling_discount_percent=10), home("H2", sibling_discount_percent=10)]
    found = case([referral("A"), referral("B")], homes, sibling_groups=[group("A", "B", rule="together")])
    options = [option for option in told(found).values() if option.referral == "A"]
    discounts = {
        option.proposed: [line.pence for line in option.at_home.lines if line.code == "sibling_discount"]
        for option in options
        if option.at_home is not None
    }
    granted = [o for o in told(found).values() if o.proposed and o.at_home and len(o.at_home.lines) > 2]
    assert discounts[False] == []
    assert len(granted) == 1


def test_a_child_who_waits_is_told_why_and_stands_before_its_options() -> None:
    found = case([referral("A"), referral("B", urgency="emergency")], [home("H1", places=1)])
    option = told(found)["A", None]
    assert option.unplaced is not None
    assert (option.rank, option.proposed, option.at_home, option.regret) == (0, True, None, None)
    assert option.unplaced.reason.startswith("1 home is open to A")
    assert told(found)["A", "H1"].rank == 1


def test_a_proposed_home_that_is_not_among_the_first_stands_behind_them() -> None:
    found = case([referral("A"), referral("B")], [home("H1", places=1), home("H2", places=1)])
    options = told(found, first=1)
    [behind] = [option for option in options.values() if option.rank == 2]
    assert behind.proposed
    assert behind.regret is not None
    assert (behind.regret.tier1, behind.regret.tier2) == (0, 0)


@pytest.mark.parametrize(
    ("waivers", "used"),
    [([waiver("A", "age", "H1")], ("age",)), ([waiver("A", "age"), waiver("A", "distance")], ("age",))],
)
def test_only_a_waiver_that_the_home_needs_is_told(waivers: list[Doc], used: tuple[str, ...]) -> None:
    found = case([referral("A", age=12)], [home("H1", min_age=13)], waivers=waivers)
    option = told(found)["A", "H1"]
    assert option.at_home is not None
    assert option.at_home.waivers == used


def test_a_pin_is_told() -> None:
    found = case(homes=[home("H1"), home("H2", weekly_price_pence=1)], pins=[pair("A", "H1")])
    assert {home_id: option.pinned for (_, home_id), option in told(found).items()} == {"H1": True}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict | list) and value:
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for step, entry in steps for leaf in leaves(entry, (*path, step))]
    return [path]


def otherwise(value: Any) -> Any:
    """Another value."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("0" if value[-1:] != "0" else "1")
    return ["other"] if isinstance(value, list) else "other"


def replaced(document: Any, path: tuple[Any, ...]) -> Any:
    if not path:
        return otherwise(document)
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[path[0]] = replaced(copy[path[0]], path[1:])
    return copy


OF_THE_PLAN = {"schema", "unplaced"}
"""What of an option the plan's own verification holds: why a child waits."""


def test_any_other_value_of_what_is_shown_is_caught(desk: tuple[Case, Proposal, OptionTable]) -> None:
    found, plan, table = desk
    right = [sent(option) for option in library.choices(found, table, plan).options]
    written = sent(table)
    assert verify_shown(found, written, right) == ()
    one = next(at for at, option in enumerate(right) if option["who_pays"])
    places = [path for path in leaves(right[one]) if path[0] not in OF_THE_PLAN]
    missed = []
    for path in places:
        tampered = [*right[:one], replaced(right[one], path), *right[one + 1 :]]
        if not _caught(found, written, tampered):
            missed.append(path)
    assert len(places) > 40
    assert missed == []


def _caught(found: Case, table: Doc, tampered: list[Doc]) -> bool:
    try:
        return verify_shown(found, table, tampered) != ()
    except (KeyError, TypeError):
        # An id that the case does not hold cannot even be looked up; nor is this how it is written.
        return True


@pytest.mark.parametrize("spoilt", ["one is missing", "one is twice", "the plan's own home is missing"])
def test_the_list_itself_is_held_against_the_table(
    desk: tuple[Case, Proposal, OptionTable], spoilt: str
) -> None:
    found, plan, table = desk
    right = [sent(option) for option in library.choices(found, table, plan).options]
    at = next(i for i, option in enumerate(right) if option["proposed"] and option["home"])
    wrong = {
        "one is missing": right[:at] + right[at + 1 :],
        "one is twice": [*right, right[at]],
        "the plan's own home is missing": [o for o in right if not o["proposed"]],
    }[spoilt]
    assert verify_shown(found, sent(table), wrong)


def test_what_the_verifier_refuses_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    right = telling.choices

    def tampered(found: Case, table: OptionTable, plan: Proposal | None = None) -> Choices:
        whole = json.loads(right(found, table, plan).model_dump_json(by_alias=True))
        whole["options"][0]["at_home"]["charges"][0]["centipence"] += 1
        return Choices.model_validate_json(json.dumps(whole))

    monkeypatch.setattr(telling, "choices", tampered)
    found = case(policy=policy())
    with pytest.raises(ProposalRejected, match="charges"):
        library.choices(found, library.options(found))
