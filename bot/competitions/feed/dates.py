"""Dates as Kaggle writes them: with or without a zone, with any number of digits of a second, or none at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST, LATEST = 2000, 9000  # years; before and after stand for "never" (0001-01-01, 9999-12-31)
_WRITTEN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d*))?)?)?"
    r"\s*(?:([Zz]|UTC|GMT)|([+-])(\d\d)(?::?(\d\d))?)?",
    re.ASCII,
)


def read_date(written: object) -> datetime | None:
    """The instant (aware UTC; UTC also where no zone is named), None where it stands for none. ValueError when it is no date."""
    if written is None or written == "":
        return None
    found = _WRITTEN.fullmatch(written.strip()) if isinstance(written, str) else None
    if found is None:
        raise ValueError("no date")
    year, month, day, hour, minute, second, part, _, sign, hours, minutes = found.groups()
    if not EARLIEST <= int(year) <= LATEST:
        return None
    micro = int(f"{part or '':0<6}"[:6])
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    zone = timezone(-offset if sign == "-" else offset)  # ValueError from a day on
    late = timedelta(seconds=1) if second == "60" else timedelta()  # a leap second
    moment = datetime(
        int(year),
        int(month),
        int(day),
        int(hour or 0),
        int(minute or 0),
        59 if late else int(second or 0),
        micro,
        zone,
    )
    return moment.astimezone(UTC) + late
