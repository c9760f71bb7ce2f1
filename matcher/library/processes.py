"""The solving processes that wait for a question."""

from __future__ import annotations


def warm() -> None:
    """Start a solving process ahead of the first question: importing the solver takes a second."""
    from matcher.model.process import POOL

    POOL.warm()


def close() -> None:
    """End the solving processes that wait; the next question starts a new one."""
    from matcher.model.process import POOL

    POOL.close()
