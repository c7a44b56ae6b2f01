"""Owns reading days as people type them: what each means, in three languages and others, and what is left to ask."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.days import Days, Unclear, Why, read_days
from bot.core.lang import Lang

THURSDAY = date(2026, 1, 1)
ENGLISH, GERMAN, SPANISH = ("en-US", "en"), ("de", "en"), ("es-ES", "en")


def said(typed: str, languages: tuple[str, ...] = ENGLISH, today: date = THURSDAY) -> str:
    """What was read, as "2026-01-02", "2026-01-02 2026-01-05", "2026-01-02 on", or why nothing was."""
    found = read_days(typed, today, *languages)
    if isinstance(found, Unclear):
        return found.why.value
    if found.last is None:
        return f"{found.first} on"
    return f"{found.first}" if found.last == found.first else f"{found.first} {found.last}"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Fri", "2026-01-02"),
        ("fri.", "2026-01-02"),
        ("on Friday", "2026-01-02"),
        ("THU", "2026-01-01"),
        ("this Friday", "2026-01-02"),
        ("next Wednesday", "2026-01-07"),
        ("last Tuesday", "2025-12-30"),
        ("last Thursday", "2025-12-25"),
        ("Tues", "2026-01-06"),
        ("today", "2026-01-01"),
        ("tomorrow", "2026-01-02"),
        ("day after tomorrow", "2026-01-03"),
        ("yesterday", "2025-12-31"),
        ("in 3 days", "2026-01-04"),
        ("in a week", "2026-01-08"),
        ("3 days ago", "2025-12-29"),
        ("12 Oct", "2026-10-12"),
        ("Oct 12", "2026-10-12"),
        ("October 12th", "2026-10-12"),
        ("Oct 12, 2026", "2026-10-12"),
        ("Monday, 12 October 2026", "2026-10-12"),
        ("12 Sept", "2026-09-12"),
        ("the 12th", "2026-01-12"),
        ("31st", "2026-01-31"),
        ("2026-10-12", "2026-10-12"),
        ("2026/10/12", "2026-10-12"),
        ("12.10.", "2026-10-12"),
        ("12.10.26", "2026-10-12"),
        ("13/10", "2026-10-13"),
        ("10/13/2026", "2026-10-13"),
        ("5/5", "2026-05-05"),
        ("5 mar", "2026-03-05"),
        ("1 Jan", "2026-01-01"),
        ("31 Dec", "2025-12-31"),
        ("30 Oct", "2026-10-30"),
        ("１２ Oct", "2026-10-12"),
    ],
)
def test_one_day(typed: str, means: str) -> None:
    assert said(typed) == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Tue–Wed", "2026-01-06 2026-01-07"),
        ("was ill Tue–Wed", "2025-12-30 2025-12-31"),
        ("I was ill on Tuesday", "2025-12-30"),
        ("I've been ill", "unreadable"),
        ("was away 28 - 30 Dec", "2025-12-28 2025-12-30"),
        ("was ill last week", "2025-12-22 2025-12-28"),
        ("was ill Thu", "2026-01-01"),
        ("12–15 Oct", "2026-10-12 2026-10-15"),
        ("Oct 12 – 15", "2026-10-12 2026-10-15"),
        ("Jan 20-22", "2026-01-20 2026-01-22"),
        ("March 3 2026 to 5", "2026-03-03 2026-03-05"),
        ("Jan 20 - 5", "backwards"),
        ("12 to 15 October 2026", "2026-10-12 2026-10-15"),
        ("from Monday to Friday", "2026-01-05 2026-01-09"),
        ("between Mon and Wed", "2026-01-05 2026-01-07"),
        ("Fri to Mon", "2026-01-02 2026-01-05"),
        ("Mon and Tue", "2026-01-05 2026-01-06"),
        ("Mon and Thu", "unreadable"),
        ("28 Dec - 3 Jan", "2025-12-28 2026-01-03"),
        ("2026-10-12 - 2026-10-15", "2026-10-12 2026-10-15"),
        ("until Friday", "2026-01-01 2026-01-02"),
        ("from Friday", "2026-01-02 on"),
        ("since Tuesday", "2025-12-30 on"),
        ("this week", "2026-01-01 2026-01-04"),
        ("next week", "2026-01-05 2026-01-11"),
        ("weekend", "2026-01-03 2026-01-04"),
        ("next weekend", "2026-01-10 2026-01-11"),
        ("for 2 weeks", "2026-01-01 2026-01-14"),
        ("three days", "2026-01-01 2026-01-03"),
    ],
)
def test_a_range_ahead_or_back(typed: str, means: str) -> None:
    assert said(typed) == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("Fr", "2026-01-02"),
        ("Di–Mi", "2026-01-06 2026-01-07"),
        ("war krank Di–Mi", "2025-12-30 2025-12-31"),
        ("ich war am Dienstag krank", "2025-12-30"),
        ("kommenden Freitag", "2026-01-02"),
        ("Sonnabend", "2026-01-03"),
        ("übermorgen", "2026-01-03"),
        ("in 3 Tagen", "2026-01-04"),
        ("vor 3 Tagen", "2025-12-29"),
        ("1. März", "2026-03-01"),
        ("12. Okt.", "2026-10-12"),
        ("12.–15. Oktober", "2026-10-12 2026-10-15"),
        ("12.10.-15.10.", "2026-10-12 2026-10-15"),
        ("vom 12. bis zum 15. Oktober", "2026-10-12 2026-10-15"),
        ("vom 28.12. bis 3.1.", "2025-12-28 2026-01-03"),
        ("von Montag bis Freitag", "2026-01-05 2026-01-09"),
        ("bis Freitag", "2026-01-01 2026-01-02"),
        ("ab Freitag", "2026-01-02 on"),
        ("nächste Woche", "2026-01-05 2026-01-11"),
        ("kommende Woche", "2026-01-05 2026-01-11"),
        ("am 12.", "2026-01-12"),
        ("12/10", "2026-10-12"),
        ("was ill Tue-Wed", "2025-12-30 2025-12-31"),
    ],
)
def test_in_german_english_too(typed: str, means: str) -> None:
    assert said(typed, GERMAN) == means


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("el viernes", "2026-01-02"),
        ("próximo viernes", "2026-01-02"),
        ("el viernes que viene", "2026-01-02"),
        ("el lunes pasado", "2025-12-29"),
        ("mié", "2026-01-07"),
        ("mie", "2026-01-07"),
        ("mar", "2026-01-06"),
        ("5 mar", "2026-03-05"),
        ("mañana", "2026-01-02"),
        ("pasado mañana", "2026-01-03"),
        ("hace 3 días", "2025-12-29"),
        ("12 de octubre de 2026", "2026-10-12"),
        ("del 12 al 15 de octubre", "2026-10-12 2026-10-15"),
        ("de lunes a viernes", "2026-01-05 2026-01-09"),
        ("hasta el viernes", "2026-01-01 2026-01-02"),
        ("desde el lunes", "2026-01-05 on"),
        ("estuve enferma del martes al miércoles", "2025-12-30 2025-12-31"),
        ("estuve enfermo martes y miércoles", "2025-12-30 2025-12-31"),
        ("la semana pasada", "2025-12-22 2025-12-28"),
        ("la próxima semana", "2026-01-05 2026-01-11"),
        ("fin de semana", "2026-01-03 2026-01-04"),
        ("una semana", "2026-01-01 2026-01-07"),
        ("12/10", "2026-10-12"),
        ("from Monday to Friday", "2026-01-05 2026-01-09"),
    ],
)
def test_in_spanish_english_too(typed: str, means: str) -> None:
    assert said(typed, SPANISH) == means


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "to",
        "5",
        "2026",
        "Oct",
        "may",
        "hello",
        "9:00",
        "31 Feb",
        "0 Jan",
        "99",
        "forever",
        "Fri_",
        "Monday 4 January",
        "12 13 14",
        "next month",
        "Mon to Tue to Wed",
        "12 Oct now",
        "0000-01-01",
        "<t:1>",
    ],
)
def test_what_says_no_day_is_not_guessed(typed: str) -> None:
    assert said(typed) == "unreadable"


def test_what_may_be_two_days_is_asked() -> None:
    assert read_days("12/10", THURSDAY, *ENGLISH) == Unclear(
        Why.AMBIGUOUS, (date(2026, 10, 12), date(2025, 12, 10))
    )
    assert read_days("next Friday", THURSDAY, *ENGLISH) == Unclear(
        Why.AMBIGUOUS, (date(2026, 1, 2), date(2026, 1, 9))
    )
    assert said("nächsten Freitag", GERMAN) == "ambiguous"
    assert said("next Friday", today=date(2026, 1, 3)) == "2026-01-09", "on a Saturday there is only one"


def test_what_cannot_be_is_told_apart() -> None:
    assert said("2026-10-15 to 2026-10-12") == "backwards"
    assert said("2031-01-01") == "far"
    assert said("in 400 days") == "far"
    assert said("29 Feb") == "far", "it is two years away"
    assert said("29 Feb", today=date(2028, 1, 1)) == "2028-02-29"


def test_other_languages_have_their_weekdays_and_months() -> None:
    assert said("vendredi", ("fr", "en")) == "2026-01-02"
    assert said("12 octobre", ("fr", "en")) == "2026-10-12"
    assert said("10/12", ("ja", "en")) == "2026-10-12"
    assert said("пятница", ("ru", "en")) == "2026-01-02"
    assert said("Fri", ("no-such-language", "en")) == "2026-01-02"


DATES = st.dates(date(2025, 9, 1), date(2026, 9, 1))


@pytest.mark.parametrize("code", ["en", "de", "es-ES", "fr"])
@given(st.dates(THURSDAY, THURSDAY + timedelta(200)), st.integers(0, 90))
def test_what_we_write_can_be_typed_back(code: str, day: date, length: int) -> None:
    written, last = Lang(code.partition("-")[0]).short_date(day), day + timedelta(length)
    assert read_days(written, THURSDAY, code, "en") == Days(day, day)
    assert read_days(f"{day} – {last}", THURSDAY, code, "en") == Days(day, last)


@given(DATES, st.integers(0, 6))
def test_a_weekday_is_the_next_one_or_with_was_the_latest(today: date, weekday: int) -> None:
    name = Lang("en").weekday(weekday)
    ahead, back = read_days(name, today, "en"), read_days(f"was ill {name}", today, "en")
    assert isinstance(ahead, Days)
    assert isinstance(back, Days)
    assert 0 <= (ahead.first - today).days < 7
    assert 0 <= (today - back.first).days < 7
    assert ahead.first.weekday() == back.first.weekday() == weekday


PIECES = st.sampled_from(
    [
        "12",
        "1.",
        "Oct",
        "–",
        "to",
        " ",
        "Fri",
        "was",
        "next",
        "/",
        "week",
        "3 days",
        "2026",
        "of",
        "and",
        "last",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join)), DATES)
def test_whatever_is_typed_gives_days_in_order_or_says_why_not(typed: str, today: date) -> None:
    for languages in (ENGLISH, GERMAN, SPANISH):
        found = read_days(typed, today, *languages)
        if isinstance(found, Days):
            assert found.last is None or found.first <= found.last
            assert abs(found.first - today) <= timedelta(366)


@pytest.mark.parametrize(
    ("typed", "lately", "ahead"),
    [
        ("24 Dec", "2025-12-24", "2026-12-24"),
        ("24-28 Dec", "2025-12-24", "2026-12-24"),
        ("1 Jan", "2026-01-01", "2026-01-01"),
        ("last Tuesday", "2025-12-30", "2025-12-30"),
        ("24 Dec 2025", "2025-12-24", "2025-12-24"),
    ],
)
def test_who_means_a_day_to_come_is_not_given_one_of_lately(typed: str, lately: str, ahead: str) -> None:
    for found, first in (
        (read_days(typed, THURSDAY, "en"), lately),
        (read_days(typed, THURSDAY, "en", ahead=True), ahead),
    ):
        assert isinstance(found, Days)
        assert found.first.isoformat() == first
