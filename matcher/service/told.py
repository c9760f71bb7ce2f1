"""What the database refuses, in the words of who asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from matcher.errors import Broken, Conflict
from matcher.store.placing import constraints_told


@contextmanager
def told(**conflicts: tuple[str, str]) -> Iterator[None]:
    """A constraint named here is raised as a Conflict with its (code, message); others as they are."""
    try:
        with constraints_told():
            yield
    except Broken as error:
        if error.constraint not in conflicts:
            raise
        raise Conflict(*conflicts[error.constraint]) from None
