"""How what organisers did with mentors and questions reads in the record of changes."""

from __future__ import annotations

from bot.communities.model import AuditLine
from bot.core.lang import Lang

DONE = (
    "mentoring.add",
    "mentoring.move",
    "mentoring.rhythm",
    "mentoring.on",
    "mentoring.off",
    "mentoring.send",
    "mentoring.skip",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    return {
        "mentoring.add": _("set up mentors and questions"),
        "mentoring.move": _("changed the channel of mentors and questions"),
        "mentoring.rhythm": _("changed when partners are found"),
        "mentoring.on": _("switched mentors and questions on"),
        "mentoring.off": _("switched mentors and questions off"),
        "mentoring.send": _("sent a round of partners before its time"),
        "mentoring.skip": _("left a round of partners out"),
    }[line.what]
