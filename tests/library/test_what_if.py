"""What if: who moves, why, and what each figure becomes; worked by hand on small cases."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher import library
from matcher.domain.what_if import WhatIf
from matcher.errors import BadCase, PinsClash
from tests.builders import Doc, case, home, offer, pair, place, policy, referral, resident

CHEAP, DEAR = home("H1", places=1), home("H2", places=1, weekly_price_pence=400_000)


def asked(base: Any, *changes: Doc) -> WhatIf:
    scenario = library.load_scenario(json.dumps({"name": "S", "changes": list(changes)}).encode())
    return library.what_if(base, [scenario])


def whys(answer: WhatIf) -> dict[str, list[str]]:
    """For each child that moves, the facts by code."""
    return {move.referral: [why.code for why in move.why] for move in answer.scenarios[0].changes}


def ends(answer: WhatIf) -> dict[str, tuple[str | None, str | None]]:
    return {move.referral: (move.from_, move.to) for move in answer.scenarios[0].changes}


def test_a_home_that_closes_moves_its_child_and_every_figure_is_the_difference() -> None:
    far = home("H2", places=1, weekly_price_pence=400_000, provision="spot", location=place(446_093, 280_000))
    answer = asked(case(homes=[CHEAP, far]), {"kind": "close_home", "home_id": "H1"})

    found = answer.scenarios[0]
    assert (found.name, answer.status, found.to_refer) == ("S", "optimal", ())
    assert ends(answer) == {"A": ("H1", "H2")}
    assert whys(answer) == {"A": ["home_closed"]}
    assert found.changes[0].why[0].text == "its home H1 was closed"
    # 400 000 p × 1 461 / 28 = 20 871 428.57; 300 000 p gives 15 653 571.43
    assert found.figures.yearly_pence == 20_871_429
    assert found.difference.model_dump() == {
        "placed": 0,
        "unplaced": 0,
        "weekly_pence": 100_000,
        "yearly_pence": 20_871_429 - 15_653_571,
        "distance_m": 11_093,
        "mean_distance_m": 11_093,
        "in_area": 0,
        "out_of_area_approvals": 0,
        "provision": {"internal": -1, "block": 0, "framework": 0, "spot": 1},
        "tier1": 0,
        # 16 093 m are 10 miles at £10; 5 000 m cost 3 107 p; spot costs £300 more than internal
        "tier2": 100_000 + 10_000 - 3_107 + 30_000,
    }


def test_residents_of_the_closed_home_are_listed_as_children_to_refer() -> None:
    answer = asked(
        case(homes=[home("H1", residents=[resident("R1")]), DEAR]), {"kind": "close_home", "home_id": "H1"}
    )

    assert [(one.referral, one.home) for one in answer.scenarios[0].to_refer] == [("R1", "H1")]


def test_a_review_that_loses_its_home_counts_in_tier_1() -> None:
    answer = asked(case([referral("A", current_home="H1")], [CHEAP]), {"kind": "close_home", "home_id": "H1"})

    assert (answer.base.tier1, answer.scenarios[0].tier1) == (0, 1)
    assert ends(answer) == {"A": ("H1", None)}
    assert whys(answer) == {"A": ["home_closed", "no_home"]}


def test_a_withdrawn_child_frees_a_bed_for_the_next() -> None:
    children = [referral("A", urgency="urgent"), referral("B")]
    answer = asked(case(children, [CHEAP]), {"kind": "withdraw_referral", "referral_id": "A"})

    assert ends(answer) == {"A": ("H1", None), "B": (None, "H1")}
    assert whys(answer) == {"A": ["withdrawn"], "B": ["bed_freed"]}
    assert answer.scenarios[0].changes[1].why[0].text == "a bed at H1 is freed by A"


def test_an_added_child_takes_a_bed_from_another() -> None:
    added = {"kind": "add_referral", "referral": referral("B", urgency="emergency")}
    answer = asked(case([referral("A")], [CHEAP]), added)

    assert whys(answer) == {"A": ["bed_taken", "no_home"], "B": ["added", "bed_freed"]}


def test_a_price_that_rises_is_told_with_both_differences() -> None:
    answer = asked(case(homes=[CHEAP, DEAR]), {"kind": "uplift", "percent": 50, "home_id": "H1"})

    (why,) = answer.scenarios[0].changes[0].why
    assert (why.code, why.home, why.before_pence, why.after_pence) == ("cheaper", "H2", 100_000, -50_000)
    assert why.text == "H2 is £500 a week cheaper for it than H1, and was £1,000 dearer"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"kind": "pin", "referral": "A", "home": "H2"}, ["now_shut", "pinned"]),
        ({"kind": "forbid", "referral": "A", "home": "H1"}, ["now_shut"]),
        ({"kind": "set_home", "home_id": "H1", "blocked_places": 1}, ["now_shut", "fewer_beds"]),
        ({"kind": "open_home", "home": home("H0", weekly_price_pence=1)}, ["home_opened"]),
    ],
)
def test_each_cause_of_a_move_is_a_fact_of_the_two_cases(change: Doc, codes: list[str]) -> None:
    answer = asked(case(homes=[CHEAP, DEAR]), change)

    assert whys(answer)["A"] == codes


def test_a_home_that_gets_another_bed_takes_a_child() -> None:
    answer = asked(
        case([referral("A", urgency="urgent"), referral("B")], [CHEAP]),
        {"kind": "set_home", "home_id": "H1", "places": 2},
    )

    assert whys(answer) == {"B": ["more_beds"]}


def test_a_rule_set_aside_opens_a_home() -> None:
    answer = asked(
        case([referral("A", max_miles=1)], [CHEAP]), {"kind": "waive", "referral": "A", "rule": "distance"}
    )

    (why,) = answer.scenarios[0].changes[0].why
    assert (why.code, why.rules) == ("now_open", ("distance",))


def test_several_scenarios_stand_against_one_base_in_the_order_given() -> None:
    documents = [
        {"name": "Shut", "changes": [{"kind": "forbid", "referral": "A", "home": "H1"}]},
        {"name": "Nothing", "changes": []},
    ]
    scenarios = [library.load_scenario(json.dumps(document).encode()) for document in documents]

    answer = library.what_if(case(homes=[CHEAP, DEAR]), scenarios)

    assert [plan.name for plan in answer.scenarios] == ["Shut", "Nothing"]
    assert [plan.allocation for plan in answer.scenarios] == [{"A": "H2"}, {"A": "H1"}]
    assert answer.scenarios[1].changes == ()
    assert answer.scenarios[1].case_fingerprint == answer.base.case_fingerprint


def refused(base: Any, *changes: Doc) -> list[tuple[str, str]]:
    with pytest.raises(BadCase) as error:
        asked(base, *changes)
    return [(fault.path, fault.message) for fault in error.value.faults]


def test_a_pin_to_a_home_that_a_rule_shuts_is_named_by_its_position() -> None:
    forbid = {"kind": "forbid", "referral": "A", "home": "H2"}
    pin = {"kind": "pin", "referral": "A", "home": "H2"}

    ((path, message),) = refused(case(homes=[CHEAP, DEAR]), forbid, pin)

    assert path == "$.scenarios[0].changes[1]"
    assert message.startswith("A is pinned to H2, which these rules shut: forbidden. Take the pin out")


def test_a_pin_may_come_before_the_waiver_that_it_needs() -> None:
    answer = asked(
        case([referral("A", max_miles=1)], [CHEAP]),
        {"kind": "pin", "referral": "A", "home": "H1"},
        {"kind": "waive", "referral": "A", "rule": "distance", "home": "H1"},
    )

    assert ends(answer) == {"A": (None, "H1")}


def test_pins_that_clash_after_a_change_are_named_by_that_change() -> None:
    base = case([referral("A"), referral("B")], [home("H1", places=2)], pins=[pair("A", "H1")])
    changes = (
        {"kind": "set_as_of", "as_of": "2026-04-02"},
        {"kind": "pin", "referral": "B", "home": "H1"},
        {"kind": "set_home", "home_id": "H1", "places": 1},
        {"kind": "set_policy", "move_pence": 1},
    )

    ((path, message),) = refused(base, *changes)

    assert path == "$.scenarios[0].changes[2]"
    assert "these pins cannot all be kept: A at H1; B at H1" in message


def test_a_base_whose_own_pins_clash_is_told_as_such() -> None:
    base = case(
        [referral("A"), referral("B")], [home("H1", places=1)], pins=[pair("A", "H1"), pair("B", "H1")]
    )

    with pytest.raises(PinsClash):
        asked(base, {"kind": "set_as_of", "as_of": "2026-04-02"})


def test_a_stay_out_of_area_needs_no_new_approval() -> None:
    away = home("H1", places=1, location=place(433_000, 284_000, "E08000029"))
    answer = asked(
        case([referral("A", current_home="H1")], [away], policy=policy()),
        {"kind": "set_offer", **offer("A", "H1", weekly_price_pence=1)},
    )

    assert (answer.base.figures.in_area, answer.base.figures.out_of_area_approvals) == (0, 0)
