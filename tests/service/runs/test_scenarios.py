"""Scenarios that are kept: whose they are, who sees them, what of them a run keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.domain.commands.scenarios import AddScenario, ChangeScenario
from matcher.domain.scenario import read_scenario
from matcher.errors import Conflict, Forbidden, NotFound, Precondition
from matcher.service import results, runs, scenarios
from matcher.service.actor import Actor
from matcher.store.scenarios import StoredScenario
from matcher.store.work import Store
from tests.builders import place
from tests.service.runs.asked import asked, seen, written
from tests.service.seeded import Seeded, small

CLOSES = {"kind": "close_home", "home_id": "H1"}
MOVES = {"kind": "set_referral", "referral_id": "A", "origin": place(431_000)}


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def command(*changes: dict[str, Any], shared: bool = False, name: str = "H1 closes") -> AddScenario:
    document = json.dumps({"name": name, "changes": list(changes or (CLOSES,))}).encode()
    return AddScenario(scenario=read_scenario(document), shared=shared)


def added(store: Store, council: Seeded, actor: Actor, what: AddScenario) -> StoredScenario:
    return written(store, council, lambda work: scenarios.add_scenario(work, actor, what))


def test_a_scenario_comes_back_as_it_was_given(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.panel, command())
    assert kept == seen(store, council.panel, scenarios.scenario, kept.id)
    assert kept.document == {"name": "H1 closes", "changes": [CLOSES]}
    assert (kept.name, kept.shared, kept.version, kept.created_by) == (
        "H1 closes",
        False,
        1,
        council.panel.id,
    )


@pytest.mark.parametrize("shared", [True, False])
def test_others_see_a_scenario_once_it_is_shared(store: Store, council: Seeded, shared: bool) -> None:
    kept = added(store, council, council.panel, command(shared=shared))
    listed = seen(store, council.officer, scenarios.page_of_scenarios, None, 9)
    assert [one.id for one in listed] == ([kept.id] if shared else [])
    if shared:
        assert seen(store, council.service, scenarios.scenario, kept.id) == kept
        return
    for unknown in (kept.id, 1):
        with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
            seen(store, council.officer, scenarios.scenario, unknown)


def test_its_author_changes_it_and_nobody_else(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.panel, command(shared=True))
    change = ChangeScenario(minutes="Weighed: not pursued.")
    changed = written(
        store, council, lambda work: scenarios.change_scenario(work, council.panel, kept.id, 1, change)
    )
    assert (changed.minutes, changed.version, changed.shared) == ("Weighed: not pursued.", 2, True)
    assert changed.document == kept.document
    with pytest.raises(Forbidden, match="somebody else's"):
        written(
            store, council, lambda work: scenarios.change_scenario(work, council.officer, kept.id, 2, change)
        )
    with pytest.raises(Precondition):
        written(
            store, council, lambda work: scenarios.change_scenario(work, council.panel, kept.id, 1, change)
        )


def test_a_run_keeps_the_scenario_as_it_was_when_it_was_asked(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.officer, command())
    run_id = asked(store, council, "what_if", scenario_ids=[kept.id])
    other = ChangeScenario(scenario=command(CLOSES | {"home_id": "H2"}, name="H2 closes").scenario)
    written(store, council, lambda work: scenarios.change_scenario(work, council.officer, kept.id, 1, other))
    run = seen(store, council.officer, results.run, run_id)
    assert run.scenario_id == kept.id
    assert run.parameters["scenarios"] == [{"name": "H1 closes", "changes": [CLOSES]}]
    _, answer = seen(store, council.officer, results.answer, run_id)
    [plan] = json.loads(answer)["scenarios"]
    assert (plan["name"], plan["totals"]["placed"]) == ("H1 closes", 1)


def test_stored_scenarios_come_before_those_that_are_brought(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.officer, command())
    brought = {"name": "H2 closes", "changes": [CLOSES | {"home_id": "H2"}]}
    run_id = asked(store, council, "what_if", scenario_ids=[kept.id], scenarios=[brought])
    _, answer = seen(store, council.officer, results.answer, run_id)
    assert [plan["name"] for plan in json.loads(answer)["scenarios"]] == ["H1 closes", "H2 closes"]


def test_anothers_own_scenario_cannot_be_asked_about(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.panel, command())
    with pytest.raises(NotFound):
        asked(store, council, "what_if", scenario_ids=[kept.id])


@pytest.mark.parametrize("used", [True, False])
def test_a_scenario_is_removed_unless_a_run_was_asked_with_it(
    store: Store, council: Seeded, used: bool
) -> None:
    kept = added(store, council, council.officer, command())
    if used:
        asked(store, council, "what_if", scenario_ids=[kept.id])

    def remove(version: int) -> None:
        written(
            store, council, lambda work: scenarios.remove_scenario(work, council.officer, kept.id, version)
        )

    with pytest.raises(Precondition):
        remove(2)
    if used:
        with pytest.raises(Conflict, match="run"):
            remove(1)
        assert seen(store, council.officer, scenarios.scenario, kept.id) == kept
        return
    remove(1)
    with pytest.raises(NotFound):
        seen(store, council.officer, scenarios.scenario, kept.id)


@pytest.mark.parametrize(("role", "may"), [("officer", True), ("panel", False), ("commissioner", False)])
def test_only_who_sees_exact_distances_chooses_where_they_are_measured_from(
    store: Store, council: Seeded, role: str, may: bool
) -> None:
    actor: Actor = getattr(council, role)
    brought = {"name": "Elsewhere", "changes": [MOVES]}
    if may:
        assert added(store, council, actor, command(MOVES)).document["changes"] == [MOVES]
        assert runs.solved(store, actor, "what_if", {"scenarios": [brought]})
        return
    with pytest.raises(Forbidden, match="see_exact_distance"):
        added(store, council, actor, command(MOVES))
    with pytest.raises(Forbidden, match="see_exact_distance"):
        runs.solved(store, actor, "what_if", {"scenarios": [brought]})


@pytest.mark.parametrize(
    ("change", "may"),
    [
        ({"kind": "set_policy", "pence_per_mile": 10_000_000}, False),
        ({"kind": "set_policy", "pence_per_school_mile": 1}, False),
        ({"kind": "set_policy", "move_pence": 1}, True),
        ({"kind": "set_referral", "referral_id": "A", "max_miles": 3.25}, False),
        ({"kind": "set_referral", "referral_id": "A", "max_miles": 10}, True),
        ({"kind": "set_referral", "referral_id": "A", "max_miles": None, "urgency": "urgent"}, True),
    ],
)
def test_a_distance_cannot_be_worked_out_by_turning_what_depends_on_it(
    store: Store, council: Seeded, change: dict[str, Any], may: bool
) -> None:
    assert added(store, council, council.officer, command(change)).document["changes"] == [change]
    if may:
        assert added(store, council, council.panel, command(change)).document["changes"] == [change]
        return
    with pytest.raises(Forbidden, match="see_exact_distance"):
        added(store, council, council.panel, command(change))


def test_a_shared_scenario_shows_its_places_to_those_alone(store: Store, council: Seeded) -> None:
    kept = added(store, council, council.officer, command(MOVES, shared=True))
    hidden = [{name: value for name, value in MOVES.items() if name != "origin"}]
    assert scenarios.as_seen(council.officer, kept)["changes"] == [MOVES]
    assert scenarios.as_seen(council.panel, kept)["changes"] == hidden


@pytest.mark.parametrize("role", ["auditor", "administrator", "provider"])
def test_who_may_not_ask_has_no_scenarios(store: Store, council: Seeded, role: str) -> None:
    actor: Actor = getattr(council, role)
    with pytest.raises(Forbidden):
        added(store, council, actor, command())
    with pytest.raises(Forbidden):
        seen(store, actor, scenarios.page_of_scenarios, None, 9)
