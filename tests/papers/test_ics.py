"""Proves the calendar file of a session: valid for a strict reader (RFC 5545), the same entry after each change, any title."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from bot.core.lang import get_lang
from bot.core.text import clean
from bot.papers.model.groups import Part, Phase, Round
from bot.papers.model.values import Paper
from bot.papers.service.sessions import Session
from cogs.papers.ics import calendar_file
from tests.tree import nasty

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
MEETS = datetime(2026, 1, 22, 17, tzinfo=UTC)
ROUND = Round(7, 100, 400, Phase.LEADING, NOW, MEETS, arxiv_id="2601.01001")
LANG = get_lang("en")


def read(title: str = "Warm-up", thread_id: int | None = 900, **changed: Any) -> tuple[bytes, Any]:
    """The file of a session with this title, and its event as another program reads it."""
    session = Session(
        replace(ROUND, **changed),
        Paper("2601.01001", title),
        Part(100, 7, 11),
        thread_id,
        "Europe/Berlin",
    )
    file = calendar_file(session, NOW, LANG)
    assert file.name == "reading-group.ics"
    assert file.data is not None
    calendar = Calendar.from_ical(file.data)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return file.data, event


def check_lines(data: bytes) -> None:
    """Lines end with CRLF, have at most 75 octets, and are cut between characters (RFC 5545, 3.1)."""
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)


def test_an_event_is_in_utc_and_says_what_a_calendar_needs() -> None:
    data, event = read()
    check_lines(data)
    for line in (b"DTSTART:20260122T170000Z", b"DTEND:20260122T180000Z", b"DTSTAMP:20260115T093000Z"):
        assert line in data.split(b"\r\n")
    assert event["SUMMARY"] == "Reading group: Warm-up"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert event["URL"] == event["LOCATION"] == "https://discord.com/channels/100/900"
    assert event["DESCRIPTION"] == "https://arxiv.org/abs/2601.01001"
    assert b"mailto" not in data.lower()


def test_a_change_is_the_same_entry_with_a_higher_sequence() -> None:
    _first, before = read()
    _second, moved = read(meets_at=MEETS + timedelta(days=1), sequence=1)
    _third, cancelled = read(sequence=2, phase=Phase.CANCELLED)
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert [each["SEQUENCE"] for each in (before, moved, cancelled)] == [0, 1, 2]
    assert moved.decoded("dtstart") == MEETS + timedelta(days=1)
    assert cancelled["STATUS"] == "CANCELLED"
    _other, another = read(id=8)
    assert another["UID"] != before["UID"]


@pytest.mark.parametrize(
    "title",
    [
        "Über Blätter, Regen; und \\ Wind",
        "葉の病気を見分ける小さな分類器:" * 10,
        "🌧" * 90,
        "A title\nwith BEGIN:VEVENT\r\nEND:VCALENDAR",
    ],
)
def test_any_title_comes_back_as_it_was(title: str) -> None:
    data, event = read(title)
    check_lines(data)
    assert event["SUMMARY"] == f"Reading group: {' '.join(clean(title).split())}"
    assert data.count(b"\r\nBEGIN:") == 1


@settings(max_examples=25)
@given(nasty.texts(700))
def test_the_worst_title_makes_a_file_that_can_be_read(title: str) -> None:
    data, event = read(title, thread_id=None)
    check_lines(data)
    assert event["SUMMARY"].startswith("Reading group: ")
    assert "URL" not in event
