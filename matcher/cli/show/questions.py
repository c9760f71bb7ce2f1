"""The question to ask next, and what each answer would make of the first homes."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Console

from matcher.cli.screen import heading, line, row, table
from matcher.cli.words import count, pounds
from matcher.domain.emergency import Emergency, IfAnswered, Question
from matcher.rules.measures import half_up

ANSWERS_SHOWN = 8


def show_questions(console: Console, answer: Emergency, whole: bool) -> None:
    """Print the one question with its answers; the other questions on a line, or in full (`whole`)."""
    if not answer.questions:
        return
    first, *others = answer.questions
    heading(console, f"ASK NEXT: {_name(first)}", style="bold")
    _show(console, first, answer.first_places, None if whole else ANSWERS_SHOWN)
    for question in others if whole else ():
        heading(console, f"THEN ASK: {_name(question)}")
        _show(console, question, answer.first_places, None)
    if others and not whole:
        names = ", ".join(f"{_name(question)} ({question.options})" for question in others)
        line(console, f"Then, with the homes that hang on each: {names}.", indent=2)


def _show(console: Console, question: Question, places: int, most: int | None) -> None:
    changed = Fraction(question.expected_changed, question.total_weight)
    tenths = half_up(changed.numerator * 10, changed.denominator)
    expected = f"{tenths // 10}.{tenths % 10} of the first {places} places"
    homes = f"{count(question.options, 'home')} {'hangs' if question.options == 1 else 'hang'} on it"
    line(console, f"{homes}; the answer is expected to change {expected}.", indent=2)
    rows = table("If it is", ("How likely", "right"), "Sure", "Possible")
    ordered = sorted(question.answers, key=lambda each: (-each.weight, each.value))
    for each in ordered[:most]:
        row(rows, (_value(question, each.value), _share(each, question.total_weight), *_homes(each)))
    console.print(rows)
    if most is not None and len(ordered) > most:
        line(console, f"and {count(len(ordered) - most, 'more answer')}: --all shows them", indent=2)


def _name(question: Question) -> str:
    return question.field.replace("_pence", "").replace("_", " ")


def _value(question: Question, value: str) -> str:
    if question.field.endswith("_pence") and value.isdigit():
        return pounds(int(value))
    return value.replace("_", " ").replace("+", ", ")


def _share(answer: IfAnswered, total: int) -> str:
    """Of the answers of the children like it; whole per cent."""
    return f"{half_up(answer.weight * 100, total)}%"


def _homes(answer: IfAnswered) -> tuple[str, str]:
    return ", ".join(answer.sure) or "none", ", ".join(answer.possible) or "none"
