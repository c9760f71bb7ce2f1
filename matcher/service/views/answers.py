"""An answer as somebody may see it: the same shape, with less in it where a right is missing."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.errors import Forbidden
from matcher.service.actor import Actor
from matcher.service.views.distances import banded
from matcher.service.views.flags import unflagged
from matcher.service.views.places import WITHOUT_ANY, WITHOUT_HOMES
from matcher.service.views.prices import unpriced
from matcher.service.views.rewriting import Document, Rule, rewritten

_ABOUT_FLAGS = frozenset({"impact"})


def answer_view(question: str, answer: Document, actor: Actor) -> Document:
    """The answer to a question as this actor may see it; `answer` itself stays as it is.

    Raises Forbidden where the answer is about other children's flags alone, and without read_runs.
    """
    if question in _ABOUT_FLAGS:
        actor.require("see_flags")
    return document_view(answer, actor)


def document_view(document: Document, actor: Actor) -> Document:
    """A stored proposal, or any part of an answer, the same way. Raises Forbidden."""
    if not (actor.may("read_runs") or actor.may("read_decisions")):
        raise Forbidden("this needs the right read_runs, which none of your roles has")
    shown = document
    for rule in _rules_for(actor):
        shown = rewritten(shown, rule)
    return shown


def _rules_for(actor: Actor) -> Iterator[Rule]:
    exact = actor.may("see_exact_distance")
    yield WITHOUT_HOMES if exact else WITHOUT_ANY
    if not actor.may("see_flags"):
        yield unflagged
    if not exact:
        yield banded
    if not actor.may("see_prices"):
        yield unpriced
