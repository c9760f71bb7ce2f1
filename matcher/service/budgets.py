"""Budgets: a commissioner sets a fund's limit, never below what is committed to it."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.domain.commands.money import AddBudget, SetLimit
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import budgets as kept
from matcher.store.budgets import StoredBudget
from matcher.store.work import Work


def get_budget(work: Work, actor: Actor, budget_id: int) -> StoredBudget:
    """Raises Forbidden, NotFound."""
    actor.require("read_budgets")
    return kept.budget(work, budget_id)


def page_of_budgets(work: Work, actor: Actor) -> Sequence[StoredBudget]:
    """All funds with a limit: a council has a handful. Raises Forbidden."""
    actor.require("read_budgets")
    return kept.every_budget(work)


def add_budget(work: Work, actor: Actor, command: AddBudget) -> StoredBudget:
    """A limit for a fund that had none. Raises Forbidden, Conflict (fund_taken)."""
    actor.require("write_budgets")
    with told(uq_budgets_council_id_fund=("fund_taken", "this fund has a limit already: change that one")):
        budget_id = kept.add_budget(work, command.fund, command.weekly_limit_pence)
    limit = {"fund": command.fund, "weekly_limit_pence": command.weekly_limit_pence}
    recorded(work, actor, "budget_added", ("budget", budget_id), **limit)
    return kept.budget(work, budget_id)


def set_limit(work: Work, actor: Actor, budget_id: int, version: int, command: SetLimit) -> StoredBudget:
    """A fund's limit from now on. Raises Forbidden, NotFound, Precondition, Conflict (below_committed)."""
    actor.require("write_budgets")
    before = kept.budget(work, budget_id, lock=True)
    words = ("below_committed", "more than this is committed to the fund already: set a higher limit")
    with told(ck_budgets_headroom=words):
        kept.set_limit(work, budget_id, version, command.weekly_limit_pence)
    limits = {"before_pence": before.weekly_limit_pence, "after_pence": command.weekly_limit_pence}
    recorded(work, actor, "budget_changed", ("budget", budget_id), fund=before.fund, **limits)
    return kept.budget(work, budget_id)
