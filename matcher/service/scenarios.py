"""Scenarios: what-ifs that are kept, shared and talked over, each change held to what its author may ask."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from matcher.domain.asked import Asked, AskedWhatIf
from matcher.domain.commands.scenarios import AddScenario, ChangeScenario
from matcher.domain.scenario import Scenario
from matcher.errors import Conflict, Forbidden, Precondition
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.store import scenarios as kept
from matcher.store.scenarios import StoredScenario
from matcher.store.work import Work

PLACES = frozenset({"origin", "school", "exclusion_zones", "location"})
MILE_PRICES = frozenset({"pence_per_mile", "pence_per_school_mile"})
OPEN_MILES = (None, 5, 10, 20)
"""Limits that tell no more of a distance than the band which everybody is shown."""


def add_scenario(work: Work, actor: Actor, command: AddScenario) -> StoredScenario:
    """Keep a scenario of one's own; a program's is shared, since nobody else would ever see it.

    Raises Forbidden.
    """
    actor.require("ask")
    refuse_measuring(actor, [command.scenario])
    document = _document(command.scenario)
    shared = command.shared or actor.kind != "human"
    key = kept.add_scenario(work, document, _reader(actor), shared, command.minutes)
    recorded(work, actor, "scenario_added", ("scenario", key), shared=shared)
    return kept.scenario(work, key, _reader(actor))


def change_scenario(
    work: Work, actor: Actor, scenario_id: int, version: int, command: ChangeScenario
) -> StoredScenario:
    """Other changes, minutes or sharing; only the author's. Raises Forbidden, NotFound, Precondition."""
    actor.require("ask")
    _own(work, actor, scenario_id)
    given: dict[str, Any] = command.model_dump(include={"shared", "minutes"}, exclude_unset=True)
    if command.scenario is not None:
        refuse_measuring(actor, [command.scenario])
        given |= {"name": command.scenario.name, "document": _document(command.scenario)}
    kept.change_scenario(work, scenario_id, version, **given)
    recorded(work, actor, "scenario_changed", ("scenario", scenario_id), fields=sorted(given))
    return kept.scenario(work, scenario_id, _reader(actor))


def remove_scenario(work: Work, actor: Actor, scenario_id: int, version: int) -> None:
    """Take away one's own. Raises Forbidden, NotFound, Precondition, Conflict (in_use)."""
    actor.require("ask")
    if _own(work, actor, scenario_id).version != version:
        raise Precondition("it has changed since you read it: read it again, then remove it")
    if kept.is_used(work, scenario_id):
        raise Conflict("in_use", "a run was asked with this scenario: it stays, as the record of that run")
    kept.remove_scenario(work, scenario_id)
    recorded(work, actor, "scenario_removed", ("scenario", scenario_id))


def scenario(work: Work, actor: Actor, scenario_id: int) -> StoredScenario:
    """One that is shared, or one's own. Raises Forbidden, NotFound."""
    actor.require("ask")
    return kept.scenario(work, scenario_id, _reader(actor))


def page_of_scenarios(work: Work, actor: Actor, after: int | None, limit: int) -> Sequence[StoredScenario]:
    """At most `limit` of those that are shared or one's own. Raises Forbidden."""
    actor.require("ask")
    return kept.page_of(work, _reader(actor), after, limit)


def resolved(work: Work, actor: Actor, asked: Asked) -> Asked:
    """A what-if with its stored scenarios as they are, and those it brings. Raises NotFound, Forbidden."""
    if not isinstance(asked, AskedWhatIf):
        return asked
    refuse_measuring(actor, asked.scenarios)
    stored = tuple(
        Scenario.model_validate_json(json.dumps(kept.scenario(work, key, _reader(actor)).document))
        for key in asked.scenario_ids
    )
    return asked.model_copy(update={"scenarios": (*stored, *asked.scenarios)})


def refuse_measuring(actor: Actor, scenarios: Sequence[Scenario]) -> None:
    """Raises Forbidden where somebody who sees distances in bands could work out exact ones.

    Distances from three chosen points find a hidden home; so do a mile made dear enough to be read off a
    sum, and a limit moved until the home drops out (trust.md T02).
    """
    if actor.may("see_exact_distance"):
        return
    if any(_measures(_document(scenario)["changes"]) for scenario in scenarios):
        raise Forbidden(
            "a scenario that chooses a place, the price of a mile, or a limit other than 5, 10 or 20 miles "
            "needs the right see_exact_distance: ask an officer to make it and share it"
        )


def as_seen(actor: Actor, scenario: StoredScenario) -> dict[str, Any]:
    """The scenario's document, without the places in it for somebody who sees distances in bands."""
    document = dict(scenario.document)
    if actor.may("see_exact_distance"):
        return document
    return {name: _placeless(value) for name, value in document.items()}


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _placeless(entry) for name, entry in value.items() if name not in PLACES}
    return [_placeless(entry) for entry in value] if isinstance(value, list) else value


def _measures(value: Any) -> bool:
    if isinstance(value, dict):
        by_name = (PLACES | MILE_PRICES) & value.keys() or value.get("max_miles") not in OPEN_MILES
        return bool(by_name) or any(_measures(entry) for entry in value.values())
    return isinstance(value, list) and any(_measures(entry) for entry in value)


def _own(work: Work, actor: Actor, scenario_id: int) -> StoredScenario:
    found = kept.scenario(work, scenario_id, _reader(actor))
    if found.created_by is None or found.created_by != _reader(actor):
        raise Forbidden("this scenario is somebody else's: take a copy of your own to change")
    return found


def _reader(actor: Actor) -> int | None:
    """Whose own scenarios these are; a service account has none, and sees those that are shared."""
    return actor.id if actor.kind == "human" else None


def _document(scenario: Scenario) -> dict[str, Any]:
    document: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True)
    return document
