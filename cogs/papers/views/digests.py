"""How a digest reads: why each of its papers is shown."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.core.text import inert
from bot.papers.model.values import Reason, Why


def why_line(why: Why, lang: Lang) -> str:
    """Why a paper is shown, in a few words (P6)."""
    _ = lang.gettext
    return {
        Reason.PHRASE: _("It says “{what}”."),
        Reason.AUTHOR: _("By {what}, whom this group follows."),
        Reason.LIKED: _("Like papers that this group saved."),
        Reason.CATEGORY: _("New in {what}."),
    }[why.reason].format(what=inert(why.what))
