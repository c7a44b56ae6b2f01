"""Proves that a time of day is read as people type it, and that nothing else is."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.when import parse_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", "09:00"),
        ("09", "09:00"),
        ("0", "00:00"),
        ("9:00", "09:00"),
        ("09.30", "09:30"),
        ("0900", "09:00"),
        ("930", "09:30"),
        ("23:59", "23:59"),
        ("9am", "09:00"),
        ("9 AM", "09:00"),
        ("9:30 pm", "21:30"),
        ("9 p. m.", "21:00"),
        ("9:30p.m.", "21:30"),
        ("12am", "00:00"),
        ("12:15 am", "00:15"),
        ("12pm", "12:00"),
        ("21h", "21:00"),
        ("21h30", "21:30"),
        ("21 h 30", "21:30"),
        ("9 Uhr", "09:00"),
        ("9:15 Uhr", "09:15"),
        ("9 Uhr 15", "09:15"),
        ("9 o'clock", "09:00"),
        ("noon", "12:00"),
        (" Midnight ", "00:00"),
        ("mediodía", "12:00"),
        ("９：３０", "09:30"),
        ("٩:٣٠", "09:30"),
        ("९:३०", "09:30"),
    ],
)
def test_what_people_type_is_understood(text: str, expected: str) -> None:
    assert parse_time(text) == time.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "soon",
            "at",
            "am",
            "h",
            "24",
            "24:00",
            "2400",
            "25",
            "9:60",
            "9:5",
            "13pm",
            "0am",
            "9::00",
        ),
        *("9 30", "-9", "9:00:00", "1.5", "99", "9 tomorrow", "²", "½", "9:3०x", "\x00"),
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    assert parse_time(text) is None


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_what_the_bot_shows_can_be_typed_back(at: time) -> None:
    assert parse_time(f"{at:%H:%M}") == at
    assert parse_time(f"{at:%I:%M %p}") == at


@given(st.text(max_size=20) | st.text(alphabet="0123456789:.h apmuhr'", max_size=8))
def test_any_text_gives_a_time_or_none(text: str) -> None:
    parse_time(text)
