"""What costs money to change: a fund's limit, and the price list, which needs two people."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from matcher.domain.commands.money import AddBudget, SetLimit
from matcher.domain.commands.policies import ProposePolicy
from matcher.domain.deciding import Deciding
from matcher.errors import Broken, Conflict, Forbidden, NotFound, Precondition
from matcher.service.budgets import add_budget, get_budget, page_of_budgets, set_limit
from matcher.service.cases import deciding_of
from matcher.service.policies import (
    approve_policy,
    get_policy,
    get_policy_in_force,
    page_of_policies,
    propose_policy,
    withdraw_policy,
)
from matcher.store import policies
from matcher.store.tables.money import BUDGETS
from matcher.store.work import Store, Work
from tests.service.acting import day, do, last_recorded, now, rows
from tests.service.seeded import Seeded, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


LA = AddBudget(fund="la", weekly_limit_pence=1_000)


def test_a_limit_comes_into_todays_case_and_is_changed_in_its_version(store: Store, council: Seeded) -> None:
    new = do(store, council.commissioner, add_budget, LA)
    assert last_recorded(store, council.officer) == ("budget_added", "budget", LA.model_dump())
    found = do(store, council.commissioner, set_limit, new.id, 1, SetLimit(weekly_limit_pence=900))
    assert (found.weekly_limit_pence, found.headroom_pence, found.version) == (900, 900, 2)
    assert [one.weekly_limit_pence for one in now(store, council.officer).case.budgets] == [900]
    figures = {"fund": "la", "before_pence": 1_000, "after_pence": 900}
    assert last_recorded(store, council.officer) == ("budget_changed", "budget", figures)
    with pytest.raises(Precondition):
        do(store, council.commissioner, set_limit, new.id, 1, SetLimit(weekly_limit_pence=1))


def test_a_fund_has_one_limit(store: Store, council: Seeded) -> None:
    do(store, council.commissioner, add_budget, LA)
    with pytest.raises(Conflict) as refused:
        do(store, council.commissioner, add_budget, LA)
    assert refused.value.code == "fund_taken"


def test_a_limit_is_not_set_below_what_is_committed(store: Store, council: Seeded) -> None:
    new = do(store, council.commissioner, add_budget, LA)
    spent = update(BUDGETS).where(BUDGETS.c.council_id == council.council_id)
    commit = spent.values(committed_centipence=50_001)
    rows(store, council.officer, lambda work: work.connection.execute(commit))
    with pytest.raises(Conflict) as refused:
        do(store, council.commissioner, set_limit, new.id, 1, SetLimit(weekly_limit_pence=500))
    assert refused.value.code == "below_committed"
    found = do(store, council.commissioner, set_limit, new.id, 1, SetLimit(weekly_limit_pence=501))
    assert (found.version, found.headroom_pence) == (2, 0)


def test_only_a_commissioner_sets_limits(store: Store, council: Seeded) -> None:
    new = do(store, council.commissioner, add_budget, LA)
    others = (council.officer, council.panel, council.auditor, council.administrator, council.provider)
    for actor in (*others, council.service):
        with pytest.raises(Forbidden):
            do(store, actor, add_budget, AddBudget(fund="icb", weekly_limit_pence=1))
        with pytest.raises(Forbidden):
            do(store, actor, set_limit, new.id, 1, SetLimit(weekly_limit_pence=1))


def test_budgets_are_read_by_who_works_with_cases(store: Store, council: Seeded) -> None:
    new = do(store, council.commissioner, add_budget, LA)
    assert do(store, council.officer, get_budget, new.id) == new
    assert do(store, council.panel, page_of_budgets) == (new,)
    with pytest.raises(NotFound):
        do(store, council.officer, get_budget, 1)
    for actor in (council.auditor, council.administrator, council.provider, council.service):
        with pytest.raises(Forbidden):
            do(store, actor, page_of_budgets)


def proposed(council: Seeded, offset: int = 3, **prices: Any) -> ProposePolicy:
    return ProposePolicy(
        policy=council.case.policy.model_copy(update={"move_pence": 7} | prices),
        deciding=Deciding(hold_minutes=15),
        in_force_from=day(offset),
        reason="agreed by the steering group",
    )


def test_a_version_is_in_force_once_another_person_has_approved_it(store: Store, council: Seeded) -> None:
    draft = do(store, council.commissioner, propose_policy, proposed(council, 0))
    assert (draft.version, draft.state, draft.proposed_by) == (2, "draft", council.commissioner.id)
    before = do(store, council.officer, get_policy_in_force)
    assert before.version == 1
    approved = do(store, council.panel, approve_policy, draft.id)
    assert (approved.state, approved.approved_by) == ("approved", council.panel.id)
    assert do(store, council.officer, get_policy_in_force).version == 2
    assert now(store, council.officer).case.policy.move_pence == 7
    with store.read(council.council_id) as work:
        assert deciding_of(work).hold_minutes == 15
    told = {"version": 2, "proposed_by": council.commissioner.id}
    assert last_recorded(store, council.officer) == ("policy_approved", "policy", told)


def test_nobody_approves_their_own_version(store: Store, council: Seeded) -> None:
    draft = do(store, council.commissioner, propose_policy, proposed(council))
    with pytest.raises(Forbidden, match="ask another person"):
        do(store, council.commissioner, approve_policy, draft.id)
    assert do(store, council.commissioner, get_policy, draft.id).state == "draft"


def test_the_database_itself_refuses_one_person_for_both(store: Store, council: Seeded) -> None:
    draft = do(store, council.commissioner, propose_policy, proposed(council))

    def alone(work: Work) -> None:
        policies.approve(work, draft.id, council.commissioner.id)

    def by_nobody(work: Work) -> None:
        policies.approve(work, draft.id, None)

    for act, constraint in ((alone, "ck_policies_two_people"), (by_nobody, "ck_policies_approved_by_whom")):
        with pytest.raises(Broken) as refused:
            rows(store, council.officer, act)
        assert refused.value.constraint == constraint


def test_one_version_waits_at_a_time(store: Store, council: Seeded) -> None:
    first = do(store, council.commissioner, propose_policy, proposed(council))
    with pytest.raises(Conflict) as refused:
        do(store, council.commissioner, propose_policy, proposed(council))
    assert refused.value.code == "draft_exists"
    assert do(store, council.panel, withdraw_policy, first.id).state == "withdrawn"
    assert do(store, council.commissioner, propose_policy, proposed(council)).version == 3
    page = do(store, council.auditor, page_of_policies, None, 10)
    assert sorted((one.version, one.state) for one in page) == [
        (1, "approved"),
        (2, "withdrawn"),
        (3, "draft"),
    ]


def test_what_is_no_draft_is_neither_approved_nor_withdrawn(store: Store, council: Seeded) -> None:
    draft = do(store, council.commissioner, propose_policy, proposed(council))
    do(store, council.commissioner, withdraw_policy, draft.id)
    for act in (approve_policy, withdraw_policy):
        with pytest.raises(Conflict) as refused:
            do(store, council.panel, act, draft.id)
        assert refused.value.code == "not_a_draft"


def test_a_day_that_has_passed_keeps_its_policy(store: Store, council: Seeded) -> None:
    with pytest.raises(Conflict) as refused:
        do(store, council.commissioner, propose_policy, proposed(council, -1))
    assert refused.value.code == "too_late"

    def slow(work: Work) -> int:
        documents: tuple[dict[str, Any], dict[str, Any]] = (council.case.policy.model_dump(mode="json"), {})
        return policies.add_policy(work, documents, day(-1), "slow", council.commissioner.id)

    late = rows(store, council.officer, slow)
    with pytest.raises(Conflict) as refused:
        do(store, council.panel, approve_policy, late)
    assert refused.value.code == "too_late"


def test_who_may_not_change_policy_is_refused(store: Store, council: Seeded) -> None:
    draft = do(store, council.commissioner, propose_policy, proposed(council))
    others = (council.officer, council.auditor, council.administrator, council.provider, council.service)
    for actor in (*others, council.panel):
        with pytest.raises(Forbidden):
            do(store, actor, propose_policy, proposed(council))
    for actor in others:
        with pytest.raises(Forbidden):
            do(store, actor, approve_policy, draft.id)
        with pytest.raises(Forbidden):
            do(store, actor, withdraw_policy, draft.id)
