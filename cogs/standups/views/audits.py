"""How what organisers did with standups reads in the record of changes."""

from __future__ import annotations

from bot.communities.model import AuditLine
from bot.core.lang import Lang
from bot.core.text import inert

DONE = (
    "standups.add",
    "standups.reschedule",
    "standups.move",
    "standups.pause",
    "standups.resume",
    "standups.wake",
    "standups.holidays",
    "standups.summary_weekly",
    "standups.summary_daily",
    "standups.summary_none",
    "standups.questions",
    "standups.remove",
)


def did(line: AuditLine, lang: Lang) -> str:
    """What was done, as it reads behind the organiser's name."""
    _ = lang.gettext
    sentences = {
        "standups.add": _("added {name}"),
        "standups.reschedule": _("changed time or days of {name}"),
        "standups.move": _("changed channel or name of {name}"),
        "standups.pause": _("paused {name}"),
        "standups.resume": _("resumed {name}"),
        "standups.wake": _("woke {name}"),
        "standups.holidays": _("changed the days off of {name}"),
        "standups.summary_weekly": _("chose a weekly summary of {name}"),
        "standups.summary_daily": _("chose a daily summary of {name}"),
        "standups.summary_none": _("chose no summary of {name}"),
        "standups.questions": _("changed the questions of {name}"),
        "standups.remove": _("removed {name}"),
    }
    return sentences[line.what].format(name=inert(line.detail.get("name", "")))


def suspended(line: AuditLine, lang: Lang) -> str:
    """A standup stopped by itself."""
    text = lang.gettext("{name} stopped: I could not post in its channel")
    return text.format(name=inert(line.detail.get("name", "")))
