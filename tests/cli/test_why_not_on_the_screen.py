"""Why-not answers, alternatives and the rule book as a person reads them."""

from __future__ import annotations

from matcher.cli.show.alternatives import show_alternatives
from matcher.cli.show.rules import show_rules
from matcher.cli.show.why_not import show_near_misses, show_one_home, show_why_not
from matcher.domain.proposal import Alternatives, HomeAnswer, Proposal, ShutBy, WhyNot
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from tests.cli.answers import proposal, three_children
from tests.cli.screens import seen

FULL = ShutBy(rule="capacity", reason="H3 has no free bed", waivable=False)
FAR = ShutBy(rule="distance", reason="H2 is 10.0 miles from home; the limit is 5 miles", waivable=True)
DEAR = ShutBy(rule="price_cap", reason="H2 would cost £3,000 a week; the limit is £2,000", waivable=True)

WHY_NOT = """\
A: 12 years, general, urgent, needed by 1 May 2026

OPEN: 1 home
  H1 Alder House

NEAR MISSES: 1 home that one rule alone shuts
Home             Rule       Why                  Waivable
─────────────────────────────────────────────────────────
H3 Cedar House   capacity   H3 has no free bed   no

SHUT BY SEVERAL RULES: 1 home (--home ID gives the sentences)
Home             Rules
───────────────────────────────────
H2 Beech House   distance, price_cap

HOW MANY HOMES EACH RULE SHUTS
  capacity 1, distance 1, price_cap 1"""

ONE_HOME = """\
H2 Beech House is shut to A by 2 rules:
Rule        Why                                                         Waivable
────────────────────────────────────────────────────────────────────────────────
distance    H2 is 10.0 miles from home; the limit is 5 miles            yes
price_cap   H2 would cost £3,000 a week; the limit is £2,000            yes"""

PLAN_2 = """\
PLAN 2: the same fees, £10 a week more as the policy prices it; 1 child
elsewhere
Child   Plan 1   Plan 2
───────────────────────
A       H1       H2

There is no further plan: 2 plans in all."""


def homes() -> tuple[HomeAnswer, HomeAnswer, HomeAnswer]:
    return (
        HomeAnswer(home="H1", rules=()),
        HomeAnswer(home="H2", rules=(FAR, DEAR)),
        HomeAnswer(home="H3", rules=(FULL,)),
    )


def why_not() -> WhyNot:
    return WhyNot(
        referral="A",
        homes=homes(),
        shut_by={"distance": 1, "price_cap": 1, "capacity": 1},
        near_misses=("H3",),
        eligible=("H1",),
        case_fingerprint="0" * 64,
    )


def alternatives(*plans: Proposal, differ: int = 1, complete: bool = True) -> Alternatives:
    return Alternatives(
        status="optimal", differ=differ, complete=complete, proposals=plans, case_fingerprint="0" * 64
    )


def test_why_not_shows_what_is_open_what_is_nearly_open_and_what_shuts_the_rest() -> None:
    text = seen(show_why_not, three_children(), why_not())
    assert [line.rstrip("─") for line in text.splitlines()] == [
        line.rstrip("─") for line in WHY_NOT.splitlines()
    ]


def test_near_misses_that_may_be_waived_come_first() -> None:
    near = (HomeAnswer(home="H3", rules=(FULL,)), HomeAnswer(home="H2", rules=(FAR,)))
    answer = why_not().model_copy(update={"homes": near, "near_misses": ("H3", "H2")})
    text = seen(show_near_misses, three_children(), answer, 1)
    assert "H2 Beech House" in text
    assert "H3" not in text


def test_one_home_is_explained_with_every_sentence() -> None:
    assert _words(seen(show_one_home, three_children(), "A", homes()[1])) == _words(ONE_HOME)


def test_an_open_home_is_said_to_be_open() -> None:
    text = seen(show_one_home, three_children(), "A", homes()[0])
    assert text == "H1 Alder House is open to A: no rule shuts it."


def test_a_further_plan_is_shown_as_its_difference_from_the_first() -> None:
    moved = proposal(allocation={"A": "H2", "B": "H2", "C": None}, tier2=639_107)
    text = seen(show_alternatives, three_children(), alternatives(proposal(), moved))
    assert text.startswith("\nPLAN 1\n3 children, 3 homes, 1 April 2026\n")
    assert text.endswith(PLAN_2)


def test_plans_that_go_on_are_not_called_complete() -> None:
    text = seen(show_alternatives, three_children(), alternatives(proposal(), complete=False))
    assert "no further plan" not in text


def test_a_plan_that_leaves_another_child_out_says_so_before_the_money() -> None:
    fewer = proposal().totals.model_copy(update={"unplaced": 2})
    worse = proposal(allocation={"A": None, "B": "H2", "C": None}, tier1=110, tier2=335_000, totals=fewer)
    text = seen(show_alternatives, three_children(), alternatives(proposal(), worse))
    assert "PLAN 2: leaves A without a home; the same fees, £3,031 a week less as the policy" in text
    assert "A       H1       no home" in text


def test_the_rule_book_shows_every_rule_once_with_its_source() -> None:
    lines = seen(show_rules, width=120).splitlines()
    first_words = [line.split()[0] for line in lines if line and not line.startswith(" ")]
    for code, rule in (PAIR_RULES | GROUP_RULES).items():
        assert first_words.count(code) == 1, code
        assert any(rule.source.link in line for line in lines), code


def _words(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if "─" not in line]
