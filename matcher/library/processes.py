"""The solving processes that wait for a question."""

from __future__ import annotations


def warm() -> None:
    """Start a solving process ahead of the first question: importing the solver takes a second.

    After an update the engine is compiled first, once, which takes a minute or two and is told in the log.
    """
    from matcher.model.compiled import compile_once
    from matcher.model.process import POOL

    compile_once()
    POOL.warm()


def compiled() -> bool:
    """Whether a question can be answered without compiling the engine first."""
    from matcher.model.compiled import is_compiled

    return is_compiled()


def close() -> None:
    """End the solving processes that wait; the next question starts a new one."""
    from matcher.model.process import POOL

    POOL.close()
