"""Why Discord did not take a message, in words that somebody can do something with."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.text import inert
from bot.deliveries.model import (
    ARCHIVED,
    NO_ACCESS,
    NO_ANSWER,
    NO_PERMISSION,
    TIME_PASSED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Delivery,
)


def why(refused: Delivery, lang: Lang) -> str:
    """The reason of this delivery's last failure, to be put behind a colon or in brackets; else Discord's own words."""
    _ = lang.gettext
    known = {
        NO_ACCESS: _("the channel is closed to me"),
        NO_PERMISSION: _("I lack a permission there"),
        UNKNOWN_CHANNEL: _("the channel is gone"),
        UNKNOWN_MESSAGE: _("the message is gone"),
        ARCHIVED: _("the thread is locked"),
    }
    if refused.code in known:
        return known[refused.code]
    if refused.reason.startswith(NO_ANSWER):
        return _("Discord did not answer")
    if refused.reason == TIME_PASSED:
        return _("its time had passed before it could be posted")
    return inert(refused.reason)
