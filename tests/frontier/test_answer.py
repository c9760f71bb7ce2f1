"""What a frontier says: the points, the ends, where it is open, and the same for any number of workers."""

from __future__ import annotations

import time

import pytest

from matcher import library
from matcher.answers import allocation
from matcher.answers import frontier as answers
from matcher.answers.walks import Track
from matcher.domain.frontier import Frontier, OpenRange, Spot
from matcher.errors import OutOfTime
from matcher.model.frontier import Point, walk
from matcher.model.outcome import Limits
from matcher.model.pack import pack
from tests.builders import case, home, referral
from tests.frontier.trades import FAR, MIDDLE, NEAR, trade


def at(answer: Frontier) -> list[tuple[int, int, bool | None]]:
    return [(p.incremental_pence, p.distance_m, p.supported) for p in answer.points]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_points_are_those_no_plan_beats_in_both_cheapest_first(workers: int) -> None:
    answer = library.frontier(trade(), library.Settings(workers=workers))

    assert at(answer) == [(*FAR, True), (*MIDDLE, False), (*NEAR, True)]
    assert [point.allocation["A"] for point in answer.points] == ["FAR", "MIDDLE", "NEAR"]
    assert (answer.status, answer.open) == ("optimal", ())
    assert (answer.proposed.allocation, answer.proposed.incremental_pence) == ({"A": "FAR"}, FAR[0])


def test_a_case_that_can_place_nobody_has_one_point_at_nothing() -> None:
    answer = library.frontier(case([referral("A")], [home(genders=["male"])]))

    assert at(answer) == [(0, 0, True)]
    assert [point.placed for point in answer.points] == [0]


def test_a_case_without_children_has_one_point_too() -> None:
    assert at(library.frontier(case([], []))) == [(0, 0, True)]


def test_of_equal_plans_at_a_point_the_one_of_least_tier_2_is_told() -> None:
    homes = [home("IN"), home("OUT", provision="spot")]

    (point,) = library.frontier(case([referral("A")], homes)).points

    assert (point.allocation, point.tier2) == ({"A": "IN"}, 303_107)


PARTS = [
    ([0], [2], OpenRange(cheaper=Spot(incremental_pence=100_000, distance_m=20_000),
                         nearer=Spot(incremental_pence=300_000, distance_m=1_000))),
    ([0, 1], [], OpenRange(cheaper=Spot(incremental_pence=290_000, distance_m=10_000), nearer=None)),
    ([], [2], OpenRange(cheaper=None, nearer=Spot(incremental_pence=300_000, distance_m=1_000))),
    ([], [], OpenRange(cheaper=None, nearer=None)),
]  # fmt: skip


@pytest.mark.parametrize(("cheap", "near", "open_at"), PARTS)
def test_a_frontier_in_part_says_where_it_is_open_and_passes_the_verifier(
    cheap: list[int], near: list[int], open_at: OpenRange, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = trade()
    packed = pack(asked)
    by_home = {packed.allocation([choice])["A"]: choice for choice in range(packed.problem.choices)}
    points = [
        Point(*figures, (by_home[name],))
        for name, figures in (("FAR", FAR), ("MIDDLE", MIDDLE), ("NEAR", NEAR))
    ]
    track = Track([points[n] for n in cheap], [points[n] for n in near])
    monkeypatch.setattr(answers, "walked", lambda *_: track)

    answer = library.frontier(asked)

    assert (answer.status, answer.open) == ("best_found", (open_at,))
    assert at(answer) == [(*points[n][:2], None) for n in [*cheap, *near]]


def test_a_walk_that_has_no_time_proves_nothing_and_says_so() -> None:
    asked = trade()
    packed = pack(asked)
    over = Limits(deadline=time.monotonic())

    ended = walk(
        packed.problem,
        answers.incremental_pence(asked),
        answers.metres(packed),
        0,
        "cheap",
        None,
        None,
        (),
        9.0,
        over,
    )

    assert (ended.points, ended.ended) == ((), "time")


def test_without_a_proof_of_who_can_have_a_home_there_is_no_frontier(monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = allocation.proposal

    def unproved(*asked: object) -> object:
        found = proposal(*asked)  # type: ignore[arg-type]
        tier1 = found.proof.tier1.model_copy(update={"bound": None, "gap": None})
        return found.model_copy(update={"proof": found.proof.model_copy(update={"tier1": tier1})})

    monkeypatch.setattr(answers, "proposal", unproved)

    with pytest.raises(OutOfTime, match="Allow more time"):
        library.frontier(trade())
