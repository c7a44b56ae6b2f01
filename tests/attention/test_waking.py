"""Proves how long two people are both awake: over zones, clock changes, and quiet hours of every form."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.attention.model.planning import Person, is_quiet
from bot.attention.model.values import Mailbox
from bot.attention.model.waking import common_waking, has_common_hours

WINTER, SUMMER = date(2026, 1, 7), date(2026, 7, 8)
ALWAYS, NIGHT, NOON, MOST = (0, 0), (21, 8), (10, 14), (11, 8)  # quiet from and to


def person(zone: str, quiet: tuple[int, int] = NIGHT) -> Person:
    """Somebody in a zone with these quiet hours."""
    begin, end = (time(hour) for hour in quiet)
    return Person(Mailbox(1, quiet_from=begin, quiet_to=end), zone)


@pytest.mark.parametrize(
    ("one", "other", "day", "hours"),
    [
        (person("UTC"), person("UTC"), WINTER, 13),
        (person("Europe/Berlin"), person("Asia/Kolkata"), WINTER, 8.5),  # 7:00 to 15:30 UTC
        (person("Europe/Berlin"), person("America/Los_Angeles"), WINTER, 4),  # 16:00 to 20:00
        (person("Asia/Kolkata"), person("America/Los_Angeles"), WINTER, 2.5),  # 2:30 to 5:00
        (person("Asia/Kolkata"), person("America/Los_Angeles"), SUMMER, 2),  # 2:30 to 4:00, 15:00 to 15:30
        (person("Asia/Kathmandu"), person("Asia/Kolkata"), WINTER, 12.75),
        (person("Pacific/Kiritimati"), person("Pacific/Pago_Pago"), WINTER, 12),  # a day and an hour apart
        (person("UTC", ALWAYS), person("Europe/Berlin", ALWAYS), WINTER, 24),
        (person("UTC", ALWAYS), person("Asia/Kolkata"), WINTER, 13),
        (person("UTC", NOON), person("UTC"), WINTER, 9),
        (person("Asia/Kolkata", NOON), person("UTC", ALWAYS), WINTER, 20),
        (person("UTC", MOST), person("Asia/Tokyo", MOST), WINTER, 0),
        (
            person("Europe/Berlin"),
            person("America/Los_Angeles"),
            date(2026, 3, 29),
            4,
        ),  # 16:00 to 20:00 -> 19:00
        (person("UTC", ALWAYS), person("Pacific/Apia", ALWAYS), date(2011, 12, 30), 24),  # a date it left out
        (person("UTC", ALWAYS), person("Africa/Cairo", ALWAYS), date(2026, 4, 23), 24),  # midnight is skipped
    ],
)
def test_the_time_in_which_neither_has_quiet_hours(
    one: Person, other: Person, day: date, hours: float
) -> None:
    assert common_waking(one, other, day) == timedelta(hours=hours)
    assert common_waking(other, one, day) == timedelta(hours=hours)
    assert has_common_hours(one, other, day) is (hours >= 2)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/Los_Angeles"]
)
@pytest.mark.parametrize("day", [WINTER, date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 25)])
@pytest.mark.parametrize("quiet", [NIGHT, NOON, MOST, ALWAYS])
def test_it_agrees_with_the_clock_on_the_wall(zone: str, day: date, quiet: tuple[int, int]) -> None:
    there, first = person(zone, quiet), datetime.combine(day, time(), UTC)
    quarters = (first + timedelta(minutes=15) * number for number in range(96))
    awake = [each for each in quarters if not is_quiet(there.mailbox, each.astimezone(ZoneInfo(zone)).time())]
    assert common_waking(there, person("UTC", ALWAYS), day) == timedelta(minutes=15) * len(awake)
