"""Draft texts of approvals, consultations and notices: ids and figures, blanks for what a person knows."""

from __future__ import annotations

from datetime import date

from matcher.domain.route import Area, Who
from matcher.geo.statutory import area_name
from matcher.rules.circumstances import Circumstances
from matcher.rules.measures import count_text, miles_text
from matcher.rules.route_step import Step

BLANK = "[fill in]"
WHO_WORDS: dict[Who, str] = {
    "nobody": "nobody",
    "nominated_officer": "the nominated officer",
    "director": "the director of children's services",
    "secretary_of_state": "the Secretary of State",
    "court": "the court",
    "high_court": "the High Court",
    "area_authority": "the area authority",
    "persons_concerned": "everyone concerned",
    "relatives": "relatives and the independent reviewing officer",
    "present_carers": "the present carers and everyone told of the present placement",
    "registered_manager": "the registered manager of the home",
    "reviewing_officer": "the independent reviewing officer",
    "review_panel": "the review panel",
    "social_worker": "the social worker",
    "legal": "the council's lawyers",
}
AREA_WORDS: dict[Area, str] = {
    "in": "inside the area",
    "adjoining": "outside the area, adjoining",
    "at_a_distance": "outside the area, not adjoining",
}
_BODIES = {
    "director": "Your approval is asked for a placement at a distance. Before approving you must be "
    "satisfied that: the child's wishes and feelings were ascertained: {blank}; the placement is the most "
    "appropriate one available and consistent with the care plan, because: {blank}; {consulted}",
    "nominated_officer": "Your approval is asked for a placement outside the area. Before approving you "
    "must be satisfied that: the child's wishes and feelings were ascertained: {blank}; the placement is "
    "the most appropriate one available and consistent with the care plan, because: {blank}; {consulted}",
    "key_stage_4": "Your approval is asked for a change of placement in Key Stage 4. Would it disrupt the "
    "schooling: {blank}. If so, you must be satisfied that: the child's wishes and feelings were "
    "ascertained: {blank}; the education there will promote achievement and fits the personal education "
    "plan: {blank}; the designated teacher was consulted: {blank}; the reviewing officer was consulted: "
    "{blank}.",
    "secure_under_13": "Approval is asked to place a child who is {age} years old in secure accommodation. "
    "The grounds of section 25: {blank}. What else was tried: {blank}.",
    "area_consulted": "We consult you on a placement in your area. The care plan is enclosed: {blank}. "
    "Services the child will need from you: {blank}. Please say what you know of the home and its "
    "surroundings that bears on the child's safety.",
    "area_notified": "We propose a placement in your area. Please say what you know of the home and its "
    "surroundings that bears on the child's safety.",
    "relatives": "We ask for your view on a placement outside the area. What matters to the child, and how "
    "contact will be kept up: {blank}.",
    "area_notice": "We give you notice of a placement in your area. Our assessment of the child's needs: "
    "{blank}. Why this placement is the most suitable one: {blank}. The care plan: {care_plan}.",
    "placement_notice": "We give you notice of the arrangements for this placement: {blank}. It goes to the "
    "child (unless not appropriate at {age}), parents, those with contact by order, whoever cares for the "
    "child now, the integrated care board, the doctor, the school and the reviewing officer. Leave out any "
    "of the parents, contacts and carers whom it would put the child at risk to tell: {blank}.",
    "ending_notice": "We intend to end the child's placement at {present} when the new one starts. The "
    "review of the child's case was on: {blank}.",
    "impact": "We ask you to weigh what this placement would mean for {residents} and for the child, and "
    "whether the child's needs are within your statement of purpose. You may refuse. Risks and strengths: "
    "{blank}. What would make it work: {blank}.",
}
_BEFORE = (
    "relatives were consulted where appropriate: {blank}; the area authority was {area}: {blank}; the "
    "independent reviewing officer was consulted: {blank}."
)
_EMERGENCY = (
    "this is an emergency: relatives, the area authority and the independent reviewing officer are "
    "consulted or told within five working days of your approval."
)


def draft(step: Step, about: Circumstances, due: date | None) -> str | None:
    """A text to be finished, checked and sent by a person; None for a step that needs none.

    Raises FileNotFoundError when the list of authorities is missing.
    """
    body = _BODIES.get(step.code)
    if body is None:
        return None
    return "\n".join([*_head(step, about, due), body.format(**_words(about)), *_foot(step)])


def _head(step: Step, about: Circumstances, due: date | None) -> list[str]:
    child, home = about.child, about.home
    return [
        "DRAFT, not sent: for a named person to check, finish and sign.",
        f"To: {WHO_WORDS[step.who]}"
        + (f" ({_area(home.location.area)})" if step.who == "area_authority" else ""),
        f"About: child {child.id}, home {home.id}, from {about.starts_on:%Y-%m-%d}"
        + (" (emergency)" if about.emergency else ""),
        f"Where: {_area(home.location.area)}; the child's own area is {_area(child.origin.area)}: "
        f"{AREA_WORDS[about.area]}; {miles_text(about.distance_m)} miles from home",
        *([f"By: {due:%Y-%m-%d}"] if due else []),
    ]


def _foot(step: Step) -> list[str]:
    return [f"Under: {step.source.words}", f"Signed: {BLANK}    Role: {BLANK}    Date: {BLANK}"]


def _words(about: Circumstances) -> dict[str, str]:
    told = "notified" if about.area == "adjoining" else "consulted and has the care plan"
    consulted = _EMERGENCY if about.emergency else _BEFORE.format(blank=BLANK, area=told)
    sent = f"sent before, on {BLANK}; or enclosed"
    return {
        "blank": BLANK,
        "age": str(about.age),
        "consulted": consulted,
        "care_plan": sent if about.area == "at_a_distance" else "enclosed",
        "present": about.child.current_home or BLANK,
        "residents": _others(about),
    }


def _others(about: Circumstances) -> str:
    joining = f" and {count_text(about.joining, 'other')} who would join them" if about.joining else ""
    return count_text(about.living_there, "child", "children") + " who live there now" + joining


def _area(code: str) -> str:
    name = area_name(code)
    return f"{name}, {code}" if name else code
