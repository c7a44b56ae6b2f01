"""arXiv's calendar: on which dates it has a list, when that is out, and what was submitted for it (P3).

Papers submitted until 14:00 US Eastern are announced at 20:00 from Sunday to Thursday, Friday's on Sunday; the list of an evening
bears the next date, so lists are dated Monday to Friday. Holidays are evenings without an announcement: what would have come then
comes the next time. https://info.arxiv.org/help/availability.html
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from bot.core.clock import instant_from, local_date

ZONE = "America/New_York"
CUT_OFF, ANNOUNCED = time(14), time(20)
# The daily feeds turn to a list in the night before its date; by then it is there.
OUT = time(0, 30)
_DAY = timedelta(days=1)
_FRIDAY, _SUNDAY = 4, 6
_HOLIDAYS = Path(__file__).with_name("holidays.json")


@lru_cache(maxsize=1)
def _evenings() -> dict[date, str]:
    """Evenings without an announcement, and the holiday's key."""
    stored = json.loads(_HOLIDAYS.read_text(encoding="utf-8"))["evenings"]
    days = {date.fromisoformat(day): name for day, name in stored.items()}
    return {day + 2 * _DAY if day.weekday() == _FRIDAY else day: name for day, name in days.items()}


def announcements(first: date, last: date) -> list[date]:
    """The dates from `first` to `last`, both included, on which arXiv has a list."""
    days = (first + _DAY * ahead for ahead in range((last - first).days + 1))
    return [day for day in days if _has_list(day)]


def holiday(day: date) -> str:
    """The key of the holiday for which a weekday has no list ("thanksgiving"); empty for any other date."""
    return _evenings().get(day - _DAY, "") if day.weekday() <= _FRIDAY else ""


def due(now: datetime) -> date:
    """The date of the newest list that must be out at `now` (aware)."""
    today = local_date(now, ZONE)
    return today if _has_list(today) and out_at(today) <= now else previous(today)


def out_at(list_date: date) -> datetime:
    """When (UTC) the list of a date must be out."""
    return instant_from(list_date, OUT, ZONE)


def announced_at(list_date: date) -> datetime:
    """When (UTC) the papers of a list are announced: the evening before its date."""
    return instant_from(list_date - _DAY, ANNOUNCED, ZONE)


def previous(day: date) -> date:
    """The newest date before `day` on which arXiv has a list."""
    while not _has_list(day := day - _DAY):
        pass
    return day


def window(list_date: date) -> tuple[datetime, datetime]:
    """From when until before when (UTC) papers were submitted that are new in the list of a date.

    Checks can keep a paper back for days: a list holds a few that came before its window, too.
    """
    return _cut_off(previous(list_date)), _cut_off(list_date)


def _has_list(day: date) -> bool:
    return day.weekday() <= _FRIDAY and not holiday(day)


def _cut_off(list_date: date) -> datetime:
    evening = list_date - _DAY
    return instant_from(evening - 2 * _DAY if evening.weekday() == _SUNDAY else evening, CUT_OFF, ZONE)
