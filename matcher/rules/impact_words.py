"""The impact matrix in words: rules that exclude, and strengths. Ids only."""

from __future__ import annotations

from matcher.domain.impact import Bar, How, PairStrength, PlacementStrength
from matcher.rules.measures import count_text

HOW: dict[How, str] = {
    "joins": "would join",
    "stays": "stays",
    "resident": "lives there",
    "under_review": "lives there, under review",
}
TOGETHER: dict[PairStrength, str] = {
    "siblings": "are brothers or sisters",
    "live_together": "live together already",
    "close_in_age": "are close in age",
}
PLACED: dict[PlacementStrength, str] = {
    "stays": "lives there already and would not have to move",
    "in_area": "would live in the area the child comes from",
    "staff_to_spare": "would have the extra staff hours the referral asks for",
}


def flag_words(flag: str) -> str:
    """A flag as it is read: self_harm is self harm."""
    return flag.replace("_", " ").replace("-", " ")


def bar_words(bar: Bar) -> str:
    """What a rule says of the two children, in one sentence without a full stop."""
    both = " and ".join(bar.children)
    if bar.code == "incompatible_flags" and bar.flags is not None:
        risk, harm = map(flag_words, bar.flags)
        first, second = bar.children
        return f"{first} ({risk}) and {second} ({harm}): the policy keeps these two flags apart"
    if bar.code == "age_gap":
        gap = count_text(bar.gap_years or 0, "year")
        return f"the ages of {both} are {gap} apart and the policy allows {bar.limit_years}"
    if bar.code == "solo":
        return f"{both} must live alone"
    return f"{both} must not share a home" + (" (siblings kept apart)" if bar.code == "apart" else "")
