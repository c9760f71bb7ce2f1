"""The statutory route as a table: what may not be, who approves; with `duties`, who is told and by when.

It informs and drafts; a named person decides. Each row says when it applies and cites its source.
"""

from __future__ import annotations

from matcher.domain.route import Approval
from matcher.rules import statutes
from matcher.rules.circumstances import Circumstances
from matcher.rules.duties import DUTIES
from matcher.rules.route_step import Step, key_stage_4, secure, supported
from matcher.rules.sources import CPPCR_REG_27A, CSA_2000_S11

APPROVALS: tuple[Step, ...] = (
    Step(
        code="unregistered",
        kind="bar",
        who="nobody",
        title="The home is not registered: no child may be placed there",
        when="the home is not registered",
        applies=lambda about: not about.home.registered,
        source=CSA_2000_S11,
        due="none",
    ),
    Step(
        code="under_16",
        kind="bar",
        who="nobody",
        title="A child under 16 may not be placed in supported accommodation",
        when="supported accommodation, child under 16",
        applies=lambda about: supported(about) and about.age < 16,
        source=CPPCR_REG_27A,
        due="none",
    ),
    Step(
        code="supported_unregistered",
        kind="bar",
        who="nobody",
        title="At 16 or 17, supported accommodation must be registered",
        when="supported accommodation that is not registered, child of 16 or 17",
        applies=lambda about: supported(about) and about.age >= 16 and not about.home.registered,
        source=statutes.REG_27C,
        due="none",
    ),
    Step(
        code="director",
        kind="approval",
        who="director",
        title="The director of children's services approves a placement at a distance",
        when="outside the area and not adjoining; not with the council's own foster carer",
        applies=lambda about: about.needs_area_approval and about.area == "at_a_distance",
        source=statutes.REG_11_DISTANCE,
    ),
    Step(
        code="nominated_officer",
        kind="approval",
        who="nominated_officer",
        title="A nominated officer approves a placement outside the area",
        when="outside the area, adjoining; not with the council's own foster carer",
        applies=lambda about: about.needs_area_approval and about.area == "adjoining",
        source=statutes.REG_11_OUTSIDE,
    ),
    Step(
        code="key_stage_4",
        kind="approval",
        who="nominated_officer",
        title="A nominated officer approves a change that disrupts education in Key Stage 4",
        when="in Key Stage 4 with a school, not an emergency; not needed if the schooling is not disrupted",
        applies=key_stage_4,
        source=statutes.REG_10_KEY_STAGE_4,
    ),
    Step(
        code="secure_under_13",
        kind="approval",
        who="secretary_of_state",
        title="The Secretary of State approves secure accommodation for a child under 13",
        when="secure home, child under 13",
        applies=lambda about: secure(about) and about.age < 13,
        source=statutes.SECURE_UNDER_13,
    ),
    Step(
        code="secure_order",
        kind="court",
        who="court",
        title="The court makes a secure accommodation order, or the stay ends after 72 hours",
        when="secure home",
        applies=secure,
        source=statutes.CA_1989_S25,
        due="hours_72",
    ),
    Step(
        code="liberty_order",
        kind="court",
        who="high_court",
        title="The High Court authorises the deprivation of liberty",
        when="flag `deprivation_of_liberty`, not a secure home",
        applies=lambda about: about.liberty and not secure(about),
        source=statutes.LIBERTY,
    ),
    Step(
        code="liberty_overlap",
        kind="record",
        who="legal",
        title="An order depriving of liberty does not go with this kind of home: take legal advice",
        when="flag `deprivation_of_liberty`, secure home or supported accommodation",
        applies=lambda about: about.liberty and (secure(about) or supported(about)),
        source=statutes.LIBERTY_RETURN,
    ),
)
STEPS = (*APPROVALS, *DUTIES)
"""In the order in which a person works through them."""


def steps_for(about: Circumstances) -> tuple[Step, ...]:
    """The rows that apply; none to a child who stays."""
    return () if about.stays else tuple(step for step in STEPS if step.applies(about))


def approval_for(about: Circumstances) -> Approval:
    """Who must approve: the highest of those whom the council itself names."""
    asked = {step.who for step in steps_for(about) if step.kind == "approval"}
    if "director" in asked:
        return "director"
    return "nominated_officer" if "nominated_officer" in asked else "none"
