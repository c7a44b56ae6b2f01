"""How questions are worded: in the form, and as short headings in posts."""

from __future__ import annotations

from bot.core.lang import Lang
from bot.standups.model import Answer, Question


def label(question: Question, lang: Lang) -> str:
    """A question as the form asks it."""
    _ = lang.gettext
    known = {"did": _("What did you do?"), "next": _("What is next?"), "stuck": _("Stuck on anything?")}
    return known.get(question.key) or question.label


def heading(answer: Answer, lang: Lang) -> str:
    """The short heading of an answer; the three usual questions have one in the server's language."""
    _ = lang.gettext
    known = {"did": _("Did"), "next": _("Next"), "stuck": _("Stuck on")}
    return known.get(answer.key) or answer.label or "·"
