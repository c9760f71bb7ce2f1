"""Working days in England, and the last day for each kind of step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from matcher.rules.deadlines import Due, due_on
from matcher.rules.working_days import is_working_day, last_working_day, working_days_after
from matcher.verify import office_days
from matcher.verify.office_days import KNOWN_YEARS


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "fifth"),
    [
        ("2026-04-20", "2026-04-27"),  # a plain Monday
        ("2026-05-01", "2026-05-11"),  # the Friday before the bank holiday Monday of 4 May
        ("2026-05-08", "2026-05-15"),  # the Friday after it
        ("2023-12-22", "2024-01-03"),  # 27, 28, 29 December, 2 and 3 January
        ("2023-12-24", "2024-01-03"),  # a Sunday start is no working day itself
        ("2021-12-24", "2022-01-05"),  # Christmas on a Saturday: 29, 30, 31 December, 4 and 5 January
        ("2027-12-24", "2028-01-05"),  # the same, and New Year's Day on a Saturday
        ("2022-05-31", "2022-06-09"),  # the jubilee: 2 and 3 June
        ("2022-09-16", "2022-09-26"),  # the state funeral on Monday 19 September
        ("2023-05-05", "2023-05-15"),  # the coronation on Monday 8 May
        ("2020-05-07", "2020-05-15"),  # May Day moved to Friday 8 May
        ("2026-04-02", "2026-04-13"),  # Good Friday and Easter Monday
    ],
)
def test_the_fifth_working_day_after_a_start(start: str, fifth: str) -> None:
    assert working_days_after(on(start), 5) == on(fifth)
    assert office_days.after(on(start), 5) == on(fifth)


def test_the_last_working_day_is_the_day_itself_or_the_one_before_the_holidays() -> None:
    assert last_working_day(on("2023-12-22")) == on("2023-12-22")
    assert last_working_day(on("2023-12-26")) == on("2023-12-22")
    assert last_working_day(on("2026-05-04")) == on("2026-05-01")


def test_the_calendar_and_the_verifiers_own_agree_on_every_day_of_every_known_year() -> None:
    day, last = date(KNOWN_YEARS.start, 1, 1), date(KNOWN_YEARS.stop, 1, 1)
    differ = []
    while day < last:
        if is_working_day(day) != office_days.working(day):
            differ.append(day)
        day += timedelta(days=1)
    assert differ == []


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("none", None),
        ("before", "2026-05-01"),
        ("five_days", "2026-05-11"),
        ("five_of_approval", "2026-04-10"),
        ("ten_days_after_end", "2026-05-18"),
        ("week", "2026-05-08"),
        ("hours_72", "2026-05-04"),
        ("month", "2026-06-01"),
    ],
)
def test_each_kind_of_deadline(due: Due, last: str | None) -> None:
    assert due_on(due, on("2026-04-01"), on("2026-05-01")) == (on(last) if last else None)


def test_what_comes_before_a_start_on_christmas_day_is_done_on_the_last_working_day() -> None:
    assert due_on("before", on("2023-11-27"), on("2023-12-25")) == on("2023-12-22")


def test_what_comes_before_a_start_on_the_cases_own_sunday_is_done_that_day() -> None:
    assert due_on("before", on("2023-11-26"), on("2023-11-26")) == on("2023-11-26")


@pytest.mark.parametrize(
    ("start", "last"),
    [("2026-01-31", "2026-02-28"), ("2024-01-31", "2024-02-29"), ("2025-12-31", "2026-01-31")],
)
def test_a_month_ends_with_the_next_month_when_that_is_shorter(start: str, last: str) -> None:
    assert due_on("month", on(start), on(start)) == on(last)
    assert office_days.month_later(on(start)) == on(last)


@pytest.mark.parametrize("start", ["2013-12-31", "2099-01-01", "9999-12-31"])
def test_no_deadline_is_told_in_a_year_whose_holidays_are_not_known(start: str) -> None:
    assert [due_on(due, on("2013-01-01"), on(start)) for due in ("before", "five_days", "month")] == [
        None
    ] * 3
