"""Owns how members' words are read outside Discord."""

from __future__ import annotations

import re

from bot.core.lang import Lang
from bot.core.text import clean

_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
_PERSON = re.compile(r"<@!?\d+>")
_ROLE_OR_PLACE = re.compile(r"<(?:@&|#|id:)\w+>")


def readable(text: str, lang: Lang) -> str:
    """A member's words without what only Discord can show; whom they mention did not agree to this page, and is not named."""
    _ = lang.gettext
    text = _EMOJI.sub(r"\1", text)
    somebody = "@" + _("somebody")
    text = _PERSON.sub(lambda _match: somebody, text)
    return clean(_ROLE_OR_PLACE.sub("…", text))
