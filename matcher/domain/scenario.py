"""A scenario: a name and ordered changes; applying one makes a case of a case and alters neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, ValidationError

from matcher.domain.case import Case
from matcher.domain.changes import KINDS, OneChange
from matcher.domain.in_words import AN_OBJECT, KIND_UNKNOWN
from matcher.domain.place import Resolver
from matcher.domain.reading import read_document
from matcher.domain.telling import all_faults
from matcher.domain.types import Model, Name
from matcher.errors import BadCase, Fault

MAX_CHANGES = 500
_TAG = re.compile(rf"((?:^\$|\])\.changes\[\d+\])\.(?:{'|'.join(KINDS)})(?=[.\[]|$)")


class Scenario(Model):
    """What would be otherwise. Changes are applied in order."""

    name: Name
    changes: Annotated[tuple[OneChange, ...], Field(max_length=MAX_CHANGES)]


class ToRefer(Model):
    """A child who lived in a home that closes, and is not in the case any more: to be referred."""

    referral: str
    home: str


@dataclass(frozen=True)
class Applied:
    """What a scenario makes of a case."""

    steps: tuple[Case, ...]
    """The case as it was, and after each change."""
    to_refer: tuple[ToRefer, ...]

    @property
    def case(self) -> Case:
        """The case after all of them."""
        return self.steps[-1]


def read_scenario(document: bytes, resolver: Resolver | None = None) -> Scenario:
    """Read a scenario document. Raises BadCase with every fault that could be found."""
    try:
        return read_document(document, Scenario, resolver)
    except BadCase as error:
        raise BadCase(_as_a_whole(at_changes(error.faults))) from None


def _as_a_whole(faults: list[Fault]) -> list[Fault]:
    """What is no object at all is told what a scenario looks like."""
    shape = 'a scenario is an object like {"name": "A home closes", "changes": [...]}: write it so'
    whole = Fault("$", AN_OBJECT)
    return [Fault("$", shape) if fault == whole else fault for fault in faults]


def at_changes(faults: Iterable[Fault]) -> list[Fault]:
    """The same faults in the document's own terms.

    The reader puts a change's kind into its path, and does not know which kinds there are.
    """
    return [Fault(_TAG.sub(r"\1", fault.path), _known_kind(fault.message)) for fault in faults]


def _known_kind(message: str) -> str:
    if message == KIND_UNKNOWN:
        return f"must name in `kind` one of: {', '.join(KINDS)}"
    return message


def apply(case: Case, scenario: Scenario) -> Applied:
    """The case with every change made. Raises BadCase at the first change that cannot be."""
    steps, to_refer = [case], list[ToRefer]()
    for position, change in enumerate(scenario.changes):
        try:
            changed = change.effect(steps[-1])
            steps.append(_with(steps[-1], changed.fields))
        except BadCase as error:
            raise BadCase(at_change(position, error.faults)) from None
        except ValidationError as error:
            faults = all_faults(error, {}, "$", {})
            raise BadCase(at_change(position, faults)) from None
        to_refer += [ToRefer(referral=r.id, home=str(changed.home)) for r in changed.residents]
    return Applied(tuple(steps), tuple(to_refer))


def at_change(position: int, faults: Iterable[Fault]) -> list[Fault]:
    """Faults found from a change's own root, at the change's position in its scenario."""
    return [Fault(f"$.changes[{position}]{fault.path[1:]}", fault.message) for fault in faults]


def _with(case: Case, fields: dict[str, object]) -> Case:
    """The case with other values in some fields. Raises BadCase where they are no others, too."""
    try:
        changed = with_parts(case, fields)
    except BadCase as error:
        first, more = error.faults[0], len(error.faults) - 1
        rest = f" (and {more} more like it)" if more else ""
        told = f"makes the case wrong at {first.path}: {first.message}{rest}"
        raise BadCase([Fault("$", told)]) from None
    if changed.fingerprint == case.fingerprint:
        raise BadCase([Fault("$", "changes nothing, because the case is so already: take it out")])
    return changed


def with_parts(case: Case, fields: dict[str, object]) -> Case:
    """The case with these values in some fields, checked like any other. Raises BadCase, ValidationError."""
    parts = {"schema": case.schema_} | {
        name: getattr(case, name) for name in case.model_fields_set if name != "schema_"
    }
    return Case.model_validate(parts | fields)
