"""What the home is registered and judged to be."""

from __future__ import annotations

from datetime import date

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts
from matcher.rules.register import Reason, pair_rule
from matcher.rules.sources import COUNCIL_POLICY, CPPCR_REG_27A, CSA_2000_S11


@pair_rule(
    code="registration",
    title="The home is registered, as a type that the child's care plan accepts",
    source=CSA_2000_S11,
)
def registration(facts: Facts, child: Referral, home: Home) -> Reason:
    if not home.registered:
        return f"{home.id} is not registered, so {child.id} may not be placed there"
    if home.placement_type not in child.placement_types:
        accepted = ", ".join(_words(kind) for kind in sorted(child.placement_types))
        return (
            f"{home.id} is a {_words(home.placement_type)}; the care plan of {child.id} accepts: {accepted}"
        )
    return None


@pair_rule(
    code="regulated_under_16",
    title="A child under 16 is not placed in supported accommodation",
    source=CPPCR_REG_27A,
    in_force_from=date(2021, 9, 9),
)
def regulated_under_16(facts: Facts, child: Referral, home: Home) -> Reason:
    age = facts.age(child)
    if age < 16 and home.placement_type == "supported_accommodation":
        return f"{home.id} is supported accommodation, from age 16; {child.id} is {age}"
    return None


@pair_rule(
    code="judgement",
    title="The home's inspection judgement is one that the council's policy accepts",
    source=COUNCIL_POLICY,
    waived_by="panel",
)
def judgement(facts: Facts, child: Referral, home: Home) -> Reason:
    if home.judgement in facts.policy.barred_judgements:
        barred = ", ".join(_words(grade) for grade in sorted(facts.policy.barred_judgements))
        return f"{home.id} is judged {_words(home.judgement)}; the policy bars: {barred}"
    return None


def _words(code: str) -> str:
    return code.replace("childrens", "children's").replace("_", " ")
