"""What commands that change a council's people share: options read strictly, one transaction, a password."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from matcher.cli.database import one_council_of, the_store

if TYPE_CHECKING:
    from pydantic import BaseModel

    from matcher.service.actor import Actor
    from matcher.store.work import Work

PASSWORD_SETTING = "PLACEMENT_NEW_PASSWORD"
Command = TypeVar("Command", bound="BaseModel")
Result = TypeVar("Result")


def done_in(database: str, council: str | None, act: Callable[[Work, Actor], Result]) -> Result:
    """Do this in the council as the program itself: who is here has the database in their hands anyway."""
    from matcher.service.actor import system

    with the_store(database) as store:
        council_id = one_council_of(store, council).id
        return store.write(council_id, lambda work: act(work, system(council_id)))


def command_from(model: type[Command], given: dict[str, Any]) -> Command:
    """The options as a command. Raises BadParameter, with nothing of what was typed."""
    from pydantic import ValidationError

    from matcher.domain.in_words import in_words

    listed = {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    try:
        return model.model_validate(given | listed)
    except ValidationError as error:
        faults = {str(detail["loc"][0]): in_words(detail) for detail in reversed(error.errors())}
        raise typer.BadParameter("; ".join(f"{name}: {fault}" for name, fault in faults.items())) from None


def new_password(email: str) -> tuple[str, str]:
    """A password and its hash: the one that was set, or one made up."""
    from matcher.service import passwords

    chosen = os.environ.get(PASSWORD_SETTING) or secrets.token_urlsafe(12)
    return chosen, passwords.hashed(chosen, email, PASSWORD_SETTING)
