"""Owns reading a time of day as people type it."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

_WORDS = {
    "noon": time(12),
    "midday": time(12),
    "midnight": time(0),
    "mittag": time(12),
    "mitternacht": time(0),
    "mediodia": time(12),
    "medianoche": time(0),
    "midi": time(12),
    "minuit": time(0),
    "meio-dia": time(12),
    "meia-noite": time(0),
}
_TIME = re.compile(
    r"""
    (?P<hour>\d{1,2}) (?: \s?(?:[:.h]|uhr)\s? (?P<minute>\d{2}) | (?P<together>(?<=\d)\d{2}) )?
    \s? (?: (?P<half>[ap])\.?\s?m\.? | h | uhr | o'?clock )?
    """,
    re.VERBOSE,
)


def parse_time(text: str) -> time | None:
    """The time of day that `text` says: "9", "09.30", "0900", "9 pm", "21h30", "noon"; None if it says none.

    Digits of any script count. 24:00 is None rather than a guess at which midnight was meant.
    """
    if any(
        c.isdigit() and not c.isdecimal() for c in text
    ):  # superscripts and the like are no figures of a time
        return None
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = " ".join(plain.split())
    if plain in _WORDS:
        return _WORDS[plain]
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["together"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
