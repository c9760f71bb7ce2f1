"""What the child needs, and what the home's statement of purpose says it meets."""

from __future__ import annotations

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.caution import GENDERS
from matcher.rules.facts import Facts
from matcher.rules.register import Reason, pair_rule
from matcher.rules.sources import CARE_PLAN, CHR_2015_AGE, CHR_2015_SCHEDULE_1


@pair_rule(
    code="need",
    title="The home meets the child's primary need and every other need",
    source=CHR_2015_SCHEDULE_1,
)
def need(facts: Facts, child: Referral, home: Home) -> Reason:
    needs = (child.need, *child.also_needs)
    unmet = [code.replace("_", " ") for code in needs if code not in home.needs_met]
    if unmet:
        which = "the need" if len(needs) == 1 else f"{len(unmet)} of {len(needs)} needs"
        return f"{home.id} does not meet {which} of {child.id}: {', '.join(unmet)}"
    return None


@pair_rule(
    code="age",
    title="The child's age is inside the home's registered age range",
    source=CHR_2015_AGE,
    waived_by="the registered person and the panel",
)
def age(facts: Facts, child: Referral, home: Home) -> Reason:
    years = facts.age(child)
    if not home.min_age <= years <= home.max_age:
        return f"{home.id} takes ages {home.min_age} to {home.max_age}; {child.id} is {years}"
    return None


@pair_rule(
    code="gender",
    title="The home takes children of the child's gender",
    source=CHR_2015_SCHEDULE_1,
)
def gender(facts: Facts, child: Referral, home: Home) -> Reason:
    if "gender" in child.unknown and len(home.genders) < len(GENDERS):
        return f"{home.id} does not take every gender, and the gender of {child.id} is not known"
    if "gender" not in child.unknown and child.gender not in home.genders:
        taken = ", ".join(code.replace("_", "-") for code in sorted(home.genders)) or "nobody"
        return f"{home.id} takes {taken}; {child.id} is {child.gender.replace('_', '-')}"
    return None


@pair_rule(
    code="step_free",
    title="A child who needs step-free access is placed where there is step-free access",
    source=CARE_PLAN,
)
def step_free(facts: Facts, child: Referral, home: Home) -> Reason:
    if child.step_free and not home.step_free:
        return f"{child.id} needs step-free access; {home.id} has none"
    return None
