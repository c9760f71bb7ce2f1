"""A home that is open to the child and still cannot take it today, or not with those it must live with."""

from __future__ import annotations

import pytest

from matcher.domain.emergency import Caveat
from matcher.library import verify
from tests.builders import document, group, home, referral, resident, sent
from tests.differential.draws import read
from tests.emergency.asked import asked

NO_ADMISSION = Caveat(code="no_admission_left")


@pytest.mark.parametrize(("limit", "said"), [(None, ()), (1, ()), (0, (NO_ADMISSION,))])
def test_a_home_that_may_admit_nobody_today_says_so(limit: int | None, said: tuple[Caveat, ...]) -> None:
    [option] = asked(referral("A"), home(admissions_limit=limit)).sure
    assert option.caveats == said


@pytest.mark.parametrize(
    ("places", "free"), [(3, None), (2, 1), (1, 0)], ids=["two free", "one free", "none free"]
)
def test_a_sibling_group_that_must_live_together_needs_a_bed_each(places: int, free: int | None) -> None:
    """One of the three places has a resident; A and B need the two others."""
    there = home(places=places, residents=[resident()])
    options = asked(
        referral("A"), there, others=(referral("B"),), sibling_groups=[group("A", "B", rule="together")]
    )
    told = [option.caveats for option in (*options.sure, *options.possible)]
    if free == 0:  # the rule `capacity` shuts it
        assert told == []
    elif free is None:
        assert told == [()]
    else:
        assert told == [(Caveat(code="beds_for_group", group="G1", needed=2, free=free),)]


@pytest.mark.parametrize("rule", ["prefer_together", "apart"])
def test_a_group_that_need_not_live_together_needs_nothing(rule: str) -> None:
    [option] = asked(
        referral("A"), home(places=1), others=(referral("B"),), sibling_groups=[group("A", "B", rule=rule)]
    ).sure
    assert option.caveats == ()


def test_a_child_who_lives_there_is_not_admitted() -> None:
    [option] = asked(referral("A", current_home="H1"), home(admissions_limit=0)).sure
    assert option.caveats == ()


def test_a_caveat_left_out_or_made_up_is_refused() -> None:
    given = read(document([referral("A")], [home(admissions_limit=0), home("H2")]))
    answer = sent(asked(referral("A"), home(admissions_limit=0), home("H2")))
    assert verify(given, answer) == ()
    first, second = answer["sure"]
    assert first["caveats"] != second["caveats"]
    first["caveats"], second["caveats"] = second["caveats"], first["caveats"]
    assert [breach.code for breach in verify(given, answer)] == ["options.caveats"] * 2
