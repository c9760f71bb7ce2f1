"""A proposal as a person reads it."""

from __future__ import annotations

import pytest

from matcher.cli.show.plan import show_plan
from matcher.cli.show.proof import proof_words
from matcher.domain.proposal import Proof, Totals
from tests.cli.answers import AVOIDED, KEPT_APART, proposal, proved, three_children, unproved
from tests.cli.screens import seen

PLAN = """\
3 children, 3 homes, 1 April 2026
Proved: nothing better exists under these rules.

WITHOUT A HOME: 1 child
Child   Urgency     Why
──────────────────────────────────────────────────────────────────
C       emergency   no home is open to C: need shuts 3, capacity 1

PLACED: 2 children
Child   Home             A week   Miles   Note
────────────────────────────────────────────────────────────────────────────────
A       H1 Alder House   £3,000     3.1
B       H2 Beech House   £3,000    10.0   stays; out of area; would not be
                                          placed here today (age)

FUNDS: new commitments a week
Fund      New   Headroom
────────────────────────
la     £3,000     £5,000

In all: 2 placed (1 in their own area), 1 without a home; £6,000 a week for
these places, with those of reviews that are paid for already; 13.1 miles from
home.
With miles, moves and the rest as the policy prices them: £6,381 a week."""

LINES = """\
WHAT THE POLICY PRICES, a week
Child     Home   Line                       Price
─────────────────────────────────────────────────
A         H1     weekly price              £3,000
                 miles from home           £31.07
                 total                  £3,031.07
B         H2     weekly price              £3,000
                 miles from home             £100
                 out of area                 £250
                 total                     £3,350
A and B   H1     had better not share        £250
In all                                  £6,631.07"""


def test_a_plan_shows_the_children_without_a_home_first_then_who_goes_where_and_the_sums() -> None:
    assert seen(show_plan, three_children(), proposal()) == PLAN


def test_the_lines_of_the_price_list_sum_to_the_penny() -> None:
    # 300,000 + 3,107 + 300,000 + 10,000 + 25,000 + 25,000 = 663,107 pence
    answer = proposal(shared_lines=(AVOIDED,), tier2=663_107)
    text = seen(show_plan, three_children(), answer, with_lines=True)
    assert text.endswith(LINES)


def test_children_who_must_not_share_and_both_stay_are_named() -> None:
    text = seen(show_plan, three_children(), proposal(separations=(KEPT_APART,)))
    assert "\nA and B must not share, but both live in H2: separate them.\n" in text


def test_where_everyone_has_a_home_nobody_is_listed_without_one() -> None:
    totals = Totals(placed=2, unplaced=0, incremental_pence=600_000, distance_m=21_093, in_area=1)
    text = seen(show_plan, three_children(), proposal(unplaced=(), totals=totals))
    assert "WITHOUT A HOME" not in text
    assert "In all: 2 placed (1 in their own area), 0 without a home;" in text


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    text = seen(show_plan, three_children(), proposal(), width=width, with_lines=True)
    assert max(len(line) for line in text.splitlines()) <= width


def test_nothing_is_cut_even_on_a_narrow_screen() -> None:
    text = seen(show_plan, three_children(), proposal(), width=40)
    assert "…" not in text
    assert "£3,000" in text


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (proved(100, 638_107), "Best found in 20 s; at most £0 a week better exists."),
        (unproved((3, 3), (5_000_00, 4_690_00)), "Best found in 20 s; at most £310 a week better exists."),
        (
            unproved((3, 3), (500_000, None)),
            "Best found in 20 s; no other plan gives more children a home, but a cheaper one may exist.",
        ),
        (
            unproved((13, 2), (500_000, None)),
            "Best found in 20 s; not proved: more children might be given a home "
            "(weight without one 13, at least 2).",
        ),
        (
            unproved((13, None), (500_000, None)),
            "Best found in 20 s; not proved: more children might be given a home.",
        ),
    ],
)
def test_a_plan_that_is_not_proved_says_what_is_open(proof: Proof, words: str) -> None:
    assert proof_words(proposal(status="best_found", proof=proof)) == words


def test_a_second_solver_that_agrees_is_mentioned_and_one_that_did_not_finish_is_not() -> None:
    agreed = proposal(proof=proved(100, 638_107, "confirmed"))
    unfinished = proposal(proof=proved(100, 638_107, "not_finished"))
    assert proof_words(agreed) == "Proved: nothing better exists under these rules. A second solver agrees."
    assert proof_words(unfinished) == "Proved: nothing better exists under these rules."
