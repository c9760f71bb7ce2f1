"""A sweep as a picture: what the plan costs over the parameter, and where it changes."""

from __future__ import annotations

from matcher.charts.axis import Axis, Series
from matcher.charts.line import line_chart
from matcher.domain.case import Case
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Sweep

_WORDS = {
    "pence_per_mile": "Pence for a mile from home",
    "pence_per_school_mile": "Pence for a mile from school",
    "out_of_area_pence": "Pence for a place out of area",
    "move_pence": "Pence for a move",
    "avoid_pence": "Pence for two who had better not share",
    "split_siblings_pence": "Pence for siblings in another home",
}


def sweep_chart(case: Case, answer: Sweep) -> str:
    """SVG text: cost a week, a dashed upright where the plan changes."""
    cost = Series("Cost a week", [(p.value, p.figures.weekly_pence / 100) for p in answer.points])
    least, most = answer.points[0], answer.points[-1]
    turns = [turn.value for turn in answer.turns]
    said = f"{len(turns)} {'change' if len(turns) == 1 else 'changes'} of plan, each a dashed line"
    return line_chart(
        title=f"{parameter_words(answer.parameter)}: what the plan of {len(case.referrals)} children costs",
        description=f"From {least.value} to {most.value} {answer.unit}: {said}.",
        x=Axis(parameter_words(answer.parameter)),
        y=Axis("Pounds a week", label=",.0f"),
        series=[cost],
        marked_x=turns,
        joined=False,  # between two points the plan may cost more than at both
    )


def parameter_words(parameter: Parameter) -> str:
    """What is turned, in words and with its unit."""
    if parameter.turns == "uplift":
        whose = parameter.provider or parameter.home or f"{parameter.provision} homes"
        return f"Per cent on the prices of {whose}"
    if parameter.turns == "budget":
        return f"Pounds a week in the budget {parameter.fund}"
    if parameter.turns == "max_miles":
        return f"Miles at most for {parameter.referral or 'every child'}"
    return _WORDS[parameter.turns]
