"""What every kind of change is: a closed type that makes a case out of a case, or refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar, get_type_hints

from pydantic import Field, SerializerFunctionWrapHandler, create_model, model_serializer

from matcher.domain.case import Case
from matcher.domain.home import Home, Resident
from matcher.domain.referral import Referral
from matcher.domain.types import Model
from matcher.errors import BadCase, Fault

Entry = TypeVar("Entry", Home, Referral)


@dataclass(frozen=True)
class Changed:
    """The fields of a case that a change gives new values, and the children it leaves without a home."""

    fields: dict[str, Any]
    residents: tuple[Resident, ...] = ()
    home: str | None = None
    """Where those residents lived."""


class Change(Model):
    """One change. It is written as it was given: a field that was left out stays out."""

    def effect(self, case: Case) -> Changed:
        """What becomes of the case. Raises BadCase, whose path starts at this change."""
        raise NotImplementedError

    @model_serializer(mode="wrap")
    def _as_given(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        return {name: value for name, value in written.items() if name in self.model_fields_set}


def refuse(field: str, message: str) -> NoReturn:
    """Raise BadCase at a field of the change; "" is the change itself."""
    raise BadCase([Fault(f"$.{field}" if field else "$", message)])


def found(entries: Iterable[Entry], entry_id: str, field: str, what: str) -> Entry:
    """The entry with this id. Raises BadCase at the field that names it."""
    for entry in entries:
        if entry.id == entry_id:
            return entry
    refuse(field, f"no {what} has this id when this change is applied: correct it, or add the {what} before")


def referral_of(case: Case, referral_id: str, field: str) -> Referral:
    """A referral by id. Raises BadCase."""
    return found(case.referrals, referral_id, field, "referral")


def home_of(case: Case, home_id: str, field: str) -> Home:
    """A home by id. Raises BadCase."""
    return found(case.homes, home_id, field, "home")


def replaced(entries: tuple[Entry, ...], new: Entry) -> tuple[Entry, ...]:
    """The same entries in the same order, with the one of that id replaced."""
    return tuple(new if entry.id == new.id else entry for entry in entries)


def with_fields(entry: Entry, given: dict[str, Any]) -> Entry:
    """The entry with these fields, read by its own type. Raises pydantic.ValidationError."""
    return type(entry).model_validate({name: getattr(entry, name) for name in entry.model_fields_set} | given)


def any_of(model: type[Model], names: Iterable[str]) -> type[Model]:
    """A type with these fields of another, none of which has to be given."""
    hints = get_type_hints(model, include_extras=True)
    fields: dict[str, Any] = {name: (hints[name], Field(default_factory=lambda: None)) for name in names}
    return create_model(f"Some{model.__name__}", __base__=Change, **fields)


def given(change: Change, *own: str) -> dict[str, Any]:
    """The fields that were given beside the change's own. Raises BadCase when there is none."""
    fields = {name: getattr(change, name) for name in change.model_fields_set - {"kind", *own}}
    if not fields:
        refuse("", "names no field to change: give one, or take the change out")
    return fields
