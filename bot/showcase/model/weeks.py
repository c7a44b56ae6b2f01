"""The calendar of round-ups: in which week something was shared, when that week began, when it is rounded up (H6)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.core.clock import instant_from, local_date

HOUR = time(9)  # of the Monday after
LATE = timedelta(hours=48)  # a round-up that could not be posted by then is skipped
_WEEK = timedelta(days=7)
_FURTHEST_WEST, _FURTHEST_EAST = timedelta(hours=-12), timedelta(hours=14)


def monday_of(instant: datetime, zone: str) -> date:
    """The Monday of the week that calendars in `zone` show at an instant (aware UTC)."""
    day = local_date(instant, zone)
    return day - timedelta(days=day.weekday())


def mondays_at(instant: datetime) -> list[date]:
    """The Mondays of the weeks that calendars of any zone show at an instant (aware UTC): one, or two at a week's ends."""
    return sorted({monday_of(instant + ahead, "UTC") for ahead in (_FURTHEST_WEST, _FURTHEST_EAST)})


def beside(monday: date) -> list[date]:
    """The Mondays before and after."""
    return [monday - _WEEK, monday + _WEEK]


def week_span(monday: date, zone: str) -> tuple[datetime, datetime]:
    """When the week from this Monday begins, and when the next one does (aware UTC)."""
    return instant_from(monday, time(), zone), instant_from(monday + _WEEK, time(), zone)


def roundup_at(monday: date, zone: str) -> datetime:
    """When the week from this Monday is rounded up (aware UTC)."""
    return instant_from(monday + _WEEK, HOUR, zone)
