"""Reads what Kaggle says of a competition, with care: what is unknown, missing or odd costs at most that one field (K1, K2).

The fields are those of ApiCompetition (https://github.com/Kaggle/kagglesdk, competitions/types), in today's spelling and in
the older one, where a field that may be null is called …Nullable. Nothing about people is read: no rank, no counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

from bot.competitions.feed.dates import read_date
from bot.competitions.model.categories import as_read
from bot.competitions.model.values import METRIC, REWARD, TITLE, Competition
from bot.core.text import clean, fit

log = structlog.stdlib.get_logger(__name__)

LOGGED = 10  # lines of the log for one reading
CATEGORY, ORGANISATION, TAG = 100, 200, 60  # characters that are kept
TAGS = 20
_LARGEST, _LARGEST_ID = 1_000_000, 2**62  # a number beyond is none
_SLUG = re.compile(r"[A-Za-z0-9][\w.-]{0,199}", re.ASCII)
_BEFORE_SLUG = ("competitions", "c")
_CURRENCY = re.compile(r"[\d.,\s]*\d\s*[A-Za-z]{3}", re.ASCII)
_OLDER = "nullable"
_DATES = {
    "enabled_at": "enableddate",
    "deadline": "deadline",
    "entry_deadline": "newentrantdeadline",
    "merger_deadline": "mergerdeadline",
}


class Complaints:
    """What cannot be read, in the log: each once, and no more than ten of one reading."""

    def __init__(self) -> None:
        self._said: set[tuple[str, str, str]] = set()
        self._left = LOGGED

    def begin(self) -> None:
        """Another reading."""
        self._left = LOGGED
        if len(self._said) > 1000:
            self._said.clear()

    def say(self, event: str, slug: str, bad: str, value: object = None) -> None:
        """Log it, unless that was done before. The value itself is not shown."""
        what = (slug, bad, _spelled(value)[:100])
        if self._left > 0 and what not in self._said:
            self._said.add(what)
            self._left -= 1
            log.warning(event, slug=slug, bad=bad)


def read_item(item: object, complaints: Complaints) -> Competition | None:
    """A competition as Kaggle writes it; None where not even its name can be read."""
    if not isinstance(item, dict):
        complaints.say("an entry of Kaggle's list was skipped", "", type(item).__name__)
        return None
    fields = _fields(item)
    slug = slug_of(fields.get("ref")) or slug_of(fields.get("url"))
    if not slug:
        complaints.say("an entry of Kaggle's list was skipped", "", "ref", fields.get("ref"))
        return None

    dates: dict[str, datetime | None] = {}
    for name, theirs in _DATES.items():
        try:
            dates[name] = read_date(fields.get(theirs))
        except (ValueError, OverflowError):
            complaints.say("a date of Kaggle's list cannot be read", slug, theirs, fields[theirs])
    return Competition(
        slug=slug,
        title=_text(fields.get("title"), TITLE) or fit(slug, TITLE),
        category=as_read(_text(fields.get("category"), CATEGORY)),
        reward=read_reward(fields.get("reward")),
        metric=_text(fields.get("evaluationmetric"), METRIC),
        organisation=_text(fields.get("organizationname"), ORGANISATION),
        enabled_at=dates.get("enabled_at"),
        deadline=dates.get("deadline"),
        entry_deadline=dates.get("entry_deadline"),
        merger_deadline=dates.get("merger_deadline"),
        unread=frozenset(_DATES.keys() - dates),
        daily_submissions=_number(fields.get("maxdailysubmissions")),
        team_size=_number(fields.get("maxteamsize")),
        notebooks_only=_is_so(fields.get("iskernelssubmissionsonly")),
        submissions_closed=_is_so(fields.get("submissionsdisabled")),
        tags=_tags(fields.get("tags")),
        kaggle_id=_number(fields.get("id"), _LARGEST_ID),
    )


def number_of(item: object) -> int | None:
    """Kaggle's number of an entry, also where nothing else of it can be read."""
    return _number(_fields(item).get("id"), _LARGEST_ID) if isinstance(item, dict) else None


def identity(item: object) -> str:
    """What tells an entry from every other, also where it cannot be read: by this a page is known to be a repeated one."""
    if isinstance(item, dict):
        for name in ("id", "ref", "url"):
            if isinstance(value := item.get(name), str | int) and value:
                return f"{name} {value}"
    return _spelled(item)


def _spelled(value: object) -> str:
    try:
        return repr(value)
    except RecursionError:  # nested so deeply that it could just be read
        return "deep"


def slug_of(written: object) -> str:
    """The name of a competition in an address of its page, or the name itself; empty when there is none.

    kaggle.com/c/titanic, https://www.kaggle.com/competitions/titanic/overview?x=1, titanic
    """
    if not isinstance(written, str):
        return ""
    try:
        address = urlsplit(written.strip())
    except ValueError:
        return ""
    if address.scheme not in ("", "http", "https"):
        return ""
    parts = [unquote(part) for part in address.path.split("/") if part]
    for name in _BEFORE_SLUG:
        if name in parts[:-1]:
            parts = parts[parts.index(name) + 1 :][:1]
            break
    slug = parts[-1] if parts else ""
    if len(parts) == 1 and (slug in _BEFORE_SLUG or slug.casefold().endswith("kaggle.com")):
        return ""
    return slug if _SLUG.fullmatch(slug) else ""


def read_reward(written: object) -> str:
    """The prize in words: "50,000 Usd" as "50,000 USD", anything else as it is."""
    if isinstance(written, bool):
        return ""
    if isinstance(written, int | float):
        return f"{written:,}" if 0 < written < 10**12 else ""
    text = _text(written, REWARD)
    return text.upper() if _CURRENCY.fullmatch(text) else text


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """What is not null, by names without capitals, strokes and the older ones' ending."""
    fields: dict[str, Any] = {}
    for name, value in item.items():
        key = name.replace("_", "").lower().removesuffix(_OLDER)
        if value is not None and fields.get(key) in (None, ""):
            fields[key] = value
    return fields


def _text(written: object, most: int) -> str:
    """A text in one line, of at most `most` UTF-16 units; empty where it is none."""
    if not isinstance(written, str):
        return ""
    return fit(" ".join(clean(written[: 20 * most]).split()), most)


def _number(written: object, most: int = _LARGEST) -> int | None:
    """A number from 1 on; None for none, for 0, and for what is no number. JSON's 64-bit numbers come as text."""
    if isinstance(written, str) and written.isascii() and written.isdecimal():
        written = int(written[:20])
    if isinstance(written, float) and written.is_integer():
        written = int(written)
    if isinstance(written, bool) or not isinstance(written, int):
        return None
    return written if 0 < written <= most else None


def _is_so(written: object) -> bool:
    return written is True or written == 1 or (isinstance(written, str) and written.lower() == "true")


def _tags(written: object) -> tuple[str, ...]:
    names = []
    for each in written[: 5 * TAGS] if isinstance(written, list) else ():
        fields = _fields(each) if isinstance(each, dict) else {"name": each}
        names.append(_text(fields.get("name"), TAG) or _text(fields.get("ref"), TAG))
    return tuple(dict.fromkeys(filter(None, names)))[:TAGS]
