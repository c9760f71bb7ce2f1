"""Options and regrets as a person reads them."""

from __future__ import annotations

import pytest

from matcher.cli.show.options import show_options
from matcher.cli.show.regret import regret_words
from matcher.domain.proposal import Option
from tests.builders import case, group, referral
from tests.cli.answers import option, option_table, three_children
from tests.cli.screens import seen

TABLE = """\
Proved: nothing better exists under these rules. The costs are exact.

A: 12 years, general, urgent, needed by 1 May 2026
    Home             A week   Miles   What choosing it costs
───────────────────────────────────────────────────────────────────
1   H1 Alder House   £3,000     3.1   proposed
2   H2 Beech House   £4,522    10.0   costs £310 a week more in all

C: 12 years, secure mental health, emergency, needed by 1 May 2026
  No home is open to this child: see placements why-not."""


def two_options() -> tuple[Option, Option]:
    second = option((0, 31_045), home="H2", rank=2, weekly_price_pence=452_200, distance_m=16_093)
    return option((0, 0), proposed=True), second


def test_options_are_listed_child_by_child_with_what_each_costs() -> None:
    assert seen(show_options, three_children(), option_table(*two_options()), ["A", "C"]) == TABLE


def test_without_an_id_every_child_of_the_case_is_listed() -> None:
    text = seen(show_options, three_children(), option_table(*two_options()), [])
    assert [line[:2] for line in text.splitlines() if " years, " in line] == ["A:", "B:", "C:"]


def test_the_first_options_alone_say_how_many_more_there_are() -> None:
    text = seen(show_options, three_children(), option_table(*two_options()), ["A"], top=1)
    assert "H2" not in text
    assert text.endswith("and 1 more home")


def test_a_table_that_is_not_proved_says_so() -> None:
    table = option_table(*two_options(), status="best_found")
    assert seen(show_options, three_children(), table, ["A"]).startswith("Not proved: time ended first.")


def test_a_cost_that_is_not_exact_is_not_called_exact() -> None:
    text = seen(show_options, three_children(), option_table(option((0, 500), exact=False)), ["A"])
    assert text.startswith("Proved: nothing better exists under these rules. Some costs are not proved.")
    assert "costs £5 a week more in all (not proved" in text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (option((0, 0), proposed=True), "proposed"),
        (option((0, 0)), "as good as the plan"),
        (option((0, 31_000)), "costs £310 a week more in all"),
        (option((0, 40)), "costs less than £1 a week more in all"),
        (option(None), "no plan can use it"),
        (option((0, 31_000), ("B", "H3")), "costs £310 a week more in all; B would go elsewhere"),
        (option((0, 31_000), ("A", "H1")), "costs £310 a week more in all"),
        (option((10, 0), ("A", "H1"), ("C", None)), "leaves C (emergency) without a home"),
        (option((10, -694_456), ("C", None)), "leaves C (emergency) without a home (£6,945 a week less)"),
        (
            option((10, 500), ("C", None), ("B", None)),
            "leaves C (emergency) and B (planned) without a home (£5 a week more)",
        ),
        (
            option((10, 0), ("A", None), ("B", None), ("C", None), ("B", None)),
            "leaves 4 children without a home (1 emergency, 1 urgent and 2 planned)",
        ),
        (option((10, 0)), "adds 10 to the weight of children without a home"),
        (option((-1, 0)), "better than the plan, which is not proved"),
        (option((0, -500)), "£5 a week better"),
    ],
)
def test_a_regret_in_words_claims_only_what_is_known(given: Option, words: str) -> None:
    assert regret_words(three_children(), given) == words


def test_a_child_who_loses_a_home_to_another_of_the_same_weight_is_named() -> None:
    """The demonstration council's R-20 at HOME-003: tier 1 is the same, and R-24 has no home."""
    swapped = option((0, 45_800), ("B", None), home="H2", rank=2)

    assert regret_words(three_children(), swapped) == "leaves B (planned) without a home (£458 a week more)"


def test_an_option_that_no_plan_can_use_says_which_siblings_must_come_too() -> None:
    siblings = case([referral("A"), referral("B")], sibling_groups=[group("A", "B", rule="together")])

    assert regret_words(siblings, option(None)) == "no plan can use it: B must be placed there too"
