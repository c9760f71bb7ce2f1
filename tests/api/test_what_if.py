"""What-if and sweep over HTTP: the answer, and one fault a wrong change."""

from __future__ import annotations

from tests.api.client import app_with, fault_paths, post
from tests.builders import Doc, document, home

CASE = document(homes=[home("H1", places=1), home("H2", places=1, weekly_price_pence=400_000)])


def asked(*changes: Doc) -> Doc:
    first = {"name": "Nothing", "changes": []}
    return {"case": CASE, "scenarios": [first, {"name": "S", "changes": list(changes)}]}


def test_scenarios_are_compared_in_one_question() -> None:
    answer = post(app_with(), "/v1/what-if", asked({"kind": "close_home", "home_id": "H1"})).json()

    assert [plan["allocation"] for plan in answer["scenarios"]] == [{"A": "H1"}, {"A": "H2"}]
    assert answer["scenarios"][1]["scenario"]["changes"] == [{"kind": "close_home", "home_id": "H1"}]
    assert post(app_with(), "/v1/verify", {"case": CASE, "answer": answer}).json()["right"] is True


def test_a_wrong_change_is_named_by_its_scenario_its_position_and_its_field() -> None:
    unknown = asked({"kind": "close_home", "home_id": "H9"})
    negative = asked({"kind": "set_home", "home_id": "H1", "weekly_price_pence": -1})
    kind = asked({"kind": "burn"})

    assert fault_paths(post(app_with(), "/v1/what-if", unknown)) == ["$.scenarios[1].changes[0].home_id"]
    assert fault_paths(post(app_with(), "/v1/what-if", negative)) == [
        "$.scenarios[1].changes[0].weekly_price_pence"
    ]
    assert fault_paths(post(app_with(), "/v1/what-if", kind)) == ["$.scenarios[1].changes[0]"]


def test_a_sweep_gives_points_and_turns() -> None:
    question = {"case": CASE, "parameter": {"turns": "uplift", "home": "H1"}, "start": 0, "stop": 50}
    answer = post(app_with(), "/v1/sweep", question | {"points": 2}).json()

    assert [(point["value"], point["allocation"]["A"]) for point in answer["points"]] == [
        (0, "H1"),
        (50, "H2"),
    ]
    assert [turn["value"] for turn in answer["turns"]] == [34]


def test_a_sweep_of_an_unknown_home_is_refused_by_its_field() -> None:
    question = {"case": CASE, "parameter": {"turns": "uplift", "home": "H9"}, "start": 0, "stop": 50}

    assert fault_paths(post(app_with(), "/v1/sweep", question)) == ["$.parameter.home"]
