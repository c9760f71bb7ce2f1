"""A sweep checked: every plan against the case at its value, every turn, and no plan better elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Searched
from matcher.errors import BadCase
from matcher.verify.breach import Breach
from matcher.verify.comparison import figures_of
from matcher.verify.documents import PROPOSAL, RUN, STATUS
from matcher.verify.figures import stated
from matcher.verify.shape import Record, list_of, map_of, one_of, or_null, text, whole, yes_no
from matcher.verify.what_if_shape import FIGURES, anything

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
SOME = "between points whose plans differ"
_KNOWN = Record(
    {"value": whole, "status": STATUS, "tier1": whole, "tier2": whole, "allocation": map_of(or_null(text))},
    {},
)
_MOVED = Record({"referral": text, "from": or_null(text), "to": or_null(text)}, {})
SWEEP = Record(
    {
        "parameter": anything,
        "points": list_of(Record(PROPOSAL.needed | {"value": whole}, PROPOSAL.fields | {"figures": FIGURES})),
        "turns": list_of(
            Record({"value": whole, "before": _KNOWN, "after": _KNOWN}, {"moves": list_of(_MOVED)})
        ),
    },
    {
        "schema": text,
        "status": STATUS,
        "unit": text,
        "complete": yes_no,
        "searched": one_of(get_args(Searched)),
        "solves": whole,
        "case_fingerprint": text,
        "run": RUN,
    },
)


def sweep_breaches(checker: Checker, answer: Doc) -> Iterator[Breach]:
    """Everything wrong with a sweep."""
    yield from stated(answer, {"case_fingerprint": checker.case.fingerprint}, "", "the case")
    try:
        parameter = Parameter.model_validate_json(json.dumps(answer["parameter"]))
        swept = Swept(checker, parameter, answer)
    except (ValidationError, BadCase):
        yield Breach("parameter", "is no parameter that the case has at every value told")
        return
    searched = "everywhere" if parameter.turns in ("budget", "max_miles") else SOME
    yield from stated(answer, {"unit": parameter.unit, "searched": searched}, "", "the parameter")
    yield from swept.plans()
    if not swept.unsound:
        yield from swept.order()
        yield from swept.turns()
        yield from swept.best()


class Swept:
    """The plans of a sweep, each with a checker of the case at its value."""

    def __init__(self, checker: Checker, parameter: Parameter, answer: Doc) -> None:
        """Raises BadCase or ValidationError where the case cannot be at a value."""
        self.answer, self.unsound = answer, False
        known = [turn[side] for turn in answer["turns"] for side in ("before", "after")]
        self.told: list[Doc] = [*answer["points"], *known]
        values = sorted({entry["value"] for entry in self.told})
        kind = type(checker)
        self.at = {value: kind(parameter.case_at(checker.case, value)) for value in values}

    def plans(self) -> Iterator[Breach]:
        """Every plan keeps the rules at its value, and every figure told with it is right."""
        for entry in self.told:
            checker, value = self.at[entry["value"]], entry["value"]
            for breach in checker.proposal(entry):
                yield Breach(breach.code, f"at {value}: {breach.message}")
            if list(checker.unaccounted(entry["allocation"])):
                self.unsound = True
                continue
            right, claim = figures_of(checker.account(entry)), dict(entry.get("figures", {}))
            mix = claim.pop("provision", {})
            yield from stated(mix, right.pop("provision"), "points.figures.provision.", f"at {value}")
            yield from stated(claim, right, "points.figures.", f"at {value}")

    def order(self) -> Iterator[Breach]:
        """Values go up, and `optimal` is said only where it is so of every point."""
        for name in ("points", "turns"):
            values = [entry["value"] for entry in self.answer[name]]
            if values != sorted(set(values)):
                yield Breach(f"{name}.value", "values do not go up")
        statuses = [point.get("status", "optimal") for point in self.answer["points"]]
        if self.answer.get("status") == "optimal" and set(statuses) - {"optimal"}:
            yield Breach("status", "the answer says optimal, and one of its points is only best_found")

    def turns(self) -> Iterator[Breach]:
        """A turn lies between neighbouring values, proved at both; what moves is what differs."""
        for turn in self.answer["turns"]:
            value, before, after = turn["value"], turn["before"], turn["after"]
            if (before["value"], after["value"]) != (value - 1, value):
                yield Breach("turns.value", f"the turn at {value} is not between it and one less")
            if {before["status"], after["status"]} != {"optimal"}:
                yield Breach("turns.status", f"the turn at {value} rests on a plan that is not proved")
            old, new = before["allocation"], after["allocation"]
            right = {child: (old[child], new.get(child)) for child in old if old[child] != new.get(child)}
            moved = {one["referral"]: (one["from"], one["to"]) for one in turn.get("moves", ())}
            if not right or ("moves" in turn and moved != right):
                yield Breach("turns.moves", f"at {value} these are not the children whose homes differ")
        if self.answer.get("complete"):
            yield from self._joined()

    def _joined(self) -> Iterator[Breach]:
        """From point to point through the turns, every plan is the one before it or a turn's."""
        turns = {turn["value"]: turn for turn in self.answer["turns"]}
        points = self.answer["points"]
        for low, high in pairwise(points):
            plan = low["allocation"]
            for value in sorted(v for v in turns if low["value"] < v <= high["value"]):
                if turns[value]["before"]["allocation"] != plan:
                    yield Breach("turns.before", f"the plan before the turn at {value} comes from nowhere")
                plan = turns[value]["after"]["allocation"]
            if plan != high["allocation"]:
                yield Breach("complete", f"no turn leads to the plan at {high['value']}")

    def best(self) -> Iterator[Breach]:
        """No plan of a neighbouring value, where it keeps the rules, beats the one told as optimal here."""
        along = sorted(self.told, key=lambda entry: int(entry["value"]))
        for one, other in pairwise(along):
            for entry, neighbour in ((one, other), (other, one)):
                if entry["allocation"] != neighbour["allocation"] and self._beaten(entry, neighbour):
                    yield Breach("status", f"at {entry['value']} the plan at {neighbour['value']} is better")

    def _beaten(self, entry: Doc, neighbour: Doc) -> bool:
        """Whether the neighbour's plan is better at the entry's value, and possible."""
        if entry.get("status", "optimal") != "optimal":
            return False
        checker = self.at[entry["value"]]
        right, account = checker.account(entry), checker.account(neighbour)
        better = (account.tier1, account.tier2) < (right.tier1, right.tier2)
        return better and not list(checker.rules.breaches(account))
