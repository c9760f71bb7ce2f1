"""The one question to ask next: the unknown field whose answer is expected to change the top most.

An answer changes a place of the first three when another home stands there, or when the same home becomes
sure or merely possible. Answers are weighed by how often they occur among the case's other referrals.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, zip_longest

from matcher import goals
from matcher.answers.expected import Answer, expected
from matcher.domain.absent import UNKNOWN_FIELDS, UnknownField
from matcher.domain.emergency import IfAnswered, Question
from matcher.domain.referral import Referral
from matcher.rules.caution import READS
from matcher.rules.chances import Chance, Chances
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m

FIRST_PLACES = 3
Found = dict[str, Chance]


def by_price(facts: Facts, child_id: str) -> list[str]:
    """All homes by the child's own price, metres and id."""
    origin = facts.referrals[child_id].origin
    return sorted(
        facts.homes,
        key=lambda home: (
            goals.own_pence(facts, child_id, home),
            distance_m(origin, facts.homes[home].location),
            home,
        ),
    )


def ranked(order: Sequence[str], found: Found) -> list[str]:
    """The sure homes and then the possible ones, each in this order."""
    sure = [home for home in order if found[home].sure]
    return sure + [home for home in order if found[home].possible]


def questions(chances: Chances, child: Referral, order: Sequence[str], found: Found) -> tuple[Question, ...]:
    """One for each unknown field on which an option hangs, the one to ask next first."""
    unknown = [field for field in UNKNOWN_FIELDS if field in child.unknown]
    asked = [_question(chances, child, field, order, found) for field in unknown]
    kept = [question for question in asked if question.options]
    return tuple(
        sorted(
            kept,
            key=lambda q: (-Fraction(q.expected_changed, q.total_weight), -q.options, _place_of(q.field)),
        )
    )


def _place_of(field: UnknownField) -> int:
    return UNKNOWN_FIELDS.index(field)


def _question(
    chances: Chances, child: Referral, field: UnknownField, order: Sequence[str], found: Found
) -> Question:
    options = sum(chance.possible and field in hangs_on(child, chance) for chance in found.values())
    answers = list(expected(chances.facts.case, child, field)) if options else []
    before = _first(order, found)
    afters = (_after(chances, child, field, answer, found) for answer in answers)
    told = tuple(
        _if_answered(answer, before, _first(order, after))
        for answer, after in zip(answers, afters, strict=True)
    )
    return Question(
        field=field,
        options=options,
        expected_changed=sum(answer.weight * answer.changed for answer in told),
        total_weight=max(1, sum(answer.weight for answer in told)),
        answers=told,
    )


def hangs_on(child: Referral, chance: Chance) -> set[UnknownField]:
    """The unknown fields that decide about a possible option."""
    if chance.broken:
        return {"current_home"}
    fields = {name for code in chance.hanging for name in READS[code] if name in child.unknown}
    return fields | ({"current_home"} if chance.here else set())


def _first(order: Sequence[str], found: Found) -> list[tuple[str, bool]]:
    """The homes of the first places, each with whether it is sure."""
    sure = islice((home for home in order if found[home].sure), FIRST_PLACES)
    first = [(home, True) for home in sure]
    if len(first) < FIRST_PLACES:
        possible = islice((home for home in order if found[home].possible), FIRST_PLACES - len(first))
        first += [(home, False) for home in possible]
    return first


def _if_answered(answer: Answer, before: list[tuple[str, bool]], after: list[tuple[str, bool]]) -> IfAnswered:
    return IfAnswered(
        value=answer.value,
        weight=answer.weight,
        changed=sum(old != new for old, new in zip_longest(before, after)),
        sure=tuple(home for home, sure in after if sure),
        possible=tuple(home for home, sure in after if not sure),
    )


def _after(chances: Chances, child: Referral, field: UnknownField, answer: Answer, found: Found) -> Found:
    """What the rules say once the field is known."""
    left = tuple(name for name in child.unknown if name != field)
    if field == "current_home":
        return _living_at(answer.update["current_home"], found)
    told = child.model_copy(update=answer.update | {"unknown": left})
    codes = frozenset(code for code, fields in READS.items() if field in fields)
    return chances.again(told, found, codes)


def _living_at(lives_in: str | None, found: Found) -> Found:
    """Where the child lives now is known: that home may be kept, and nothing else changes."""
    after = {home: Chance(chance.hanging, chance.broken) for home, chance in found.items()}
    if lives_in is not None:
        chance = found[lives_in]
        after[lives_in] = Chance(frozenset(), frozenset() if chance.here else chance.broken)
    return after
